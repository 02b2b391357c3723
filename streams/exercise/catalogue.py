"""The posts of an exercise: its parts as frozen, with the amendments since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schemas.events import CatalogueAmended, CatalogueFrozen, CataloguePost
from schemas.events.stamps import stamp


@dataclass(frozen=True)
class Catalogue:
    """What is known of the catalogue of one cycle."""

    catalogue_id: str | None
    """None as long as no part is known."""
    complete: bool
    posts: Mapping[str, CataloguePost]
    """By post id, in the order of the ids; empty as long as parts are missing."""


NO_CATALOGUE = Catalogue(None, False, {})


def catalogue_of(
    parts: Sequence[CatalogueFrozen], amendments: Iterable[CatalogueAmended]
) -> Catalogue:
    """Amendments count in the order of their stamps, whatever order they came in."""
    if not parts:
        return NO_CATALOGUE
    numbered = {part.part: part for part in parts}
    catalogue_id, length = parts[0].catalogue_id, min(part.parts for part in parts)
    if not all(number in numbered for number in range(1, length + 1)):
        return Catalogue(catalogue_id, False, {})
    posts = {post.post_id: post for number in sorted(numbered) for post in numbered[number].posts}
    for amendment in sorted(amendments, key=stamp):
        if amendment.catalogue_id == catalogue_id:
            posts.update((post.post_id, post) for post in amendment.entered)
            posts = {it: post for it, post in posts.items() if it not in set(amendment.left)}
    return Catalogue(catalogue_id, True, dict(sorted(posts.items())))


class Catalogues:
    """Those of all cycles, each put together when it is asked for."""

    def __init__(self) -> None:
        self._stated: dict[str, dict[str, CatalogueFrozen | CatalogueAmended]] = defaultdict(dict)
        self._made: dict[str, Catalogue] = {}

    def take(self, key: str, event: CatalogueFrozen | CatalogueAmended) -> None:
        """In place of what was stated with the same key."""
        self._stated[event.cycle_id][key] = event
        self._made.pop(event.cycle_id, None)

    def of(self, cycle_id: str) -> Catalogue:
        if cycle_id not in self._made:
            stated = self._stated.get(cycle_id, {})
            found = [stated[key] for key in sorted(stated)]
            parts = [it for it in found if isinstance(it, CatalogueFrozen)]
            amendments = [it for it in found if isinstance(it, CatalogueAmended)]
            self._made[cycle_id] = catalogue_of(parts, amendments)
        return self._made[cycle_id]
