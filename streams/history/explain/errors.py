"""What can be wrong with a question about a decision.

HistoryError
├── UnknownVacancy     no log knows a vacancy, or a proposal, by that id
├── UnknownCandidate   no log knows a person by that id
├── NothingSaid        the vacancy is known, and nothing was said of it
├── NoSuchRevision     the proposal has no such revision
├── WrongLog           a position of another log than the one that decides of the vacancy
└── OutsideHistory     a date or a record that the history does not reach
"""

from datetime import date

from streams.history.errors import HistoryError
from streams.history.logs import Place


class UnknownVacancy(HistoryError):
    def __init__(self, asked: str, proposals: int, vacancies: int) -> None:
        self.asked = asked
        super().__init__(
            f"nothing is known of a vacancy or a proposal {asked}: looked through {proposals} "
            f"partitions of proposals and {vacancies} of pool-log. Ids are compared letter by "
            "letter; `pathways as-of DATE proposals` lists the vacancies of a day"
        )


class UnknownCandidate(HistoryError):
    def __init__(self, asked: str, log: Place) -> None:
        self.asked = asked
        super().__init__(
            f"nothing is known of a person {asked}: looked through {log}, where everything about "
            "that id would stand. Ids are compared letter by letter; `pathways as-of DATE roster` "
            "lists the people of a day"
        )


class NothingSaid(HistoryError):
    def __init__(self, vacancy_id: str, state: str) -> None:
        self.vacancy_id = vacancy_id
        super().__init__(
            f"nothing was ever said of {vacancy_id}: {state}. "
            f"`pathways explain {vacancy_id} CANDIDATE` tells where a person stands for it"
        )


class NoSuchRevision(HistoryError):
    def __init__(self, vacancy_id: str, asked: int, last: int) -> None:
        self.vacancy_id, self.asked, self.last = vacancy_id, asked, last
        super().__init__(
            f"the proposal of {vacancy_id} has no revision {asked}: it has revisions 1 to {last}"
        )


class WrongLog(HistoryError):
    def __init__(self, asked: Place, vacancy_id: str, right: Place) -> None:
        self.asked, self.right = asked, right
        super().__init__(
            f"{asked} does not decide of {vacancy_id}: its job group stands in {right}. "
            f"Ask with --at {right}:RECORD, or with a date"
        )


class OutsideHistory(HistoryError):
    def __init__(self, where: str, asked: date | str, held: str) -> None:
        self.asked = asked
        super().__init__(f"{where} does not reach {asked}: {held}")
