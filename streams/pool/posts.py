"""What reference data says of a vacancy's post that puts the vacancy itself in question."""

from datetime import date

from schemas.events import PostReclassified, VacancyOpened
from streams.pool.reference import ReferenceFacts


def missing_of_post(terms: VacancyOpened, reference: ReferenceFacts) -> tuple[str, ...]:
    """What people must decide first: a post that ends, or that is another one by now."""
    if reference.day is None:
        return ()
    return (*_abolished(terms, reference), *_reclassified(terms, reference, reference.day))


def _abolished(terms: VacancyOpened, reference: ReferenceFacts) -> tuple[str, ...]:
    abolition = reference.abolition(terms.post_id)
    if abolition is None or abolition.abolished_on > terms.start_by:
        return ()
    return (f"whether it stands: post {terms.post_id} ends on {abolition.abolished_on}",)


def _reclassified(terms: VacancyOpened, reference: ReferenceFacts, day: date) -> tuple[str, ...]:
    post = reference.post(terms.post_id, day)
    if not isinstance(post, PostReclassified):
        return ()
    if (post.job_group, post.grade) == (terms.job_group, terms.grade):
        return ()
    now = f"{post.job_group}/{post.grade} since {post.effective_from}"
    return (f"whether it stands: post {terms.post_id} is {now}",)
