"""Joins laid out within the limits of durable_rules.

In: the `Fused` joins of a program. Out: `Layout`: rule definitions as plain data, the text of each fact, and which
clauses every rule fires. Newly guaranteed: no node of the network has more children than the library's tables hold,
no rule joins more facts than it can, no two facts or property names look the same to it; what cannot be laid out is
refused.

The library keeps 512 first tests under one node, so a fact tests its group first and its name next; it joins 16 facts
a rule, so wider joins assert *parts* on the way; it lists 255 joins under one test, so a literal that many rules use
is asserted as several facts. It tells facts apart by a hash of 32 bits, so a name that collides is changed here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from engine.clauses.program import Program
from engine.ground.records import dataclass
from engine.run.fusion import Fused, Join
from engine.run.hashing import Hash, fnv1a
from engine.run.problems import Limit, origin_of

RULES = 4096
"""Rules of one ruleset."""
WIDEST = 16
"""Facts that a rule joins."""
SHARED = 200
"""Joins that one fact takes part in (the library writes past its table at 256)."""
GROUPS = 128
"""Groups of facts."""
MEMBERS = 400
"""Facts of one group."""
ALIASES = "abcdefghijklmnop"
START = "s"
"""The fact that begins a decision. A rule always fires on it: a session without a firing cannot be deleted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When the facts of all premises are there, fire the clauses and assert the parts (facts private to the layout)."""

    premises: tuple[str, ...]
    clauses: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    priority: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """rules: by name; the first is the start rule, which takes precedence.

    facts: key -> the fact, lacking its session and its closing brace. keys: literal -> keys to assert when it is
    established. hashes: what the state of a session must not hash to.
    """

    rules: Mapping[str, Rule]
    definitions: Mapping[str, Mapping[str, object]]
    facts: Mapping[str, str]
    keys: Mapping[int, tuple[str, ...]]
    hashes: frozenset[int]


def lay_out(program: Program, fused: Fused, hashing: Hash = fnv1a) -> Layout:
    """Lay the joins out, or raise `Limit`."""
    copies = _Copies()
    rules = {"r0": Rule((START,), fused.always, priority=0)}
    for join in fused.joins:
        premises = _folded(program, rules, join, copies)
        _add(program, rules, Rule(premises, join.clauses))
    used = list(dict.fromkeys(key for rule in rules.values() for key in rule.premises))
    group = _groups(used, hashing)
    names = _distinct(used, hashing)
    return Layout(
        rules,
        {name: _definition(rule, group, names) for name, rule in rules.items()},
        {key: f'{{"id":"{names[key]}","{group[key]}":1,"p":"{names[key]}"' for key in used},
        copies.keys(),
        frozenset(hashing(name) for name in names.values()),
    )


def _definition(rule: Rule, group: Mapping[str, str], names: Mapping[str, str]) -> Mapping[str, object]:
    tests = [{alias: {"$and": [{group[key]: 1}, {"p": names[key]}]}} for alias, key in zip(ALIASES, rule.premises, strict=False)]
    return {"all": tests, "pri": rule.priority}


def _add(program: Program, rules: dict[str, Rule], rule: Rule, culprit: int | None = None) -> None:
    if len(rules) == RULES:
        index = rule.clauses[-1] if culprit is None else culprit
        conclusion = program.literal_name(program.clauses[index].head)
        raise Limit("PE601", limit=RULES, conclusion=conclusion, origin=origin_of(program, index))
    rules[f"r{len(rules)}"] = rule


def _folded(program: Program, rules: dict[str, Rule], join: Join, copies: _Copies) -> tuple[str, ...]:
    """The premises of a join, by way of parts where they are more than a rule joins: handfuls as equal as can be."""
    premises = tuple(copies.use(literal) for literal in join.premises)
    while len(premises) > WIDEST:
        size = math.ceil(len(premises) / math.ceil(len(premises) / WIDEST))
        parts = []
        for start in range(0, len(premises), size):
            part = f"h{len(rules)}"
            _add(program, rules, Rule(premises[start : start + size], parts=(part,)), join.clauses[-1])
            parts.append(part)
        premises = tuple(parts)
    return premises


class _Copies:
    """How many facts each literal needs: one for every `SHARED` joins that use it."""

    def __init__(self) -> None:
        self._uses: Counter[int] = Counter()

    def use(self, literal: int) -> str:
        copy = self._uses[literal] // SHARED
        self._uses[literal] += 1
        return key_of(literal, copy)

    def keys(self) -> dict[int, tuple[str, ...]]:
        return {
            literal: tuple(key_of(literal, copy) for copy in range((uses - 1) // SHARED + 1))
            for literal, uses in self._uses.items()
        }


def key_of(literal: int, copy: int) -> str:
    """`12+`, and `12+/1` for the second fact of the same literal."""
    name = f"{literal // 2}{'-' if literal % 2 else '+'}"
    return f"{name}/{copy}" if copy else name


def _groups(used: list[str], hashing: Hash) -> dict[str, str]:
    """Spread the facts over groups: about twice as many as each has facts measured best."""
    if len(used) > GROUPS * MEMBERS:
        raise Limit("PE603", count=len(used), limit=GROUPS * MEMBERS)
    count = min(GROUPS, 2 * math.isqrt(len(used)))
    group = {key: f"g{index % count}" for index, key in enumerate(used)}
    properties = ["id", "sid", "$s", "p", *dict.fromkeys(group.values())]
    if len({hashing(name) for name in properties}) < len(properties):
        raise Limit("PE602", name="a group of facts")
    return group


def _distinct(used: Iterable[str], hashing: Hash) -> dict[str, str]:
    """key -> the name of its fact: its own, or where the library takes that for another, the next that is free."""
    seen: set[int] = set()
    names = {}
    for key in used:
        names[key] = next((name for name in (key + "." * more for more in range(100)) if hashing(name) not in seen), "")
        if not names[key]:
            raise Limit("PE602", name=key)
        seen.add(hashing(names[key]))
    return names
