"""How far a slate gives both sides what they ranked."""

from consumers.console.slate_wishes import wishes
from consumers.questions.placements import Placement


def test_wishes_are_counted_by_rank_on_both_sides() -> None:
    ranks = [(1, 2), (None, 1), (7, 4), (3, 1)]
    placed = [_placed(number, *pair) for number, pair in enumerate(ranks)]
    found = wishes(placed)
    assert found.counted == 4
    assert [(one.rank, one.people, one.posts) for one in found.met] == [
        (1, 1, 2),
        (2, 0, 1),
        (3, 1, 0),
        (4, 1, 1),
        (0, 1, 0),
    ]


def _placed(number: int, candidate_rank: int | None, hirer_rank: int) -> Placement:
    return Placement(
        post_id=f"post-{number}",
        candidate_id=f"c-{number}",
        job_group="COM",
        grade="P-5",
        candidate_rank=candidate_rank,
        hirer_rank=hirer_rank,
        hirer_rank_source="STATED",
        consideration_tier="FIRST",
        total=1,
        locked=False,
        adjusted=False,
        leaves_post_id=None,
        explanation="",
    )
