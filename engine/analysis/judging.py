"""One expectation against what came out.

In: an expectation and a view. Out: `Failure`, or None where it is met. Newly guaranteed: a failure names the rules that matter:
those that gave what came out, those that could have given what was expected, or the inputs still untold.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.analysis.expectations import Expectation
from engine.analysis.testview import STATE_OF, View
from engine.clauses.lower import live_values
from engine.ground.problems import Term
from engine.ground.records import dataclass, replace
from engine.ground.spans import Span
from engine.linked.model import HERE, LAW, Rule
from engine.policy.model import Value
from engine.run.reading import Reading

OPEN = Term("test.open")
LISTED = {"conflict": "conflicts", "gap": "gaps", "difference": "differences"}


@dataclass(frozen=True, slots=True)
class Involved:
    """A rule that matters for a failure: effective, defeated or open."""

    rule: str
    state: str
    span: Span


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation not met. expected, got: values, or words of the glossary (`Term`). untold: inputs that keep it open."""

    path: str
    expected: str
    got: str
    rules: tuple[Involved, ...]
    untold: tuple[str, ...]
    span: Span


def judge(expected: Expectation, view: View) -> Failure | None:
    """What is wrong, or None."""
    match expected.kind:
        case "fact":
            return _fact(expected, view)
        case "need":
            return _need(expected, view)
        case "step" | "note" | "not_advised":
            return _step(expected, view)
        case "said":
            said = view.said(expected.name)
            return None if expected.is_ in said else _failure(expected, shown(expected.is_), listed(said))
        case "rule":
            return _rule(expected, view)
        case "not_differing":
            present = expected.name in view.differences
            return _failure(expected, Term("test.not_listed"), Term("test.listed")) if present else None
        case "office":
            return _plain(expected, view.office)
        case "entitled_from":
            return _plain(expected, view.entitled_from)
        case _:
            found: tuple[str, ...] = getattr(view, LISTED[expected.kind])
            return None if expected.name in found else _failure(expected, Term("test.listed"), listed(found))


def listed(found: Sequence[object]) -> str:
    """What was found, or the word for nothing."""
    return ", ".join(map(shown, found)) or Term("test.nothing")


def shown(value: object) -> str:
    """A value as messages show it; a word where it is open."""
    if value is None:
        return OPEN
    return str(value).lower() if isinstance(value, bool) else str(value)


def _failure(
    expected: Expectation, wanted: str, got: str, rules: tuple[Involved, ...] = (), untold: tuple[str, ...] = ()
) -> Failure:
    return Failure(expected.path, wanted, got, rules, untold, expected.span)


def _plain(expected: Expectation, got: str | None) -> Failure | None:
    return None if got == expected.is_ else _failure(expected, shown(expected.is_), shown(got))


def _fact(expected: Expectation, view: View) -> Failure | None:
    got = view.fact(expected.name, expected.reading)
    if got != expected.is_ or (isinstance(got, bool) != isinstance(expected.is_, bool)):
        rules = _concluding(view, expected, got)
        untold = view.untold(_propositions(view.reading, expected)) if got is None and view.decides else ()
        return _failure(expected, shown(expected.is_), shown(got), rules, untold)
    if expected.because is None or got is None:
        return None
    effective = view.reading.concluding(expected.name, got, expected.reading)
    if any(rule.id == expected.because for rule in effective):
        return None
    because = ", ".join(rule.id for rule in effective) or Term("test.default")
    named = tuple(rule for rule in view.reading.book.rules if rule.id == expected.because)
    return replace(_failure(expected, expected.because, because, _involved(view, named)), path=f"{expected.path} (because)")


def _concluding(view: View, expected: Expectation, got: Value | None) -> tuple[Involved, ...]:
    """Rules that gave what came out, and those that could have given what was expected."""
    found = []
    for rule in view.reading.book.rules:
        for name, value in rule.then:
            if name != expected.name or (value != expected.is_ and value != got and got is not None):
                continue
            effective = view.state(rule) == "effective"
            if value == expected.is_ or effective or (got is None and view.state(rule) == "open"):
                found.append(rule)
    if expected.because is not None:
        found.extend(rule for rule in view.reading.book.rules if rule.id == expected.because and rule not in found)
    return _involved(view, tuple(found))


def _propositions(reading: Reading, expected: Expectation) -> list[int]:
    fact = reading.book.facts[expected.name]
    where = HERE if expected.reading == HERE and fact.varies else LAW
    values: tuple[Value, ...] = (True,) if fact.type.kind == "boolean" else live_values(reading.book, fact.name)
    literals = [reading.compiled.value(fact.name, value, where) for value in values]
    return [literal // 2 for literal in literals if literal is not None]


def _need(expected: Expectation, view: View) -> Failure | None:
    got = view.reading.need(expected.name) if view.decides else None
    if got is expected.is_:
        return None
    words = {True: Term("test.required"), False: Term("test.not_required"), None: OPEN}
    wanted = words[expected.is_ if isinstance(expected.is_, bool) else None]
    rules = tuple(rule for rule in view.reading.book.rules if expected.name in (*rule.require, *rule.not_required))
    proposition = view.reading.compiled.need(expected.name)
    untold = view.untold([proposition]) if got is None and proposition is not None and view.decides else ()
    return _failure(expected, wanted, words[got], _involved(view, rules), untold)


def _step(expected: Expectation, view: View) -> Failure | None:
    got = view.reading.step(expected.name) if view.decides else None
    if got is (expected.kind != "not_advised"):
        return None
    rules = tuple(rule for rule in view.reading.book.rules if expected.name in rule.advise)
    proposition = view.reading.compiled.proposition(f"step:{expected.name}")
    untold = view.untold([proposition]) if got is None and proposition is not None and view.decides else ()
    words = {True: Term("test.advised"), False: Term("test.not_advised"), None: OPEN}
    return _failure(expected, words[expected.kind != "not_advised"], words[got], _involved(view, rules), untold)


def _rule(expected: Expectation, view: View) -> Failure | None:
    """A rule in the state that is expected; one that is no more has none."""
    book = view.reading.book
    rule = book.index.rule(expected.name) if expected.name in book.index else None
    wanted = STATE_OF[expected.is_ if isinstance(expected.is_, bool) else None]
    got = STATE_OF[None] if rule is None or not view.decides else view.state(rule)
    if got == wanted and rule is not None:
        return None
    proposition = None if rule is None else view.reading.compiled.rule(rule.id, HERE if rule.twice else LAW)
    untold = view.untold([proposition]) if got == STATE_OF[None] and proposition is not None and view.decides else ()
    involved = () if rule is None else _involved(view, (rule,))
    return _failure(expected, Term(f"test.{wanted}"), Term(f"test.{got}"), involved, untold)


def _involved(view: View, rules: tuple[Rule, ...]) -> tuple[Involved, ...]:
    return tuple(Involved(rule.id, view.state(rule), rule.span) for rule in rules)
