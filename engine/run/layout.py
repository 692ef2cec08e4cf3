"""Joins laid out within the limits of durable_rules.

In: the `Fused` joins of a program. Out: `Layout`: rule definitions as plain data, the text of each fact, and what every
rule concludes. Newly guaranteed: no node of the network has more children than the library's tables hold, no rule joins
more facts than it can, no two facts or property names are the same to it; what cannot be laid out so is refused.

The library keeps 512 first tests under one node, so a fact tests its group first and its name next; it joins 16 facts a
rule, so wider joins conclude helper facts (*parts*) on the way; it lists 255 joins under one test, so a literal that many
rules use is asserted as several facts. It tells names and facts apart by a hash of 32 bits, so all are compared here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.clauses.program import Program
from engine.run.fusion import WIDEST, Conclusion, Fused, Join
from engine.run.problems import Limit, origin_of

RULES = 4096
"""Rules of one ruleset."""
SHARED = 200
"""Joins that one fact takes part in (the library writes past its table at 256)."""
GROUPS = 128
"""Groups of facts."""
MEMBERS = 256
"""Facts of one group."""
ALIASES = "abcdefghijklmnop"
START = "s"
"""The fact that begins a decision. A rule always fires on it: a session without a firing cannot be deleted."""

Hash = Callable[[str], int]


def fnv1a(text: str) -> int:
    """The hash by which the library tells facts and property names apart."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


@dataclass(frozen=True, slots=True)
class Rule:
    """premises: keys of facts. conclusions are of the program; parts are keys of facts private to the layout."""

    premises: tuple[str, ...]
    conclusions: tuple[Conclusion, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """rules: in the order in which they fire when several can; the first is the start rule.

    facts: key -> the fact without its session and without its closing brace. definitions: rule name -> its definition.
    keys: literal -> the keys to assert when it is established. hashes: what no session may hash to.
    """

    rules: tuple[Rule, ...]
    facts: Mapping[str, str]
    definitions: Mapping[str, Mapping[str, object]]
    keys: Mapping[int, tuple[str, ...]]
    hashes: frozenset[int]


def lay_out(program: Program, fused: Fused, hashing: Hash = fnv1a) -> Layout:
    """Lay the joins out, or raise `Limit`."""
    rules, keys = _rules(program, fused.joins)
    used = list(dict.fromkeys(key for rule in rules for key in rule.premises))
    if len(used) > GROUPS * MEMBERS:
        raise Limit("PE603", f"{len(used)} facts; durable_rules holds {GROUPS * MEMBERS} in this layout")
    count = min(GROUPS, max(1, math.isqrt(len(used))))
    group = {key: f"g{index % count}" for index, key in enumerate(used)}
    _distinct(used, hashing, "facts")
    _distinct(["sid", "id", "$s", "p", *dict.fromkeys(group.values())], hashing, "property names")
    definitions = {f"r{index}": _definition(rule, group) for index, rule in enumerate(rules)}
    facts = {key: f'{{"id":"{key}","{group[key]}":1,"p":"{key}"' for key in used}
    return Layout(rules, facts, definitions, keys, frozenset(map(hashing, used)))


def _definition(rule: Rule, group: Mapping[str, str]) -> Mapping[str, object]:
    tests = [{name: {"$and": [{group[key]: 1}, {"p": key}]}}
             for name, key in zip(ALIASES, rule.premises, strict=False)]
    return {"all": tests}


def _rules(program: Program, joins: Iterable[Join]) -> tuple[tuple[Rule, ...], dict[int, tuple[str, ...]]]:
    """The start rule, then every join, wide ones after their parts."""
    copies = _Copies()
    rules = []
    for join in joins:
        if not join.premises:
            rules.insert(0, Rule((START,), join.conclusions))
            continue
        premises = [copies.use(literal) for literal in join.premises]
        while len(premises) > WIDEST:
            premises = _fold(premises, rules)
        rules.append(Rule(tuple(premises), join.conclusions))
        if len(rules) > RULES:
            last = join.conclusions[-1].clauses[-1]
            raise Limit("PE601", f"durable_rules holds {RULES} rules; {program.literal_name(join.conclusions[-1].head)}"
                                 " is one too many", origin_of(program, last))
    return tuple(rules), copies.keys()


def _fold(premises: list[str], rules: list[Rule]) -> list[str]:
    """Conclude a part for every handful of premises, in as few and as equal handfuls as will do."""
    handfuls = math.ceil(len(premises) / WIDEST)
    size = math.ceil(len(premises) / handfuls)
    parts = []
    for start in range(0, len(premises), size):
        part = f"h{len(rules)}"
        rules.append(Rule(tuple(premises[start:start + size]), (), (part,)))
        parts.append(part)
    return parts


class _Copies:
    """How many facts each literal needs: one for every `SHARED` joins that use it."""

    def __init__(self) -> None:
        self.uses: Counter[int] = Counter()

    def use(self, literal: int) -> str:
        copy = self.uses[literal] // SHARED
        self.uses[literal] += 1
        return _key(literal, copy)

    def keys(self) -> dict[int, tuple[str, ...]]:
        return {literal: tuple(_key(literal, copy) for copy in range((uses - 1) // SHARED + 1))
                for literal, uses in self.uses.items()}


def _key(literal: int, copy: int) -> str:
    """`12+`, and `12+/1` for the second fact of the same literal."""
    name = f"{literal // 2}{'-' if literal % 2 else '+'}"
    return f"{name}/{copy}" if copy else name


def _distinct(names: Iterable[str], hashing: Hash, what: str) -> None:
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(hashing(name), name)
        if other != name:
            raise Limit("PE602", f"durable_rules cannot tell the {what} {other!r} and {name!r} apart")
