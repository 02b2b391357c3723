"""Whole numbers as Avro writes them."""


def long_bytes(number: int) -> bytes:
    """A number from 0 up: zigzag, seven bits to a byte, lowest first."""
    number <<= 1
    septets = bytearray()
    while number > 0x7F:
        septets.append(number & 0x7F | 0x80)
        number >>= 7
    septets.append(number)
    return bytes(septets)
