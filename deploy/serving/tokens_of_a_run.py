"""Tokens for one run of the server on this very machine, one for each role, and how to use them."""

from collections.abc import Mapping
from ipaddress import ip_address

from consumers.web.roles import ROLES, Role
from consumers.web.tokens import Caller, Tokens, new_token, token_hash


def is_this_machine(host: str) -> bool:
    """Whether nobody but this machine can reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def tokens_of_a_run() -> tuple[Tokens, Mapping[Role, str]]:
    """They are kept nowhere and end with the process."""
    made: dict[Role, str] = {role: new_token() for role in ROLES}
    callers = {
        token_hash(token): Caller(f"{role}-of-this-run", role) for role, token in made.items()
    }
    return Tokens(callers), made


def sign_in_link(address: str, token: str) -> str:
    """Behind `#` stands what browsers keep to themselves: no server and no log sees it."""
    return f"{address}/sign-in#{token}"
