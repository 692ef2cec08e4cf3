"""What if, as JSON values, in the shape of `schemas/whatif.schema.json`.

In: a `WhatIf` and perhaps a `FilePlan`. Out: plain values. Newly guaranteed: every alternative is there, by its value.
"""

from __future__ import annotations

from engine.analysis.whatif import Change, ChangeSet, Result, WhatIf
from engine.analysis.whatif_papers import FilePlan, PaperOption, PaperStep
from engine.facts.case import Told
from engine.render.decision_json import Json, cites
from engine.render.names import Names


def what_if_json(names: Names, found: WhatIf, plan: FilePlan | None = None) -> Json:
    """Everything."""
    searched = found.searched
    values: Json = {
        "as_of": names.as_of,
        "now": _result(found.now),
        "goal": {"fact": found.goal.fact, "values": list(found.goal.values)},
        "reached": found.reached,
        "losing": found.losing,
        "sets": [_set(names, item) for item in found.sets],
        "tells": [_set(names, item) for item in found.tells],
        "more": found.more,
        "searched": {
            "size": searched.size, "most": searched.most, "lanes": searched.lanes, "decisions": searched.decisions,
            "cut": searched.cut, "anything": searched.anything, "untried": list(searched.untried),
        },
    }  # fmt: skip
    if plan is not None:
        values["file"] = _file(plan)
    return values


def _result(result: Result) -> Json:
    return {
        "value": result.value,
        "entitlement": result.entitlement,
        "ground": result.ground,
        "procedure": result.procedure,
        "entitled_from": result.entitled_from,
    }


def _set(names: Names, item: ChangeSet) -> Json:
    number, weight = item.cost
    return {
        "changes": [_change(names, change) for change in item.changes],
        "cost": {"changes": number, "weight": weight},
        "result": _result(item.result),
        "because": list(item.result.because),
        "no_longer": list(item.result.no_longer),
        "cites": cites(item.result.cites),
    }


def _change(names: Names, change: Change) -> Json:
    return {
        "fact": change.fact,
        "label": names.fact(change.fact),
        "kind": change.kind,
        "values": [_plain(value) for value in change.values],
        "now": None if change.now is None else _plain(change.now),
        "changeable": change.changeable,
        "example": change.example,
    }


def _plain(value: Told) -> object:
    return list(value) if isinstance(value, tuple) else value


def _file(plan: FilePlan) -> Json:
    return {
        "told": plan.told,
        "held": list(plan.held),
        "unmet": list(plan.unmet),
        "steps": [_step(step) for step in plan.steps],
        "open": list(plan.open),
        "stuck": list(plan.stuck),
        "complete": plan.complete,
        "verified": plan.verified,
    }


def _step(step: PaperStep) -> Json:
    return {
        "requirements": list(step.requirements),
        "options": [_option(option) for option in step.options],
        "because": list(step.because),
        "cites": cites(step.cites),
    }


def _option(option: PaperOption) -> Json:
    return {"document": option.document, "held": option.at, "attributes": dict(option.attributes)}
