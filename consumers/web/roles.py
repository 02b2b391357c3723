"""THE table of roles: what each may see and do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Role = Literal["viewer", "hr_partner", "director", "operator", "auditor"]
Permission = Literal[
    "read",
    "read_private",
    "decide",
    "sign_off",
    "read_rejected",
    "read_operation",
]

ROLES: tuple[Role, ...] = get_args(Role)

PERMITTED: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        # The roster, vacancies, lists by rank and points, coverage: what is public anyhow.
        "read": frozenset(ROLES),
        # What a person's facts are, in answers, in explanations and by themselves.
        "read_private": frozenset({"hr_partner", "director", "auditor"}),
        # Reviews, shortlistings, offers and waivers, slates asked for and adjusted, nominations
        # endorsed or declined: events in the name of a role.
        "decide": frozenset({"hr_partner"}),
        # A slate is signed by somebody else than whoever prepared it.
        "sign_off": frozenset({"director"}),
        # Dead letters with their bytes.
        "read_rejected": frozenset({"operator", "auditor"}),
        # Units, lag, addresses.
        "read_operation": frozenset({"operator", "auditor"}),
    }
)


def may(role: Role, permission: Permission) -> bool:
    return role in PERMITTED[permission]
