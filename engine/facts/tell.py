"""What a profile tells, value by value.

In: the located tree of a profile and a rulebook. Out: told values by fact, facts answered "I do not know", papers held.
Newly guaranteed: keys are facts of the vocabulary that people can tell; values have the type of their fact.
"""

from __future__ import annotations

from engine.document.nodes import Mapping, Node, Scalar, Sequence
from engine.facts.case import HeldItem, Told
from engine.facts.truth import UNKNOWN
from engine.ground.dates import parse_date
from engine.ground.nearest import nearest
from engine.ground.problems import Problems
from engine.ground.spans import Span
from engine.linked.domains import accepts_value, describe
from engine.linked.model import Fact, Rulebook
from engine.policy.model import Value

AS_OF = "as_of"
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


class Teller:
    """Reads a profile; problems are reported, the rest is kept."""

    def __init__(self, book: Rulebook, problems: Problems) -> None:
        self._book, self._problems = book, problems
        self.told: dict[str, Told] = {}
        self.asked: set[str] = set()
        self.spans: dict[str, Span] = {}
        self.held: list[tuple[HeldItem, Span]] | None = None
        self._groups = {name[:at] for name in book.facts for at, char in enumerate(name) if char == "."}
        self._inputs = [fact.name for fact in book.facts.values() if fact.origin == "input"]

    def read(self, node: Mapping, prefix: str = "") -> None:
        """Take in every value below the node."""
        for entry in node.entries:
            name = f"{prefix}{entry.name}"
            fact = self._book.facts.get(name)
            if fact is None and name in self._groups:
                self._group(name, entry.value)
            elif name == HELD:
                self._held(entry.value)
            elif fact is None:
                self._unknown_key(name, entry.name, entry.key.span)
            elif fact.origin != "input":
                self._problems.add("PE513", entry.key.span, name, fact=name, origin=fact.origin)
            else:
                self._fact(fact, entry.value)

    def _group(self, name: str, node: Node) -> None:
        if isinstance(node, Mapping):
            self.read(node, f"{name}.")
        elif not (isinstance(node, Scalar) and node.value is None):
            self._problems.add("PE516", node.span, name, group=name)

    def _unknown_key(self, name: str, key: str, span: Span) -> None:
        parent = name[: len(name) - len(key)]
        siblings = [fact[len(parent) :].split(".")[0] for fact in self._inputs if fact.startswith(parent)]
        guess = nearest(key, dict.fromkeys(siblings))
        whole = f"{parent}{guess}" if guess else nearest(name, self._inputs)
        self._problems.add("PE501", span, name, key=name, nearest=whole)

    def _fact(self, fact: Fact, node: Node) -> None:
        if isinstance(node, Scalar) and (node.value is None or (node.value == UNKNOWN and fact.type.kind == "enum")):
            self.asked.add(fact.name)
            return
        value = self._set(fact, node) if fact.type.many else self._single(fact, node)
        if value is not None:
            self.told[fact.name] = value
            self.spans[fact.name] = node.span

    def _set(self, fact: Fact, node: Node) -> Told | None:
        if not isinstance(node, Sequence):
            self._problems.add("PE502", node.span, fact.name, fact=fact.name, expected=f"[{describe(fact)}]")
            return None
        values = [self._single(fact, item) for item in node.items]
        seen: set[object] = set()
        for value, item in zip(values, node.items, strict=True):
            if value is not None and value in seen:
                self._problems.add("PE506", item.span, fact.name, fact=fact.name, value=value)
            seen.add(value)
        complete = [str(value) for value in values if value is not None]
        return tuple(sorted(complete)) if len(complete) == len(values) else None

    def _single(self, fact: Fact, node: Node) -> Value | None:
        """One value of the fact; None when it is wrong (reported)."""
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, float):
            self._problems.add("PE502", node.span, fact.name, fact=fact.name, expected=describe(fact))
            return None
        if accepts_value(fact, node.value):
            return node.value
        self._problems.add(
            _code(fact, node.value), node.span, fact.name, fact=fact.name, value=node.value, expected=describe(fact),
            nearest=nearest(str(node.value), fact.values) if fact.values else None,
        )  # fmt: skip
        return None

    # papers held -----------------------------------------------------------------------------------------------------

    def _held(self, node: Node) -> None:
        if isinstance(node, Scalar) and node.value is None:
            return
        if not isinstance(node, Sequence):
            self._problems.add("PE502", node.span, HELD, fact=HELD, expected="[{document: ...}]")
            return
        self.held = []
        for at, item in enumerate(node.items):
            found = self._item(item, f"{HELD}[{at}]")
            if found is not None:
                self.held.append((found, item.span))

    def _item(self, node: Node, path: str) -> HeldItem | None:
        document = node.get("document") if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping) or not isinstance(document, Scalar):
            self._problems.add("PE517", node.span, path)
            return None
        name = str(document.value)
        if name not in self._book.documents:
            guess = nearest(name, self._book.documents)
            self._problems.add("PE518", document.span, f"{path}.document", value=name, nearest=guess)
        attributes: dict[str, Value] = {}
        for entry in node.entries:
            if entry.name == "document":
                continue
            value = self._attribute(entry.name, entry.key.span, entry.value, f"{path}.{entry.name}")
            if value is not None:
                attributes[entry.name] = value
        return HeldItem(name, attributes)

    def _attribute(self, name: str, key: Span, node: Node, path: str) -> Value | None:
        if name not in ITEM_KEYS:
            self._problems.add("PE501", key, path, key=name, nearest=nearest(name, ITEM_KEYS))
            return None
        if not isinstance(node, Scalar) or isinstance(node.value, float):
            self._problems.add("PE502", node.span, path, fact=path, expected=str(ITEM_KEYS[name]))
            return None
        if node.value is None or node.value == UNKNOWN:
            return None
        expected = ITEM_KEYS[name]
        fits = _item_fits(expected, self._kinds() if name == "kind" else None, node.value)
        if not fits:
            listed = expected if isinstance(expected, tuple) else self._kinds() if name == "kind" else ()
            shape = ", ".join(listed) or ("YYYY-MM-DD" if expected == "date" else "0 to 120")
            guess = nearest(str(node.value), listed) if listed else None
            self._problems.add("PE503", node.span, path, fact=path, value=node.value, expected=shape, nearest=guess)
            return None
        return node.value

    def _kinds(self) -> tuple[str, ...]:
        fact = self._book.facts.get("birth_record.kind")
        return fact.values if fact else ()


def _item_fits(expected: object, kinds: tuple[str, ...] | None, value: Value) -> bool:
    if kinds is not None:
        return value in kinds
    if expected == "months":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 120
    if expected == "date":
        return isinstance(value, str) and _is_day(value)
    return isinstance(expected, tuple) and value in expected


def _is_day(value: str) -> bool:
    try:
        parse_date(value)
    except ValueError:
        return False
    return True


def _code(fact: Fact, value: Value) -> str:
    """Wrong type, outside a list, outside a range, or a date that does not exist."""
    kind = fact.type.kind
    if kind == "integer" and isinstance(value, int) and not isinstance(value, bool):
        return "PE504"
    if kind == "date" and isinstance(value, str):
        return "PE505"
    if kind in ("country", "language", "postcode", "commune") and isinstance(value, str):
        return "PE510"
    return "PE503" if kind == "enum" and isinstance(value, str) else "PE502"
