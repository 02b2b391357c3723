"""HTML and SVG from Python: what is not markup is escaped, so that no text can become any."""

from html import escape
from typing import Union

Child = Union["Markup", str, int, None]
_VOID = frozenset({"meta", "line", "rect", "circle", "path", "br", "col"})


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, /, *children: Child, **attributes: str | int | float | None) -> Markup:
    """An element. `class_` is `class`, and `_` in other names is `-`."""
    stated = "".join(
        f' {_spelled(key)}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID and not children:
        return Markup(f"<{name}{stated}/>" if name != "meta" else f"<{name}{stated}>")
    return Markup(f"<{name}{stated}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Side by side."""
    return Markup("".join(map(_text, children)))


def _text(child: Child) -> str:
    if child is None:
        return ""
    return child if isinstance(child, Markup) else escape(str(child))


def _spelled(name: str) -> str:
    return name.rstrip("_").replace("_", "-") if name not in ("viewBox",) else name
