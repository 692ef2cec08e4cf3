"""Questions about a few columns: the atoms of the rules, and whether the answers can be.

In: a rulebook, its program, what the batch reads. Out: `Probe`s. Newly guaranteed: the verdict of a probe depends on the
columns that it names and on nothing else of the profile; it is the verdict that deciding the profile alone would use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from engine.clauses.compiled import AtomSpec, Compiled, FactTest
from engine.facts.case import Case
from engine.facts.lanes import PLACE, Reads
from engine.facts.truth import Truth, Verdict
from engine.ground.records import dataclass, replace
from engine.linked.model import And, AtLeast, Condition, Not, Or, Rulebook, Test
from engine.linked.walk import leaves

PLACE_FACTS = frozenset(("residence.commune", "residence.postcode", "residence.department", "residence.country", "office.code"))


@dataclass(frozen=True, slots=True)
class Probe:
    """reads: the facts (and the day) that decide it. verdict: of the case with presumptions, of the case as told."""

    reads: frozenset[str]
    verdict: Callable[[Truth, Truth, Case], Verdict]


def atom_probes(compiled: Compiled, reads: Reads, wanted: Iterable[int]) -> dict[int, Probe]:
    """One probe for each of the atoms (propositions), answered with presumptions."""
    positions = {proposition: at for at, proposition in enumerate(compiled.program.atoms)}
    found = {}
    for proposition in wanted:
        at = positions[proposition]
        found[proposition] = Probe(_columns(reads.atoms[at]), _atom(compiled.atoms[at]))
    return found


def _columns(reads: frozenset[str]) -> frozenset[str]:
    return (reads - {PLACE}) | PLACE_FACTS if PLACE in reads else reads


def _atom(spec: AtomSpec) -> Callable[[Truth, Truth, Case], Verdict]:
    return lambda shown, bare, case: shown.atom(spec)


class Possible:
    """Whether what is told can be: tests of the combinations that cannot, and other contradictions between columns."""

    def __init__(self, book: Rulebook, compiled: Compiled) -> None:
        self.conditions = tuple(combination.never for combination in book.combinations)
        tests: dict[tuple[str, object], Test] = {}
        for condition in self.conditions:
            for leaf in leaves(condition):
                assert isinstance(leaf, Test)
                tests.setdefault((leaf.fact, leaf.checks), leaf)
        self._at = {key: at for at, key in enumerate(tests)}
        specs = tuple(FactTest(test.fact, test.checks) for test in tests.values())
        reads = Reads(book, replace(compiled, atoms=specs))
        self.tests = tuple(Probe(_columns(found), _told(spec)) for spec, found in zip(specs, reads.atoms, strict=True))
        self.wrong = (*_numbers(book, reads), Probe(PLACE_FACTS, _misplaced))

    def rails(self, condition: Condition, tests: Sequence[tuple[int, int]], full: int) -> tuple[int, int]:
        """The rows in which a condition holds, and in which it does not, from those of the tests."""
        match condition:
            case Test():
                return tests[self._at[(condition.fact, condition.checks)]]
            case Not():
                true, false = self.rails(condition.child, tests, full)
                return false, true
            case And() | Or() | AtLeast():
                return _joined(condition, [self.rails(child, tests, full) for child in condition.children], full)
            case _:
                raise TypeError(f"{condition.fact} is derived: linking refuses it here")


def _joined(condition: And | Or | AtLeast, rails: list[tuple[int, int]], full: int) -> tuple[int, int]:
    """At least so many hold; at least so many do not, that the others cannot be enough."""
    of = len(rails)
    count = of if isinstance(condition, And) else 1 if isinstance(condition, Or) else condition.count
    return _at_least(count, [true for true, _ in rails], full), _at_least(of - count + 1, [false for _, false in rails], full)


def _at_least(count: int, masks: list[int], full: int) -> int:
    """The rows in which so many of the masks have a bit."""
    reached = [full] + [0] * max(count, 0)
    for mask in masks:
        for at in range(len(reached) - 1, 0, -1):
            reached[at] |= reached[at - 1] & mask
    return reached[max(count, 0)]


def _told(spec: FactTest) -> Callable[[Truth, Truth, Case], Verdict]:
    return lambda shown, bare, case: bare.test(spec.fact, spec.checks)


def _numbers(book: Rulebook, reads: Reads) -> Iterable[Probe]:
    """Computed numbers outside of their domain: a told date is wrong."""
    for name in book.index.facts("number"):
        low, high = book.facts[name].type.minimum, book.facts[name].type.maximum
        yield Probe(reads.fact(name), _outside(name, low, high))


def _outside(name: str, low: int | None, high: int | None) -> Callable[[Truth, Truth, Case], Verdict]:
    def verdict(shown: Truth, bare: Truth, case: Case) -> Verdict:
        value = bare.value(name)
        return isinstance(value, int) and not ((low is None or low <= value) and (high is None or value <= high))

    return verdict


MISPLACED = "misplaced"
"""Stands for the fact that told the place, where another contradicts it."""


def _misplaced(shown: Truth, bare: Truth, case: Case) -> Verdict:
    """An office told that is not competent for the place told."""
    return case.found_by == MISPLACED
