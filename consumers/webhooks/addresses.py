"""Where a webhook may connect to: no address of the own house, unless an endpoint says so."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")
_V4_COMPATIBLE = IPv6Network("::/96")


def refusal(text: str, *, allow_private: bool = False) -> str | None:
    """Why nothing may be sent to an address; None where it may.

    `text` is an address as the resolver gives it, never a name: 127.1, 0x7f000001 and 2130706433
    are names, and the resolver makes them 127.0.0.1.

    Link-local addresses stay refused with `allow_private` too: that is where clouds hand out
    credentials. So do multicast, reserved and unspecified ones, where no HR tool can be.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return f"{text} is not an address"
    for one in (address, *_within(address)):
        if (problem := _problem(one, allow_private=allow_private)) is not None:
            return f"{text} is {problem}"
    return None


def _problem(address: Address, *, allow_private: bool) -> str | None:
    never = (
        (address.is_unspecified, "no address of a machine"),
        (address.is_multicast, "a multicast address"),
        (address.is_link_local or getattr(address, "is_site_local", False), "a link-local address"),
        (address.is_reserved and not address.is_loopback and not _wraps(address), "reserved"),
    )
    private = (
        (address.is_loopback, "a loopback address"),
        (not address.is_global and not _wraps(address), "a private address"),
    )
    asked = never if allow_private else never + private
    return next((problem for found, problem in asked if found), None)


def _wraps(address: Address) -> bool:
    """Whether what counts is the IPv4 address inside, which is looked at by itself."""
    return next(_within(address), None) is not None


def _within(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in _NAT64 or (address in _V4_COMPATIBLE and int(address) > 1):
        yield IPv4Address(int(address) & 0xFFFF_FFFF)
