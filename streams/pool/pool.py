"""The pool of one partition: takes events in the order of its log, and evaluates what they touched.

A `Pool` is changed by `take`, `restore` and `evaluate` alone. What comes out depends on the events
taken and on where `evaluate` was called between them, on nothing else.
"""

from schemas.events import (
    CandidatesListed,
    DayStarted,
    Event,
    LogPosition,
    PostsToJudge,
    VacancyEvent,
)
from streams.pool.errors import UnexpectedRecord
from streams.pool.evaluation import Evaluation
from streams.pool.holdings import Holdings
from streams.pool.horizon.months import a_month_began
from streams.pool.horizon.news import speak_of_horizon
from streams.pool.judging import judged_for
from streams.pool.moment import Moment
from streams.pool.proposal_news import speak_of_vacancies
from streams.pool.reading import Reading, Recorded
from streams.pool.reference import Reference, reference_key
from streams.pool.refusal_news import speak_of_decisions
from streams.pool.roster_news import speak_of_memberships
from streams.pool.told_lists import told_key
from streams.pool.touched import Touched
from streams.pool.vacancy import DecisionEvent


class Pool:
    """What is known stands in `holdings`; what was touched since the last evaluation, here."""

    def __init__(self, reading: Reading) -> None:
        self.holdings = Holdings(reading)
        self._touched, self._changed = Touched(), Evaluation()

    def take(self, framed: bytes) -> None:
        """Fold one record as it came; what follows from it shows in the next `evaluate`.

        It is kept as state and as evidence. Raises UnexpectedRecord, or ContractError where it
        cannot be opened.
        """
        reading = self.holdings.reading
        recorded = reading.membership(framed)
        if recorded is not None:
            self._take_membership(recorded)
            self._touched.see(recorded.head)
        else:
            event = reading.event(framed)
            self._take_event(event, framed)
            self._touched.see(event)

    def evaluate(self, position: LogPosition) -> Evaluation:
        """Say what is new about the roster and the touched vacancies, as of the last event taken.

        `position` is that event's; at least one event was taken since the last call.
        """
        touched, done = self._touched, self._changed
        if touched.at is None:
            raise ValueError("nothing was taken since the last evaluation")
        self._touched, self._changed = Touched(), Evaluation()
        day = self.holdings.reference.day or touched.at.date()
        moment = Moment(position, touched.at, day)
        speak_of_memberships(self.holdings, moment, done)
        speak_of_decisions(self.holdings, touched, moment, done)
        speak_of_vacancies(self.holdings, touched, moment, done)
        if touched.days_before and a_month_began(touched.days_before[0], day):
            speak_of_horizon(self.holdings, moment, done)
        done.judged.extend(judged_for(self.holdings, touched.questions, moment))
        return done

    def _take_membership(self, recorded: Recorded) -> None:
        new = self.holdings.record(recorded)
        if new is not None:
            self._touched.membership(recorded.head, new=new)

    def _take_event(self, event: Event, framed: bytes) -> None:
        if isinstance(event, VacancyEvent | DecisionEvent):
            self._take_of_vacancy(event, framed)
        elif isinstance(event, Reference):
            self._take_reference(event, framed)
        elif isinstance(event, CandidatesListed):
            self._take_list(event, framed)
        elif isinstance(event, PostsToJudge):
            self._touched.questions.append(event)
        else:
            raise UnexpectedRecord(type(event).__name__, "the pool-log")

    def _take_of_vacancy(self, event: VacancyEvent | DecisionEvent, framed: bytes) -> None:
        if self.holdings.case(event.vacancy_id).take(event, framed):
            self._touched.vacancy(event.vacancy_id, event)
            self._changed.vacancies.add(event.vacancy_id)

    def _take_reference(self, event: Reference, framed: bytes) -> None:
        key = reference_key(event)
        replaced, day = self.holdings.reference.held(key), self.holdings.reference.day
        if self.holdings.refer(event, framed):
            if isinstance(event, DayStarted):
                self._touched.days_before.append(day)
            self._touched.reference(event, replaced)
            self._changed.references.add(key)

    def _take_list(self, told: CandidatesListed, framed: bytes) -> None:
        people = self.holdings.hear(told, framed)
        if people is not None:
            self._touched.listing(told, people)
            self._changed.references.add(told_key(told.vacancy_id))
