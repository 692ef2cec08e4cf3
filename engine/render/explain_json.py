"""Explanations as JSON values.

In: a `FactLine`. Out: nested plain values. Newly guaranteed: the same tree as the text, with names instead of labels.
"""

from __future__ import annotations

from engine.ground.spans import Span
from engine.trace.model import ComputedLine, FactLine, Line, RuleLine, TestLine
from engine.trace.verdicts import RULES, VERDICTS


def explanation_json(line: Line) -> dict[str, object]:
    """A line and all that is below it."""
    match line:
        case FactLine():
            return _fact(line)
        case RuleLine():
            return _rule(line)
        case TestLine():
            return _test(line)


def _fact(line: FactLine) -> dict[str, object]:
    names = {"need": "requirement", "here": "office", "set": "fact"}
    found: dict[str, object] = {names.get(line.kind, line.kind): line.fact.partition("@")[0], "reading": line.reading}
    found |= {"is_not": line.is_not} if line.is_not is not None else {"is": line.value}
    return found | {"by": line.how, "because": [explanation_json(below) for below in line.because]}


def _rule(line: RuleLine) -> dict[str, object]:
    rule = line.rule
    return {
        "rule": rule.id,
        "layer": rule.layer,
        "verdict": RULES[line.verdict],
        "force": rule.force,
        "confidence": rule.confidence,
        "cites": [{"source": cite.source, "item": cite.item} for cite in rule.cites],
        "at": _at(rule.span),
        "because": [explanation_json(below) for below in line.because],
    }


def _test(line: TestLine) -> dict[str, object]:
    return {
        "fact": line.fact,
        "test": line.test,
        "value": line.value,
        "from": line.origin,
        "is": VERDICTS[line.verdict],
        "at": _at(line.span),
        "computed": None if line.computed is None else _computed(line.computed),
    }


def _computed(line: ComputedLine) -> dict[str, object]:
    row = line.row
    return {
        "function": line.function,
        "of": [{"fact": fact, "value": value, "from": origin} for fact, value, origin in line.of],
        "table": line.table,
        "row": None
        if row is None
        else {"line": row.line, "valid_from": row.window.start, "valid_until": row.window.end, "source": row.source},
    }


def _at(span: Span | None) -> dict[str, object] | None:
    return None if span is None else {"file": span.file, "line": span.line, "column": span.column}
