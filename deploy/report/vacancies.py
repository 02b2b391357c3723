"""Each vacancy whose list is another one: both lists beside each other, who moved, and why."""

from collections.abc import Iterator

from deploy.render.backtest import rule_words
from deploy.report.charts import Pair, slopes
from deploy.report.html import Markup, joined, tag
from deploy.report.parts import paragraph, section, table
from streams.history.backtest.course import ListShown
from streams.history.backtest.outcome import Outcome, VacancyCompared, Why

SHOWN_MAX = 60
TIERS = {"FIRST": "first", "SECOND": "second", "UNCONFIRMED": "not confirmed"}


def vacancies_section(outcome: Outcome) -> Markup:
    others = [each for each in outcome.vacancies if not each.same_people]
    passing = [
        each for each in outcome.vacancies if each.same_people and each.differed_from is not None
    ]
    if not others and not passing:
        return section("Vacancies", paragraph("No vacancy ever had another list."))
    more = len(others) - SHOWN_MAX
    return section(
        "Vacancies",
        paragraph(
            f"{len(others)} vacancies end with another list; {len(passing)} had another one for a "
            "time and end with the same."
        ),
        joined(*map(_vacancy, others[:SHOWN_MAX])),
        paragraph(f"{more} more vacancies are not shown here; --json has them.")
        if more > 0
        else None,
        _passing(passing) if passing else None,
    )


def _vacancy(each: VacancyCompared) -> Markup:
    ranks = [Pair(why.candidate_id, why.rank_before, why.rank_after) for why in each.why]
    ranks += _stayed(each)
    days = f"{each.differed_from} to {each.differed_until}" if each.differed_from else "never"
    return tag(
        "article",
        tag("h3", f"{each.title or 'Vacancy'} ({each.job_group}/{each.grade})"),
        paragraph(
            f"{each.vacancy_id}. {each.before.revisions} revisions before, "
            f"{each.after.revisions} after. Another list stood: {days}.",
            "soft",
        ),
        slopes("Ranks before, at the left, and after, at the right", ranks),
        tag("div", _list("Before", each, 0), _list("After", each, 1), class_="lists"),
        *_reasons(each),
    )


def _reasons(each: VacancyCompared) -> Iterator[Markup]:
    """In full of whoever enters or leaves, or is judged otherwise; the others are counted."""
    stays = [why for why in each.why if why.same_facts and why.rank_before and why.rank_after]
    told = [why for why in each.why if why not in stays]
    if told:
        yield table("Who enters, leaves or is judged otherwise, and why.", _WHY, map(_why, told))
    if stays:
        yield paragraph(
            f"{len(stays)} more stand at another rank with the same facts: others before them "
            "left or entered.",
            "soft",
        )


_WHY = ("person", "before", "after", "why")


def _why(why: Why) -> tuple[str, str, str, str]:
    before, after = (f"{rank}" if rank else "off" for rank in (why.rank_before, why.rank_after))
    return why.candidate_id, before, after, rule_words(why.rules) or why.words


def _stayed(each: VacancyCompared) -> Iterator[Pair]:
    named = {why.candidate_id for why in each.why}
    shown = each.before.last_list
    for ranked in shown.ranked if shown else ():
        if ranked.candidate_id not in named:
            yield Pair(ranked.candidate_id, ranked.rank, ranked.rank)


def _list(title: str, each: VacancyCompared, side: int) -> Markup:
    shown = (each.before, each.after)[side].last_list
    if shown is None:
        return tag("div", tag("h3", title), paragraph("No list was published."))
    kinds = {why.candidate_id: _kind(why, side) for why in each.why}
    return tag(
        "div",
        table(
            f"{title}: revision {shown.revision} of {shown.as_of}. {_counts(shown)}",
            ("person", "rank", "rating", "tier", "points"),
            [
                (it.candidate_id, it.rank, it.rating or "", TIERS[it.tier], it.total)
                for it in shown.ranked
            ],
            [kinds.get(it.candidate_id, "") for it in shown.ranked],
        )
        if shown.ranked
        else paragraph(f"{title}: nobody could be proposed. {_counts(shown)}"),
    )


def _kind(why: Why, side: int) -> str:
    if why.rank_after is None:
        return "left"
    if why.rank_before is None:
        return "entered"
    return "moved" if side else ""


def _counts(shown: ListShown) -> str:
    counts = shown.counts
    return (
        f"{counts.eligible} eligible, {counts.near_misses} barred by one rule alone, "
        f"{counts.cannot_confirm} cannot be confirmed."
    )


def _passing(passing: list[VacancyCompared]) -> Markup:
    return table(
        "Vacancies that had another list for a time and end with the same.",
        ("vacancy", "profile", "from", "to", "revisions before", "revisions after"),
        [
            (
                each.vacancy_id,
                f"{each.job_group}/{each.grade}",
                str(each.differed_from),
                str(each.differed_until),
                each.before.revisions,
                each.after.revisions,
            )
            for each in passing
        ],
    )
