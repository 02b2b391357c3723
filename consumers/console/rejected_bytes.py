"""The bytes of a rejected record for people to look at, and the commands that try it again."""

from dataclasses import dataclass
from shlex import quote

from consumers.questions.rejected import DeadLetter

SHOWN_BYTES = 4096
LINE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Dump:
    """Lines as `hexdump -C` writes them: where, sixteen bytes, and those of them that are ASCII."""

    text: str
    size: int
    shown: int
    """How many of the bytes the text has."""


def dump(value: bytes) -> Dump:
    """The beginning of it; everything that is no visible ASCII is a dot."""
    shown = value[:SHOWN_BYTES]
    starts = range(0, len(shown), LINE_BYTES)
    text = "\n".join(_line(start, shown[start : start + LINE_BYTES]) for start in starts)
    return Dump(text, len(value), len(shown))


def retry_commands(letter: DeadLetter) -> dict[str, str]:
    """By what each does; `pathways rejected` takes a record by the place where it stood."""
    place = quote(f"{letter.topic}/{letter.topic_partition}/{letter.topic_offset}")
    return {
        "show": f"pathways rejected show {place}",
        "try": f"pathways rejected retry {place} --dry-run",
        "set": f"pathways rejected retry {place} --set FIELD=VALUE",
        "file": f"pathways rejected retry {place} --with-correction FILE.json",
    }


def _line(start: int, part: bytes) -> str:
    left, right = part[:8].hex(" "), part[8:].hex(" ")
    seen = "".join(chr(one) if 0x20 <= one < 0x7F else "." for one in part)
    return f"{start:08x}  {left:<23}  {right:<23}  |{seen}|"
