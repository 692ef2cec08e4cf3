"""The truth of atoms: true if every candidate satisfies, false if none does, else unknown.

In: a rulebook and a case. Out: a verdict for each atom (True, False or None), and the initial literals of a program.
Newly guaranteed: an untold fact stands for its whole domain; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.clauses.compiled import AtomSpec, Compiled, FactTest, InForce, OfficeSet, PlaceIs
from engine.clauses.program import negative, positive
from engine.facts.case import Case, Told
from engine.facts.computed import NO_ROW, arguments_of, compute
from engine.facts.matching import operand_set, ready, satisfies
from engine.ground.iso import COUNTRIES, LANGUAGES
from engine.linked.domains import can_lack_row
from engine.linked.model import And, AtLeast, Condition, Fact, Is, Not, Operand, Or, Rulebook, Test
from engine.policy.model import Window

Verdict = bool | None
"""True, False, or None: unknown."""
WIDEST = 1_000
"""Integer domains up to this size are tried value by value."""


class Truth:
    """Answers for one case; values of computed facts are kept."""

    def __init__(self, book: Rulebook, case: Case) -> None:
        self._book, self._case = book, case
        self._iso = case.as_of.isoformat()
        self._values: dict[str, Told | None] = {}

    def value(self, name: str) -> Told | None:
        """The value of an input or computed fact; None while unknown."""
        if name == "as_of":
            return self._iso
        if name in self._case.told:
            return self._case.told[name]
        fact = self._book.facts[name]
        if fact.origin != "computed":
            return None
        if name not in self._values:
            self._values[name] = self._compute(fact)
        return self._values[name]

    def _compute(self, fact: Fact) -> Told | None:
        arguments = []
        for name in arguments_of(fact):
            value = self.value(name)
            if value is None:
                return None
            arguments.append(value)
        if NO_ROW in arguments:
            return NO_ROW
        return compute(fact, tuple(arguments), self._book, self._case.as_of)

    def test(self, fact: str, checks: tuple[tuple[str, Operand], ...]) -> Verdict:
        """The verdict of a test of an input or computed fact."""
        value = self.value(fact)
        if value is not None:
            return satisfies(value, checks, self._case.as_of, self._book.groups)
        return self._untold(self._book.facts[fact], checks)

    def _untold(self, fact: Fact, checks: tuple[tuple[str, Operand], ...]) -> Verdict:
        if fact.type.many:
            return self._untold_set(checks)
        candidates = domain(fact)
        if candidates is None:
            return None
        if can_lack_row(fact, self._book.facts):
            candidates = (*candidates, NO_ROW)
        day, groups = self._case.as_of, self._book.groups
        settled = ready(checks, day, groups)
        verdict: Verdict = None
        for candidate in candidates:
            found = satisfies(candidate, settled, day, groups)
            if verdict is not None and found is not verdict:
                return None
            verdict = found
        return verdict

    def _untold_set(self, checks: tuple[tuple[str, Operand], ...]) -> Verdict:
        """`has_any []` is false and `has_all []` true of every set; any other check passes for some set and fails for another."""
        verdicts: set[Verdict] = set()
        for operator, operand in checks:
            empty = not operand_set(operand, self._case.as_of, self._book.groups)
            verdicts.add((operator == "has_all") if empty else None)
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def atom(self, spec: AtomSpec) -> Verdict:
        """The verdict of any atom."""
        match spec:
            case FactTest():
                return self.test(spec.fact, spec.checks)
            case InForce():
                return Window(spec.start, spec.end).covers(self._iso)
            case PlaceIs():
                return self._place(spec.office)
            case OfficeSet():
                forced = self._case.forced
                return forced is not None if spec.office is None else forced == spec.office

    def _place(self, office: str) -> Verdict:
        place = self._case.place
        if place is None or (office in place and len(place) > 1):
            return None
        return office in place

    def holds(self, condition: Condition) -> Verdict:
        """A condition over input and computed facts alone (combinations that cannot be)."""
        match condition:
            case Test():
                return self.test(condition.fact, condition.checks)
            case Not():
                found = self.holds(condition.child)
                return None if found is None else not found
            case And():
                return _all(self.holds(child) for child in condition.children)
            case Or():
                found = _all(_not(self.holds(child)) for child in condition.children)
                return None if found is None else not found
            case AtLeast():
                verdicts = [self.holds(child) for child in condition.children]
                sure, possible = verdicts.count(True), verdicts.count(True) + verdicts.count(None)
                return True if sure >= condition.count else None if possible >= condition.count else False
            case Is():
                raise TypeError(f"{condition.fact} is derived: linking refuses it here")


def _not(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    found = list(verdicts)
    if False in found:
        return False
    return None if None in found else True


def domain(fact: Fact) -> Iterable[Told] | None:
    """Every value of a fact with a small domain (`NO_ROW` apart); None where it is open."""
    match fact.type.kind:
        case "boolean":
            return (True, False)
        case "enum":
            return fact.values if fact.origin == "computed" else tuple(v for v in fact.values if v != UNKNOWN)
        case "integer":
            low, high = fact.type.minimum, fact.type.maximum
            return range(low, high + 1) if low is not None and high is not None and high - low < WIDEST else None
        case "country":
            return COUNTRIES
        case "language":
            return LANGUAGES
        case _:
            return None


UNKNOWN = "unknown"
"""The enum value that means "asked, and the person does not know": never a candidate."""


def initial(
    compiled: Compiled, truth: Truth, settled: dict[str, bool] | None = None, only: Iterable[int] | None = None
) -> Iterator[int]:
    """The literals that the facts establish. only: positions of the atoms to settle; all of them by default."""
    names, atoms = compiled.program.names, compiled.program.atoms
    for at in range(len(atoms)) if only is None else only:
        proposition, spec = atoms[at], compiled.atoms[at]
        verdict = settled.get(names[proposition]) if settled and names[proposition] in settled else truth.atom(spec)
        if verdict is not None:
            yield positive(proposition) if verdict else negative(proposition)
