"""What the figures rest on: month by month, which history, and how it was worked out."""

from collections.abc import Iterator
from dataclasses import asdict

from deploy.report.charts import Pair, columns, legend
from deploy.report.html import Markup, joined, tag
from deploy.report.parts import paragraph, section, table
from streams.history.backtest.outcome import Outcome


def months_section(outcome: Outcome) -> Markup:
    if not outcome.months:
        return joined()
    return section(
        "Month by month",
        tag("h3", "Revisions of proposals that were published"),
        legend(),
        columns(
            "Revisions of proposals by month, before and after",
            [Pair(it.month, it.revisions_before, it.revisions_after) for it in outcome.months],
        ),
        tag("h3", "Vacancies on whose list other people stood, on some day of the month"),
        columns(
            "Vacancies with another list by month",
            [Pair(it.month, None, it.vacancies_differing) for it in outcome.months],
        ),
        table(
            "The same in figures.",
            ("month", "revisions before", "revisions after", "vacancies with another list"),
            [tuple(asdict(each).values()) for each in outcome.months],
        ),
    )


def history_section(outcome: Outcome) -> Markup:
    rows = [
        (
            f"pool-log/{pool.partition}",
            pool.records,
            str(pool.day or "none"),
            f"{pool.rule_set.rule_set_id} version {pool.rule_set.version}"
            if pool.rule_set
            else "none",
            pool.rule_set.sha256[:16] if pool.rule_set else "",
            ", ".join(map(str, pool.decision_versions)),
            pool.undecided,
        )
        for pool in outcome.pools
        if pool.records
    ]
    return section(
        "Which history this is",
        table(
            "Positions are numbers of records, the same in every copy of the logs.",
            (
                "log",
                "decided records",
                "last day",
                "policy at the end",
                "its hash begins",
                "decision version",
                "not decided yet",
            ),
            rows,
        ),
    )


def method_section(outcome: Outcome) -> Markup:
    return section("How it was worked out, and its limits", *_limits(outcome))


def _limits(outcome: Outcome) -> Iterator[Markup]:
    yield paragraph(
        "Both sides were decided by the same program, from the same logs and in the same steps in "
        "which history was decided. Only the facts or the policy named above are different."
    )
    if outcome.in_place:
        yield paragraph(
            "What people decided is history, and stays. A decision that counted then counts on "
            "this side as well, as if taken on the list that stood then; whether people would "
            "have decided so on another list nobody knows."
        )
    else:
        yield paragraph(
            "A vacancy that is closed stays as it is. After a review the reviewed list stays, and "
            "what would change in it is told as advice."
        )
    for words, ids in (
        ("would be refused here, and were not in history", outcome.refused_anew),
        ("were refused in history, and would not be here", outcome.accepted_anew),
    ):
        if ids:
            yield paragraph(f"{len(ids)} decisions {words}: {', '.join(ids[:20])}.")
    yield paragraph(
        "Nothing is said of what else might have happened: who would have applied, been assessed "
        "again, or accepted. People are named by the ids of the system, never by name."
    )
