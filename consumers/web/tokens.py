"""Tokens: who asks, by a secret that only its holder has; the file holds hashes alone."""

import hmac
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from consumers.errors import WrongTokenFile
from consumers.web.roles import ROLES, Role

PREFIX = "pw_"
"""What every token begins with, so that a scanner finds one that was committed by mistake."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the name is that of a desk or a system, never a person's."""

    name: str
    role: Role


def new_token() -> str:
    """256 random bits: a plain hash of them cannot be turned back, so none is salted."""
    return PREFIX + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class Tokens:
    """Callers by the hash of their token."""

    def __init__(self, callers: Mapping[str, Caller]) -> None:
        self._callers = dict(callers)

    @classmethod
    def read(cls, path: Path) -> Self:
        """From a TOML file of `[[token]]` tables with name, role and sha256.

        Raises WrongTokenFile, which says what is wrong and where.
        """
        try:
            document = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise WrongTokenFile(path, str(error)) from error
        return cls(_callers(path, document.get("token", [])))

    def caller(self, token: str) -> Caller | None:
        """Whose token it is; None: nobody's."""
        return self.of_hash(token_hash(token))

    def of_hash(self, hashed: str) -> Caller | None:
        """The same for who kept the hash, such as a session; every hash is compared whole."""
        found = None
        for known, caller in self._callers.items():
            if hmac.compare_digest(known, hashed):
                found = caller
        return found


def _callers(path: Path, tables: Iterable[Mapping[str, Any]]) -> dict[str, Caller]:
    callers: dict[str, Caller] = {}
    if not isinstance(tables, list) or not tables:
        raise WrongTokenFile(path, "it has no [[token]] table")
    for number, table in enumerate(tables, 1):
        where = f"[[token]] number {number}"
        name, role, hashed = (table.get(key) for key in ("name", "role", "sha256"))
        if not isinstance(name, str) or not name:
            raise WrongTokenFile(path, f"{where} has no name")
        if role not in ROLES:
            raise WrongTokenFile(path, f"{where}: the role is one of {', '.join(ROLES)}")
        if not _is_hash(hashed):
            raise WrongTokenFile(path, f"{where}: sha256 is 64 hexadecimal digits")
        if hashed in callers:
            raise WrongTokenFile(path, f"{where} has the token of {callers[hashed].name}")
        callers[hashed] = Caller(name, role)
    return callers


def _is_hash(hashed: object) -> bool:
    return isinstance(hashed, str) and len(hashed) == 64 and set(hashed) <= set("0123456789abcdef")
