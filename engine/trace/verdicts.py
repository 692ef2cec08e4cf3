"""The verdict of every condition of every rule.

In: a reading. Out: one entry a rule, with each test of its condition: place, test, value read, origin, verdict.
Newly guaranteed: nothing is left out: rules that are defeated or open are listed like effective ones.
"""

from __future__ import annotations

from engine.clauses.compiled import FactTest
from engine.linked.model import HERE, LAW, Is, Rule, Test
from engine.linked.walk import leaves
from engine.run.reading import Reading
from engine.trace.values import Plain, read, test_of

WITHHELD = "(withheld)"
VERDICTS = {True: "true", False: "false", None: "unknown"}
RULES = {True: "effective", False: "defeated", None: "open"}


def verdict_table(reading: Reading, *, redact: bool) -> list[dict[str, object]]:
    """Every rule of the program as it stands for this case; values of sensitive facts are left out under `redact`."""
    names = reading.compiled.program.names
    loaded = {names[clause.head // 2] for clause in reading.compiled.program.clauses}
    rules = [rule for rule in reading.book.rules if f"rule:{rule.id}" in loaded]
    return [_rule(reading, rule, redact) for rule in rules]


def _rule(reading: Reading, rule: Rule, redact: bool) -> dict[str, object]:
    shown = HERE if rule.twice else LAW
    return {
        "rule": rule.id,
        "layer": rule.layer,
        "verdict": RULES[reading.rule(rule, shown)],
        "in_force": rule.applies.covers(reading.case.as_of.isoformat()),
        "at": {"file": rule.span.file, "line": rule.span.line},
        "conditions": [_leaf(reading, leaf, shown, redact) for leaf in leaves(rule.when)],
        "exceptions": [
            {"rule": other.id, "verdict": RULES[reading.rule(other, shown)]}
            for other in reading.book.rules
            if other.id in rule.exceptions
        ],
        "cites": [cite.source for cite in rule.cites],
    }


def _leaf(reading: Reading, leaf: Test | Is, shown: str, redact: bool) -> dict[str, object]:
    place = {"file": leaf.span.file, "line": leaf.span.line, "column": leaf.span.column}
    if isinstance(leaf, Is):
        value: Plain = reading.value(leaf.fact, shown)
        verdict = None if value is None else value in leaf.values
        test: Plain = {"in": list(map(str, leaf.values))} if len(leaf.values) != 1 else leaf.values[0]
        return {"fact": leaf.fact, "test": test, "value": value, "from": "derived", "is": VERDICTS[verdict], "at": place}
    _, test = test_of(FactTest(leaf.fact, leaf.checks))
    value, origin = read(reading, leaf.fact)
    found = reading.book.facts.get(leaf.fact)
    hidden = redact and found is not None and found.sensitive and value is not None
    verdict = reading.truth.test(leaf.fact, leaf.checks)
    return {
        "fact": leaf.fact,
        "test": test,
        "value": WITHHELD if hidden else value,
        "from": origin,
        "is": VERDICTS[verdict],
        "at": place,
    }
