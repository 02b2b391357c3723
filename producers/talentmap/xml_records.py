"""Records of an XML file as plain texts, with their lines; document types are refused.

Without a document type there are no entities but the five of XML itself, so that a file can
neither swell in memory nor read other files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from producers.errors import SourceUnreadable

DEPTH_MAX = 50
"""Elements inside each other; the exports have eight."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record: its texts without the blanks around them, and the rows of a list inside it."""

    file: str
    line: int
    texts: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]

    def __getitem__(self, name: str) -> str:
        """The text of a field; empty where the record lacks it."""
        return self.texts.get(name, "")


@dataclass(slots=True)
class _Node:
    tag: str
    line: int
    text: str = ""
    children: "list[_Node]" = field(default_factory=list)


def read_items(file: Path, tag: str) -> tuple[Item, ...]:
    """All records called `tag`; raises SourceUnreadable."""
    root = _parsed(file)
    return tuple(_item(file.name, node) for node in _called(root, tag))


def _parsed(file: Path) -> _Node:
    root = _Node("", 0)
    open_nodes = [root]
    parser = expat.ParserCreate()

    def start(tag: str, attributes: object) -> None:
        if len(open_nodes) > DEPTH_MAX:
            what = f"line {parser.CurrentLineNumber} is nested too deeply"
            raise SourceUnreadable(str(file), what, "export it again")
        node = _Node(tag, parser.CurrentLineNumber)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def text(given: str) -> None:
        open_nodes[-1].text += given

    def refuse(name: str, *rest: object) -> None:
        what = f"line {parser.CurrentLineNumber} declares a document type"
        raise SourceUnreadable(str(file), what, "an export has none: remove it if you trust it")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: open_nodes.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(file.read_bytes(), True)
    except OSError as error:
        raise SourceUnreadable(str(file), str(error), "export it too") from error
    except expat.ExpatError as error:
        raise SourceUnreadable(str(file), f"not XML: {error}", "export it again") from error
    return root


def _called(node: _Node, tag: str) -> Iterator[_Node]:
    for child in node.children:
        if child.tag == tag:
            yield child
        else:
            yield from _called(child, tag)


def _item(file: str, node: _Node) -> Item:
    lists = [child for child in node.children if child.children]
    rows = tuple(_texts(file, row.children) for each in lists for row in each.children)
    leaves = [child for child in node.children if not child.children]
    return Item(file, node.line, _texts(file, leaves), rows)


def _texts(file: str, leaves: list[_Node]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for leaf in leaves:
        if leaf.tag in texts:
            what = f"line {leaf.line}: {leaf.tag} stands twice in one record"
            raise SourceUnreadable(file, what, "keep the one that is meant")
        texts[leaf.tag] = leaf.text.strip()
    return texts
