"""How a token stands in the file of tokens: by its hash alone."""

from consumers.web.roles import Role
from consumers.web.tokens import token_hash


def token_table(name: str, role: Role, token: str) -> str:
    """`name`: letters, digits, spaces, dots, dashes and underscores."""
    return f'[[token]]\nname = "{name}"\nrole = "{role}"\nsha256 = "{token_hash(token)}"\n'
