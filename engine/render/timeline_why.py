"""Why a decision changes on a day, in words.

In: a change of a timeline. Out: labelled lines. Newly guaranteed: each test that came out otherwise has a line of its own, with
the value that it read; rules are told with their sources.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.analysis.flips import UNTOLD, Cause
from engine.analysis.timeline import Change
from engine.clauses.compiled import FactTest
from engine.render.names import Names
from engine.render.phrases import phrase
from engine.trace.values import plain, test_of

Lines = list[tuple[str, str]]


def why_lines(names: Names, change: Change) -> Lines:
    """Why, and by which rule."""
    why = names.word("timeline.why")
    if change.after.impossible or change.before.impossible:
        wrong = (change.after.impossible or change.before.impossible)[0]
        message = next((found.message for found in names.book.combinations if found.id == wrong), None)
        return [(why, names.text(message))] if message is not None else []
    kept = _merged(change.because)
    lines = [(why, text) for text in dict.fromkeys(text for cause in kept for text in _texts(names, cause))]
    named = {rule for cause in kept if cause.kind == "rule" for rule in cause.rules}
    read = dict.fromkeys(rule for cause in kept if cause.kind != "rule" for rule in cause.rules)
    shown = [rule for rule in (*change.rules, *read) if rule not in named][:1]
    return lines + [(names.word("timeline.rule"), _with_sources(names, names.rule(rule), rule)) for rule in shown]


def _merged(because: Sequence[Cause]) -> list[Cause]:
    """Of several tests of one fact that come out otherwise, those that now hold; all where none does."""
    holding = {cause.test.fact for cause in because if isinstance(cause.test, FactTest) and cause.after}
    return [cause for cause in because if not isinstance(cause.test, FactTest) or cause.after or cause.test.fact not in holding]


def _texts(names: Names, cause: Cause) -> list[str]:
    if cause.kind == "rule":
        key = "timeline.rule_begins" if cause.after else "timeline.rule_ends"
        return [_with_sources(names, names.word(key, title=names.rule(rule)), rule) for rule in cause.rules]
    assert isinstance(cause.test, FactTest)
    label = names.fact(cause.test.fact)
    if cause.kind == UNTOLD:
        return [names.word("timeline.untold_closes" if cause.after else "timeline.untold_opens", label=label)]
    before, after = (phrase(names, cause.test.fact, plain(value)) if value is not None else names.word("open")
                     for value in cause.values)  # fmt: skip
    if cause.kind == "member":
        key = "timeline.joins" if _joins(names, cause) else "timeline.leaves"
        members = ", ".join(names.countries.get(member, member) for member in cause.members)
        return [names.word(key, members=members, group=names.text(names.book.groups[cause.group or ""].title))]
    of = ", ".join(
        names.word("colon", label=names.fact(fact), text=phrase(names, fact, plain(value))) for fact, value in cause.of
    )
    if before != after:
        text = names.word("timeline.becomes", label=label, before=before, after=after)
        return [f"{text} ({of})" if of else text]
    key = "timeline.now_true" if cause.after else "timeline.now_false"
    return [names.word(key, label=label, value=after, test=phrase(names, cause.test.fact, test_of(cause.test)[1]))]


def _joins(names: Names, cause: Cause) -> bool:
    """Whether the test that became true is one of belonging, or the one that ceased is one of not belonging."""
    assert isinstance(cause.test, FactTest)
    first = cause.values
    if first[0] != first[1]:
        return first[1] is True
    negative = any(operator == "not_in" for operator, _ in cause.test.checks)
    return bool(cause.after) != negative


def _with_sources(names: Names, text: str, rule: str) -> str:
    found = names.book.index.rule(rule)
    cites = names.cites(found.cites)
    return f"{text} ({cites})" if cites else text
