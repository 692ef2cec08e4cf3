"""What a profile tells, value by value.

In: the located tree of a profile and a rulebook. Out: told values by fact, facts answered "I do not know", papers held.
Newly guaranteed: keys are facts of the vocabulary that people can tell; values have the type of their fact.
"""

from __future__ import annotations

import json

from engine.document.nodes import Entry, Mapping, Node, Scalar, Sequence
from engine.facts.case import Told
from engine.facts.items import ItemReader, Paper
from engine.facts.truth import UNKNOWN
from engine.facts.wrong import MOST, code_of, kind_of, whole
from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Term, Whole
from engine.ground.spans import Span
from engine.linked.domains import SHAPES, accepts_value, expected, guess, shown
from engine.linked.model import Fact, Rulebook
from engine.policy.model import Value


class Teller:
    """Reads a profile; problems are reported, the rest is kept."""

    def __init__(self, book: Rulebook, problems: Problems) -> None:
        self._book, self._problems = book, problems
        self.told: dict[str, Told] = {}
        self.asked: set[str] = set()
        self.spans: dict[str, Span] = {}
        self.held: list[Paper] | None = None
        self._inputs = book.index.facts("input")
        self._groups = {name[:at] for name in self._inputs for at, char in enumerate(name) if char == "."}

    def read(self, node: Mapping, prefix: str = "") -> None:
        """Take in every value below the node."""
        for entry in node.entries:
            if len(self._problems) >= MOST:
                return
            name = f"{prefix}{entry.name}"
            fact = self._book.facts.get(name)
            if "." in entry.name:
                self._dotted(entry, name)
            elif fact is None and name in self._groups:
                self._group(name, entry.value)
            elif fact is None:
                self._unknown_key(name, entry.name, entry.key.span)
            elif fact.origin != "input":
                self._problems.add("PE513", entry.key.span, name, fact=name, origin=Term(f"origin.{fact.origin}"))
            elif fact.type.kind == "document":
                self.held = ItemReader(self._book, self._problems).read(entry.value)
            else:
                self._fact(fact, entry.value)

    def _group(self, name: str, node: Node) -> None:
        if isinstance(node, Mapping):
            self.read(node, f"{name}.")
        elif not (isinstance(node, Scalar) and node.value is None):
            inside = next(fact for fact in self._inputs if fact.startswith(f"{name}."))[len(name) + 1 :]
            self._problems.add("PE516", node.span, name, group=name, found=kind_of(node), inside=inside.split(".")[0])

    def _dotted(self, entry: Entry, name: str) -> None:
        """Dots are for messages: a profile nests, so that a fact has one place where it can be told."""
        if name not in self._inputs:
            self._unknown_key(name, entry.name, entry.key.span)
            return
        parts = entry.name.split(".")
        nested = "".join(f'{{"{part}": ' for part in parts) + "..." + "}" * len(parts)
        self._problems.add("PE521", entry.key.span, name, key=entry.name, nested=Whole(nested[1:-1]))

    def _unknown_key(self, name: str, key: str, span: Span) -> None:
        self._problems.add("PE501", span, name, key=name, nearest=self._meant(name, key))

    def _meant(self, name: str, key: str) -> str | None:
        """The fact probably meant: a sibling, or the same key elsewhere, or a like name."""
        parent = name[: len(name) - len(key)]
        siblings = dict.fromkeys(fact[len(parent) :].split(".")[0] for fact in self._inputs if fact.startswith(parent))
        found = nearest(key, siblings)
        if found is not None:
            return f"{parent}{found}"
        elsewhere = [fact for fact in self._inputs if fact.rpartition(".")[2] == key]
        return elsewhere[0] if len(elsewhere) == 1 else nearest(name, self._inputs)

    def _fact(self, fact: Fact, node: Node) -> None:
        if isinstance(node, Scalar) and node.value is None:
            self.asked.add(fact.name)
            return
        if isinstance(node, Scalar) and node.value == UNKNOWN and fact.type.kind == "enum" and not fact.type.many:
            self.asked.add(fact.name)
            return
        value = self._set(fact, node) if fact.type.many else self._single(fact, node, fact.name)
        if value is not None:
            self.told[fact.name] = value
            self.spans[fact.name] = node.span

    def _set(self, fact: Fact, node: Node) -> Told | None:
        if not isinstance(node, Sequence):
            alone = whole(node)
            single = json.dumps(alone) if alone is not None and accepts_value(fact, alone) else None
            self._add("PE502", fact, node, fact.name, expected=Term("type.array"), found=kind_of(node), single=single)
            return None
        seen: set[str] = set()
        before = self._problems.reported
        for at, item in enumerate(node.items):
            if len(self._problems) >= MOST:
                return None
            value = self._single(fact, item, f"{fact.name}[{at}]")
            if value is not None and str(value) in seen:
                self._problems.add("PE506", item.span, f"{fact.name}[{at}]", fact=fact.name, value=value)
            seen.add(str(value))
        return tuple(sorted(seen)) if self._problems.reported == before else None

    def _single(self, fact: Fact, node: Node, path: str) -> Value | None:
        """One value of the fact; None when it is wrong (reported)."""
        value = whole(node)
        if value is None:
            self._wrong_kind(fact, node, path)
        elif accepts_value(fact, value):
            return value
        else:
            self._wrong(fact, value, node, path)
        return None

    def _wrong(self, fact: Fact, value: Value, node: Node, path: str) -> None:
        code = code_of(fact, value)
        meant = "null" if value == UNKNOWN and not fact.type.many else guess(fact, value)
        if code == "PE502":
            self._wrong_kind(fact, node, path, meant)
            return
        low, high = fact.type.minimum, fact.type.maximum
        listed = expected(fact, meant)
        self._add(code, fact, node, path, value=shown(value), expected=listed, nearest=meant, minimum=low, maximum=high)

    def _wrong_kind(self, fact: Fact, node: Node, path: str, meant: str | None = None) -> None:
        wanted, values = Term(SHAPES.get(fact.type.kind, "type.string")), list(fact.values) or None
        self._add("PE502", fact, node, path, expected=wanted, found=kind_of(node), values=values, nearest=meant)

    def _add(self, code: str, fact: Fact, node: Node, path: str, **args: object) -> None:
        """A problem of a value, with the question that it answers."""
        question = fact.question
        self._problems.add(
            code, node.span, path, fact=path, **args,
            question_en=Whole(question.en) if question else None, question_fr=Whole(question.fr) if question else None,
        )  # fmt: skip
