"""What a proposition of the program is, in the words of the author.

In: a compiled program and its rulebook. Out: `Meaning` of each proposition. Newly guaranteed: every proposition has one.
"""

from __future__ import annotations

from engine.clauses.compiled import AtomSpec, Compiled, fact_name, rule_name
from engine.clauses.lower import live_values
from engine.ground.records import dataclass
from engine.linked.model import HERE, LAW, READINGS, Rule, Rulebook
from engine.policy.model import Value


@dataclass(frozen=True, slots=True)
class Meaning:
    """kind: atom, fact, rule, need, step, here, set or inner (a node of a condition).

    For a fact: its name, value and reading (a boolean's value is True). For a set: the fact's name and reading.
    """

    kind: str
    name: str
    value: Value | None = None
    reading: str = LAW
    atom: AtomSpec | None = None
    rule: Rule | None = None


class Meanings:
    """The meaning of every proposition."""

    def __init__(self, compiled: Compiled, book: Rulebook) -> None:
        self._names = compiled.program.names
        self._found: dict[int, Meaning] = {}
        for proposition, spec in zip(compiled.program.atoms, compiled.atoms, strict=True):
            self._found[proposition] = Meaning("atom", self._names[proposition], atom=spec)
        self._index = book.index
        self._rules: dict[int, tuple[str, str]] = {}
        for name in book.index.positions.ids:
            for reading in READINGS:
                at = compiled.index.get(rule_name(name, reading))
                if at is not None:
                    self._rules[at] = name, reading
        for fact in book.derived():
            domain: tuple[Value, ...] = (True,) if fact.type.kind == "boolean" else live_values(book, fact.name)
            for reading in READINGS:
                for value in domain:
                    at = compiled.index.get(fact_name(fact.name, value, reading))
                    if at is not None:
                        self._found[at] = Meaning("fact", fact.name, value, reading)

    def of(self, proposition: int) -> Meaning:
        """The meaning of a proposition."""
        if proposition in self._rules and proposition not in self._found:
            name, reading = self._rules[proposition]
            self._found[proposition] = Meaning("rule", name, reading=reading, rule=self._index.rule(name))
        if proposition not in self._found:
            self._found[proposition] = _by_name(self._names[proposition])
        return self._found[proposition]


def _by_name(name: str) -> Meaning:
    for prefix, kind in (("need:", "need"), ("step:", "step"), ("here=", "here")):
        if name.startswith(prefix):
            return Meaning(kind, name.removeprefix(prefix))
    if name.startswith(("when:", "alternative:")):
        return Meaning("inner", name)
    fact, _, values = name.partition(" in {")
    return Meaning("set", fact, values.split("}")[0], HERE if name.endswith("@here") else LAW)
