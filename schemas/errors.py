"""What can be wrong with bytes or text that claim to be a record of the contract.

ContractError
├── Unencodable          a record's values do not fit its schema
├── Undecodable          a body does not follow the schema that its framing names
├── UnknownFraming       neither single-object nor Confluent framing
├── UnknownSchema        a fingerprint or id that no schema of the contract has
├── RegistryUnavailable  the schema registry did not answer: nothing is said about the record
└── MalformedText        JSON that does not describe a record
"""


class ContractError(Exception):
    """Something does not follow the contract."""


class Unencodable(ContractError):
    """A record's values do not fit its schema."""


class Undecodable(ContractError):
    """A body does not follow the schema that its framing names."""


class UnknownFraming(ContractError):
    """Neither single-object nor Confluent framing."""


class UnknownSchema(ContractError):
    """A fingerprint or id that no schema of the contract has."""


class RegistryUnavailable(ContractError):
    """The schema registry did not answer; the record may be good."""


class MalformedText(ContractError):
    """JSON that describes no record; `path` names the place, such as `duty_station.country`."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem
