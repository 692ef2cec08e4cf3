"""What a test expects, checked against the vocabulary.

In: the located expectations of a test. Out: `Expectation` values. Newly guaranteed: every name exists and is of the right kind
and every expected value lies in the domain of its fact; what is wrong is reported where it stands, with the nearest name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.decision.model import UNDETERMINED
from engine.document.nodes import Entry, Node, Scalar, Sequence
from engine.document.nodes import Mapping as MappingNode
from engine.ground.nearest import nearest
from engine.ground.problems import Problems
from engine.ground.records import dataclass, replace
from engine.ground.spans import Span
from engine.linked.domains import accepts_value, describe
from engine.linked.model import HERE, LAW, Rulebook
from engine.policy.model import Value

NEEDS: Mapping[str, bool | None] = {"required": True, "not_required": False, "open": None}
"""Keys of `requirements`: whether the requirement holds."""
STATES: Mapping[str, bool | None] = {"effective": True, "defeated": False, "open": None}
"""Keys of `rules`: whether the rule is effective, as read at the office."""
EXACTLY, ADVISED = "exactly", "advised_exactly"
"""Keys that list everything that is required, and every step and caution advised: nothing else may be."""
ABSENT = ("not_advised", "not_differing")
"""Keys that list what must not come out: steps and cautions, facts of which something else is said."""
LISTS = ("steps", "notes", "conflicts", "gaps", "differences", ADVISED, *ABSENT)
SINGLE = ("office", "entitled_from")
KNOWN = ("here", "said", "requirements", "rules", *LISTS, *SINGLE)


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing expected.

    kind: fact, said, need, rule, step, note, conflict, gap, difference, office, entitled_from, or a key of `ABSENT`. name: of
    the fact, requirement, rule, step... reading: of a fact. is_: the value expected; None means open (no office, no day).
    because: the rule that must be the reason.
    """

    kind: str
    name: str
    reading: str
    is_: Value | None
    because: str | None
    span: Span

    @property
    def path(self) -> str:
        """The expectation as a reader of the file would say it."""
        if self.kind == "fact":
            return f"here.{self.name}" if self.reading == HERE else self.name
        if self.kind == "said":
            return f"said.{self.name}"
        if self.kind == "need":
            key = next(key for key, value in NEEDS.items() if value is self.is_)
            return f"requirements.{key}: {self.name}"
        if self.kind == "rule":
            key = next(key for key, value in STATES.items() if value is self.is_)
            return f"rules.{key}: {self.name}"
        if self.kind in ABSENT:
            return f"{self.kind}: {self.name}"
        return self.name if self.kind in SINGLE else f"{self.kind}s: {self.name}"


