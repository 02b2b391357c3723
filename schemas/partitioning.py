"""Which partition of our own logs a key goes to, whatever client wrote the fact."""


def partition_of(key: bytes, partitions: int) -> int:
    """As Java clients and kafka-python choose it: 32-bit murmur2, its sign bit masked away."""
    return (murmur2(key) & 0x7FFFFFFF) % partitions


def murmur2(data: bytes) -> int:
    """MurmurHash2 with Kafka's seed, unsigned."""
    multiplier, mask = 0x5BD1E995, 0xFFFFFFFF
    length = len(data)
    result = (0x9747B28C ^ length) & mask
    whole = length & ~3
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start : start + 4], "little") * multiplier & mask
        word = (word ^ (word >> 24)) * multiplier & mask
        result = (result * multiplier & mask) ^ word
    if tail := data[whole:]:
        result = (result ^ int.from_bytes(tail, "little")) * multiplier & mask
    result = (result ^ (result >> 13)) * multiplier & mask
    return result ^ (result >> 15)
