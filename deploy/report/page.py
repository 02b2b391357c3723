"""The whole page, from what was asked to how it was worked out."""

from dataclasses import asdict

from deploy.backtest.document import by_group, totals
from deploy.backtest.words import asked_words
from deploy.render.backtest import TOTALS, step_words
from deploy.report.charts import Pair, bars, legend
from deploy.report.ground import history_section, method_section, months_section
from deploy.report.html import Markup, tag
from deploy.report.parts import paragraph, section, signed, table
from deploy.report.people import balance_section, roster_section
from deploy.report.style import STYLE
from deploy.report.vacancies import vacancies_section
from streams.history.backtest.changes import Changes
from streams.history.backtest.outcome import Outcome


def report_page(outcome: Outcome, changes: Changes) -> str:
    """One file with everything in it."""
    asked = asked_words(changes)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"Pathways backtest. {asked}"),
        tag("style", Markup(STYLE)),
    )
    main = tag(
        "main",
        _opening(outcome, asked),
        _summary(outcome),
        _groups(outcome),
        _decisions(outcome),
        vacancies_section(outcome),
        roster_section(outcome),
        balance_section(outcome),
        months_section(outcome),
        history_section(outcome),
        method_section(outcome),
        _closing(),
    )
    return "<!DOCTYPE html>\n" + tag("html", head, tag("body", main), lang="en") + "\n"


def _opening(outcome: Outcome, asked: str) -> Markup:
    days = [pool.day for pool in outcome.pools if pool.day is not None]
    until = f"History to {max(days)}. " if days else ""
    way = (
        "Each corrected fact stands where the original one stood; everything after it was decided "
        "again, in the same steps."
        if outcome.in_place
        else "History stays as it was; the changes stand behind its end, as if published today."
    )
    return tag(
        "header",
        tag("h1", "What would have been different" if outcome.in_place else "What would change"),
        paragraph(asked, "asked"),
        paragraph(until + way, "soft"),
        paragraph(
            "This page is a recommendation to people. It says what the same rules would have "
            "proposed from other facts. It is no verdict on anybody, and it changes nothing.",
            "note",
        ),
    )


def _summary(outcome: Outcome) -> Markup:
    others = sum(not each.same_people for each in outcome.vacancies)
    ever = sum(each.differed_from is not None for each in outcome.vacancies)
    figures = {
        "assessments voided or corrected": len(outcome.assessments),
        "people's ids folded again": outcome.people,
        "memberships that change": len(outcome.memberships),
        f"vacancies with another list at some time, of {len(outcome.vacancies)}": ever,
        "vacancies whose last list is another one": others,
        "decisions for people to look at": len(outcome.decisions),
    }
    boxes = (tag("div", tag("dt", words), tag("dd", value)) for words, value in figures.items())
    before, after = (asdict(each) for each in totals(outcome.vacancies))
    pairs = [(words.capitalize(), before[name], after[name]) for name, words in TOTALS.items()]
    return section(
        "Summary",
        tag("dl", *boxes, class_="figures"),
        tag("h3", "People on the last lists of all vacancies together"),
        legend(),
        bars("People on the last lists, before and after", [Pair(*pair) for pair in pairs]),
        table(
            "Somebody may be counted at several vacancies.",
            ("", "before", "after", "change"),
            [(words, old, new, signed(new - old)) for words, old, new in pairs],
        ),
    )


def _groups(outcome: Outcome) -> Markup:
    return section(
        "By job group",
        table(
            "Who enters, leaves or moves on the last list of each vacancy, added up.",
            (
                "job group",
                "vacancies",
                "other last lists",
                "enter",
                "leave",
                "move",
                "memberships that change",
                "decisions to look at",
            ),
            [tuple(asdict(each).values()) for each in by_group(outcome)],
        ),
    )


def _decisions(outcome: Outcome) -> Markup:
    title = "Decisions for people to look at"
    if not outcome.decisions:
        return section(
            title,
            paragraph("Nobody was shortlisted or offered a post who would not have been eligible."),
        )
    return section(
        title,
        paragraph(
            "These people were shortlisted or offered a post. By the rules they were eligible "
            "then; from the changed facts they would not have been. Somebody should look at each "
            "case: what was decided may still be right."
        ),
        table(
            "By vacancy.",
            ("vacancy", "profile", "person", "what was decided", "why not eligible"),
            [
                (
                    each.vacancy_id,
                    f"{each.job_group}/{each.grade}",
                    each.candidate_id,
                    step_words(each),
                    each.why_not,
                )
                for each in outcome.decisions
            ],
        ),
    )


def _closing() -> Markup:
    return tag(
        "footer",
        paragraph(
            "Made by `pathways backtest`. The same command on the same history gives the same "
            "figures; --json gives all of them."
        ),
    )
