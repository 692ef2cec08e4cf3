"""Papers in hand, as a profile tells them.

In: the located node of `held` and a rulebook. Out: `Paper` values. Newly guaranteed: each names a document of the catalogue, and
what is told of it (its form, its translation, ...) has the values that papers have.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from engine.document.nodes import Mapping, Node, Scalar, Sequence
from engine.facts.case import HeldItem
from engine.facts.truth import UNKNOWN
from engine.facts.wrong import MOST, day_problem, kind_of, whole
from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Term
from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.linked.domains import shown
from engine.linked.model import Rulebook
from engine.policy.model import Value

HELD = "held"
ITEM_KEYS = {
    "form": ("copy", "certified_copy", "original"),
    "kind": None,
    "authentication": ("none", "apostille", "legalisation"),
    "translation": ("none", "plain", "sworn", "consular"),
    "issued_on": "date",
    "covers_from": "date",
    "covers_until": "date",
    "months": "months",
}
"""Keys of a held item besides `document`: their values, or the kind of their values."""
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in hand. path: where the profile tells it (`held[0]`); places: where the value of each attribute stands."""

    item: HeldItem
    path: str
    places: MappingOf[str, Span]


class ItemReader:
    """Reads the papers in hand; problems are reported, the rest is kept."""

    def __init__(self, book: Rulebook, problems: Problems) -> None:
        self._book, self._problems = book, problems

    def read(self, node: Node) -> list[Paper] | None:
        """The papers of the list; None where it is not told, or no list."""
        if isinstance(node, Scalar) and node.value is None:
            return None
        if not isinstance(node, Sequence):
            self._problems.add(
                "PE502", node.span, HELD, fact=HELD, expected=Term("type.array"), found=kind_of(node), single="{...}"
            )
            return None
        papers: list[Paper] = []
        for at, item in enumerate(node.items):
            if len(self._problems) >= MOST:
                break
            paper = self._item(item, f"{HELD}[{at}]")
            papers.extend([paper] if paper is not None else [])
        return papers

    def _item(self, node: Node, path: str) -> Paper | None:
        document = node.get("document") if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping) or not isinstance(document, Scalar) or not isinstance(document.value, str):
            alone = node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None
            self._problems.add("PE517", document.span if document else node.span, path, item=path, value=alone)
            return None
        name = document.value
        if name not in self._book.documents:
            guess = nearest(name, self._book.documents)
            self._problems.add("PE518", document.span, f"{path}.document", value=name, item=path, nearest=guess)
        attributes: dict[str, Value] = {}
        places: dict[str, Span] = {}
        for entry in node.entries:
            if entry.name == "document":
                continue
            value = self._attribute(entry.name, entry.key.span, entry.value, f"{path}.{entry.name}")
            if value is not None:
                attributes[entry.name], places[entry.name] = value, entry.value.span
        return Paper(HeldItem(name, attributes), path, places)

    def _attribute(self, name: str, key: Span, node: Node, path: str) -> Value | None:
        if name not in ITEM_KEYS:
            self._problems.add("PE501", key, path, key=path, nearest=nearest(name, (*ITEM_KEYS, "document")))
            return None
        value = whole(node)
        if isinstance(node, Scalar) and (node.value is None or node.value == UNKNOWN):
            return None
        expected = ITEM_KEYS[name]
        if expected == "date":
            return self._day(value, node, path)
        if expected == "months":
            return self._months(value, node, path)
        listed = expected if isinstance(expected, tuple) else self._kinds()
        if isinstance(value, str) and value in listed:
            return value
        if isinstance(value, str):
            guess = nearest(value, listed)
            self._problems.add("PE503", node.span, path, fact=path, value=shown(value), expected=list(listed), nearest=guess)
        else:
            self._wrong_kind(node, path, "form.listed", values=list(listed))
        return None

    def _day(self, value: object, node: Node, path: str) -> Value | None:
        if not isinstance(value, str):
            self._wrong_kind(node, path, "form.date")
            return None
        code = day_problem(value)
        if code is not None:
            self._problems.add(code, node.span, path, fact=path, value=shown(value))
            return None
        return value

    def _months(self, value: object, node: Node, path: str) -> Value | None:
        if not isinstance(value, int) or isinstance(value, bool):
            self._wrong_kind(node, path, "type.integer")
        elif 0 <= value <= MOST_MONTHS:
            return value
        else:
            self._problems.add("PE504", node.span, path, fact=path, value=value, minimum=0, maximum=MOST_MONTHS)
        return None

    def _wrong_kind(self, node: Node, path: str, expected: str, values: list[str] | None = None) -> None:
        found = kind_of(node)
        self._problems.add("PE502", node.span, path, fact=path, expected=Term(expected), found=found, values=values)

    def _kinds(self) -> tuple[str, ...]:
        fact = self._book.facts.get("birth_record.kind")
        return fact.values if fact else ()
