"""The catalogue: every text of the console by its key; another language is another file."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

LANGUAGE = "en"


class Texts:
    """Texts of one language. A key is a path such as `today.title`."""

    def __init__(self, language: str = LANGUAGE) -> None:
        self.language = language
        source = files("consumers.console.texts") / f"{language}.toml"
        self._texts: dict[str, str] = dict(_flat(tomllib.loads(source.read_text("utf-8"))))

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text, its `{places}` filled in. Raises KeyError: a missing text is a mistake."""
        return self._texts[key].format(**values)

    def code(self, family: str, code: object) -> str:
        """The words for a code such as TIER_1; one that the catalogue lacks is shown as it is:
        organisations may add codes."""
        return self._texts.get(f"codes.{family}.{code}", str(code))

    def keys(self) -> frozenset[str]:
        return frozenset(self._texts)


def _flat(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value