class Expectations:
    """Reads the expectations of tests."""

    def __init__(self, book: Rulebook, problems: Problems) -> None:
        self._book, self._problems = book, problems
        self._derived = {fact.name for fact in book.derived()}
        self._rules = {rule.id for rule in book.rules}

    def read(self, expect: MappingNode) -> tuple[Expectation, ...]:
        """Everything that a test expects; what is wrong is left out (reported)."""
        return tuple(found for entry in expect.entries for found in self._entry(entry))

    def _entry(self, entry: Entry) -> Iterator[Expectation]:
        name, node = entry.name, entry.value
        if name == "here" and isinstance(node, MappingNode):
            for item in node.entries:
                yield from self._fact(item, HERE)
        elif name == "said" and isinstance(node, MappingNode):
            for item in node.entries:
                yield from (replace(found, kind="said") for found in self._fact(item, LAW))
        elif name == "requirements" and isinstance(node, MappingNode):
            for item in node.entries:
                if item.name == EXACTLY:
                    yield from self._exactly(item.value)
                    continue
                yield from self._names("need", item.value, self._book.requirements, "PE304", NEEDS.get(item.name))
        elif name == "rules" and isinstance(node, MappingNode):
            for item in node.entries:
                yield from self._names("rule", item.value, self._rules, "PE302", STATES.get(item.name))
        elif name in ("steps", "notes"):
            yield from self._advice(name.removesuffix("s"), node)
        elif name == ADVISED:
            yield from self._advised(node)
        elif name == "not_advised":
            yield from self._names(name, node, self._book.steps, "PE305", False)
        elif name == "not_differing":
            yield from self._names(name, node, self._derived, "PE301", False)
        elif name in ("gaps", "differences"):
            yield from self._names(name.removesuffix("s"), node, self._derived | set(self._book.facts), "PE301", True)
        elif name == "conflicts":
            yield from self._names("conflict", node, self._derived | set(self._book.requirements), "PE301", True)
        elif name in SINGLE and isinstance(node, Scalar):
            value = node.value if isinstance(node.value, str) else None
            yield Expectation(name, name, LAW, value, None, node.span)
        else:
            yield from self._fact(entry, LAW)

    def _fact(self, entry: Entry, reading: str) -> Iterator[Expectation]:
        fact = self._book.facts.get(entry.name)
        if fact is None:
            known = self._derived | set(KNOWN)
            self._problems.add("PE301", entry.key.span, entry.name, name=entry.name, nearest=nearest(entry.name, known))
            return
        if fact.origin != "derived":
            self._problems.add("PE801", entry.key.span, fact.name, fact=fact.name, origin=fact.origin)
            return
        if reading == HERE and not fact.varies:
            self._problems.add("PE803", entry.key.span, fact.name, fact=fact.name)
            return
        node, because = entry.value, None
        if isinstance(node, MappingNode):
            because = self._because(node.get("because"))
            node = node.get("is") or node
        value = node.value if isinstance(node, Scalar) else None
        if value == UNDETERMINED and fact.name == "entitlement":
            value = None
        if value is not None and (isinstance(value, float) or not accepts_value(fact, value)):
            guess = nearest(str(value), fact.values)
            self._problems.add(
                "PE311", node.span, fact.name, value=str(value), fact=fact.name, expected=describe(fact), nearest=guess
            )
            return
        yield Expectation("fact", fact.name, reading, value, because, entry.key.span)

    def _because(self, node: Node | None) -> str | None:
        if not isinstance(node, Scalar):
            return None
        name = str(node.value)
        if name in self._rules:
            return name
        self._problems.add("PE302", node.span, name=name, nearest=nearest(name, self._rules))
        return None

    def _advice(self, kind: str, node: Node) -> Iterator[Expectation]:
        caution = kind == "note"
        steps = {step.id for step in self._book.steps.values() if step.caution == caution}
        for item in node.items if isinstance(node, Sequence) else ():
            name = str(item.value) if isinstance(item, Scalar) else ""
            if name in self._book.steps and name not in steps:
                self._problems.add("PE802", item.span, name=name, right="notes" if kind == "step" else "steps", wrong=f"{kind}s")
            else:
                yield from self._named(kind, item, steps, "PE305", True)

    def _exactly(self, node: Node) -> Iterator[Expectation]:
        """The listed requirements hold, and every other one does not."""
        listed = list(self._names("need", node, self._book.requirements, "PE304", True))
        named = {expected.name for expected in listed}
        others = (name for name in self._book.requirements if name not in named)
        yield from (*listed, *(Expectation("need", name, LAW, False, None, node.span) for name in others))

    def _advised(self, node: Node) -> Iterator[Expectation]:
        """The listed steps and cautions are advised, and no other one is."""
        listed = list(self._names("step", node, self._book.steps, "PE305", True))
        named = {expected.name for expected in listed}
        others = (name for name in self._book.steps if name not in named)
        yield from (*listed, *(Expectation("not_advised", name, LAW, False, None, node.span) for name in others))

    def _names(self, kind: str, node: Node, known: Iterable[str], code: str, is_: Value | None) -> Iterator[Expectation]:
        for item in node.items if isinstance(node, Sequence) else ():
            yield from self._named(kind, item, known, code, is_)

    def _named(self, kind: str, item: Node, known: Iterable[str], code: str, is_: Value | None) -> Iterator[Expectation]:
        name = str(item.value) if isinstance(item, Scalar) else ""
        if name in set(known):
            yield Expectation(kind, name, LAW, is_, None, item.span)
        else:
            self._problems.add(code, item.span, name=name, nearest=nearest(name, known))
