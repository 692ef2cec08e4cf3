"""The timeline as JSON values.

In: a `Timeline`. Out: JSON. Newly guaranteed: every change is there, with everything that changes and what it rests on.
"""

from __future__ import annotations

from engine.analysis.flips import Cause
from engine.analysis.standing import Paper, Standing
from engine.analysis.timeline import Change, Timeline
from engine.clauses.compiled import FactTest
from engine.linked.model import Rulebook
from engine.render.decision_json import Json, cites
from engine.render.names import Names
from engine.render.timeline_why import why_lines
from engine.trace.values import plain, test_of


def timeline_json(line: Timeline, book: Rulebook, lang: str) -> Json:
    """The whole line: how it begins, how it stands on the day of the decision, and each change."""
    names = Names(book, lang, line.as_of.isoformat())
    return {
        "as_of": line.as_of.isoformat(),
        "decides_from": book.decides.start,
        "lives_or_works_here_since": line.floor.isoformat() if line.floor else None,
        "from": line.begins.isoformat() if line.begins else None,
        "until": line.until.isoformat() if line.until else None,
        "first": _standing(line.first),
        "now": _standing(line.now),
        "changes": [_change(names, change) for change in line.changes],
        "deadlines": [
            {
                "date": due.day.isoformat(),
                "step": due.step,
                "before": {"event": due.event, "fact": due.fact, "date": due.date.isoformat()},
                "takes": due.takes,
            }
            for due in line.deadlines
        ],
    }


def _standing(standing: Standing) -> Json:
    outcome = standing.outcome
    return {
        "entitlement": outcome.entitlement,
        "ground": outcome.ground,
        "procedure": outcome.procedure,
        "conflicts": list(outcome.conflicts),
        "impossible": standing.impossible[-1] if standing.impossible else None,
    }


def _change(names: Names, change: Change) -> Json:
    first, then = change.before.advice, change.after.advice
    before = {paper.id: paper for paper in first.papers}
    after = {paper.id: paper for paper in then.papers}
    return {
        "date": change.day.isoformat(),
        "changes": list(change.aspects),
        "before": _standing(change.before),
        "after": _standing(change.after),
        "because": [_cause(names.book, cause) for cause in change.because],
        "rules": [{"id": rule, "cites": cites(names.book.index.rule(rule).cites)} for rule in change.rules],
        "why": [text for _, text in why_lines(names, change)],
        "requirements": {
            "added": [_paper(paper) for name, paper in after.items() if name not in before],
            "removed": [name for name in before if name not in after],
            "changed": [
                {"before": _paper(before[name]), "after": _paper(paper)}
                for name, paper in after.items()
                if name in before and before[name] != paper
            ],
        },
        "steps": _difference(first.steps, then.steps),
        "notes": _difference(first.notes, then.notes),
    }


def _difference(before: tuple[str, ...], after: tuple[str, ...]) -> Json:
    return {"added": [name for name in after if name not in before], "removed": [name for name in before if name not in after]}


def _paper(paper: Paper) -> Json:
    return {
        "id": paper.id,
        "required": "open" if paper.required is None else paper.required,
        "any_of": list(paper.any_of),
        "attributes": {name: value for name, _, value in paper.attributes},
        "status": paper.status,
    }


def _cause(book: Rulebook, cause: Cause) -> Json:
    fact, test = test_of(cause.test)
    found: Json = {"kind": cause.kind, "fact": fact, "test": test, "before": cause.before, "after": cause.after}
    if isinstance(cause.test, FactTest):
        found["values"] = [None if value is None else plain(value) for value in cause.values]
        found["of"] = {name: plain(value) for name, value in cause.of}
    if cause.rules:
        found["rules"] = [{"id": rule, "cites": cites(book.index.rule(rule).cites)} for rule in cause.rules]
    if cause.group is not None:
        found["group"], found["members"] = cause.group, list(cause.members)
    if cause.kind == "row":
        found["rows"] = list(cause.rows)
    return found
