"""Rules found by what they do, without reading them all.

In: the rules of a rulebook, in their order. Out: `RuleIndex`. Newly guaranteed: what it finds stands in the order of
the rulebook. `Positions` is plain data, so that a stored rulebook is searched before its rules are decoded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.ground.records import dataclass

if TYPE_CHECKING:
    from engine.linked.model import Fact, Rule

Places = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Positions:
    """Ids and layers of all rules; then positions by requirement, requirement lifted, advice, fact concluded, fact said, gap.

    facts: names by origin (input, computed, derived), of the presumed ones (presumed), of those looked up (lookup)
    and of computed integers (number).
    """

    ids: tuple[str, ...]
    layers: tuple[str, ...]
    require: Places
    not_required: Places
    advise: Places
    then: Places
    says: Places
    gaps: Places
    facts: Mapping[str, tuple[str, ...]]


class RuleIndex:
    """Answers about the rules of one rulebook, by their ids."""

    def __init__(self, rules: Sequence[Rule], positions: Positions) -> None:
        self._rules, self.positions = rules, positions
        self._at = {name: at for at, name in enumerate(positions.ids)}

    def __contains__(self, name: object) -> bool:
        return name in self._at

    def rule(self, name: str) -> Rule:
        """The rule of that id (KeyError where there is none)."""
        return self._rules[self._at[name]]

    def layers(self) -> Mapping[str, str]:
        """The layer of each rule, by its id."""
        return dict(zip(self.positions.ids, self.positions.layers, strict=True))

    def requiring(self, requirement: str) -> tuple[str, ...]:
        """Rules that require it."""
        return self._found(self.positions.require, requirement)

    def lifting(self, requirement: str) -> tuple[str, ...]:
        """Rules that say it is not required."""
        return self._found(self.positions.not_required, requirement)

    def advising(self, step: str) -> tuple[str, ...]:
        """Rules that advise a step or a caution."""
        return self._found(self.positions.advise, step)

    def concluding(self, fact: str) -> tuple[str, ...]:
        """Rules that conclude a value of the fact."""
        return self._found(self.positions.then, fact)

    def saying(self, fact: str) -> tuple[str, ...]:
        """Rules that say a value of the fact."""
        return self._found(self.positions.says, fact)

    def facts(self, kind: str) -> tuple[str, ...]:
        """Names of facts: input, computed, derived, presumed, lookup or number, in the order of the vocabulary."""
        return self.positions.facts.get(kind, ())

    def gaps(self) -> tuple[str, ...]:
        """Gap rules."""
        places = sorted({at for found in self.positions.gaps.values() for at in found})
        return tuple(self.positions.ids[at] for at in places)

    def order(self, name: str) -> int:
        """Where the rule stands."""
        return self._at[name]

    def _found(self, places: Places, name: str) -> tuple[str, ...]:
        return tuple(self.positions.ids[at] for at in places.get(name, ()))


def positions_of(rules: Sequence[Rule], facts: Iterable[Fact]) -> Positions:
    """Where everything is."""
    kinds: dict[str, list[str]] = {}
    for fact in facts:
        kinds.setdefault(fact.origin, []).append(fact.name)
        if fact.presumed is not None:
            kinds.setdefault("presumed", []).append(fact.name)
        if fact.function == "lookup":
            kinds.setdefault("lookup", []).append(fact.name)
        if fact.origin == "computed" and fact.type.kind == "integer":
            kinds.setdefault("number", []).append(fact.name)
    return Positions(
        ids=tuple(rule.id for rule in rules),
        layers=tuple(rule.layer for rule in rules),
        require=_places([rule.require for rule in rules]),
        not_required=_places([rule.not_required for rule in rules]),
        advise=_places([rule.advise for rule in rules]),
        then=_places([tuple(name for name, _ in rule.then) for rule in rules]),
        says=_places([tuple(name for name, _ in rule.says) for rule in rules]),
        gaps=_places([rule.gap_facts for rule in rules]),
        facts={kind: tuple(names) for kind, names in kinds.items()},
    )


def _places(named: Sequence[tuple[str, ...]]) -> Places:
    found: dict[str, list[int]] = {}
    for at, names in enumerate(named):
        for name in dict.fromkeys(names):
            found.setdefault(name, []).append(at)
    return {name: tuple(places) for name, places in found.items()}
