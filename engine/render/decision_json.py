"""A decision as JSON values, in the shape of `schemas/decision.schema.json`.

In: a decision, its rulebook, a language. Out: plain values. Newly guaranteed: dates are ISO; a fact that is open is null; `cites`
are source ids, or `{source, item}` where a part of the source is meant, as in policy files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.decision import model
from engine.linked.model import Rulebook
from engine.policy.model import Cite, Evidence, Source, Step
from engine.render.names import Names

Json = dict[str, object]


def decision_json(decision: model.Decision, book: Rulebook, lang: str, trace: Mapping[str, object] | None = None) -> Json:
    """The whole decision."""
    names = Names(book, lang, decision.as_of)
    found: Json = {
        "decision": _answer(decision),
        "requirements": [_requirement(item, names) for item in decision.requirements],
        "not_required": [_not_required(item, names) for item in decision.not_required],
        "steps": [_step(item, names) for item in decision.steps],
        "notes": [_note(item, names) for item in decision.notes],
        "differences": [difference_json(item) for item in decision.differences],
        "open": [_question(item, names) for item in decision.open],
        "facts": dict(decision.facts),
        "here": dict(decision.here),
        "conflicts": [{"fact": item.what, "values": list(item.values), "rules": list(item.rules)} for item in decision.conflicts],
        "gaps": [_gap(item, names) for item in decision.gaps],
        "presumed": [_presumed(item, names) for item in decision.presumed],
    }
    found["sources"] = {name: _source(book.sources[name], names) for name in _cited(found) if name in book.sources}
    if trace is not None:
        found["trace"] = dict(trace)
    return found


def _answer(decision: model.Decision) -> Json:
    return {
        "as_of": decision.as_of,
        "entitlement": decision.entitlement,
        "ground": decision.ground,
        "procedure": decision.procedure,
        "entitled_from": decision.entitled_from,
        "settled": _settled(decision.settled),
        "office": _office(decision.office),
        "confidence": decision.confidence,
        "complete": decision.complete,
    }


def _settled(settled: model.Settled) -> Json:
    return {"by": settled.by, "over": list(settled.over), "cells": settled.cells} if settled.by == "cases" else {"by": settled.by}


def _office(office: model.OfficeFound) -> Json:
    mail = office.mail
    return {
        "code": office.code,
        "name": office.name,
        "found_by": office.found_by,
        "candidates": list(office.candidates),
        "mail": {"lines": list(mail.lines), "source": mail.source, "observed_on": mail.observed_on} if mail else None,
        "page": office.page,
    }


def _requirement(item: model.RequirementFound, names: Names) -> Json:
    return {
        "id": item.id,
        "title": names.paper(item.id),
        "any_of": [alternative.document for alternative in item.any_of if alternative.sure],
        "any_of_open": [alternative.document for alternative in item.any_of if not alternative.sure],
        "months": {alternative.document: alternative.months for alternative in item.any_of if alternative.months is not None},
        "required": True if item.required else "open",
        "law": item.law,
        "demand": item.demand,
        "force": item.force,
        "status": item.status,
        "lacking": list(item.lacking),
        "cautions": list(item.cautions),
        "attributes": {name: _attribute(need) for name, need in item.attributes},
        "because": list(item.because),
        "why": [names.rule(rule) for rule in item.because],
        "cites": cites(item.cites),
        "confidence": item.confidence,
    }


def _attribute(need: model.AttributeNeed) -> Json:
    return {
        "fact": need.fact,
        "is": need.is_,
        "law": need.law,
        "demand": need.demand,
        "force": need.force,
        "law_demand": need.law_demand,
        "law_force": need.law_force,
        "because": list(need.because),
        "cites": cites(need.cites),
    }


def _not_required(item: model.NotRequired, names: Names) -> Json:
    return {
        "id": item.id,
        "title": names.paper(item.id),
        "because": list(item.because),
        "why": [names.rule(rule) for rule in item.because],
        "cites": cites(item.cites),
    }


def _step(item: model.StepFound, names: Names) -> Json:
    step = names.book.steps[item.id]
    found = {"id": item.id, "title": names.text(step.title), "text": names.text(step.text) if step.text else None}
    return {**found, "when": _when(step), "takes": _takes(step), **_grounds(item)}


def _when(step: Step) -> Json | None:
    return {step.relation: step.event.name} if step.relation and step.event else None


def _takes(step: Step) -> Json | None:
    takes = step.takes
    if takes is None:
        return None
    return {"from": takes.shortest, "to": takes.longest, "observed_on": takes.observed_on, "cites": cites(takes.cites)}


def _note(item: model.StepFound, names: Names) -> Json:
    step = names.book.steps[item.id]
    text = names.text(step.text if step.text is not None else step.title)
    return {"id": item.id, "title": names.text(step.title), "text": text, **_grounds(item)}


def _grounds(item: model.StepFound) -> Json:
    return {
        "force": item.force,
        "because": list(item.because),
        "cites": cites(item.cites),
        "evidence": [_evidence(evidence) for evidence in item.evidence],
    }


def _evidence(evidence: Evidence) -> Json:
    return {
        "grade": evidence.grade,
        "observed_on": evidence.observed_on,
        "url": evidence.url,
        "n": evidence.n,
        "desk": evidence.desk,
    }


def difference_json(item: model.Difference) -> Json:
    """One difference: what the law concludes, and what is said beside it."""
    concluded = {"is": item.is_, "force": item.force, "because": list(item.because), "cites": cites(item.cites)}
    return {"fact": item.fact, "kind": item.kind, "concluded": concluded, "said": [_said(said) for said in item.said]}


def _said(said: model.Said) -> Json:
    return {
        "is": said.is_,
        "force": said.force,
        "by": said.by,
        "rule": said.rule,
        "concludes": said.concludes,
        "grade": said.grade,
        "observed_on": said.observed_on,
        "stale": said.stale,
        "desk": said.desk,
        "cites": cites(said.cites),
    }


def _question(item: model.Question, names: Names) -> Json:
    return {"fact": item.fact, "question": names.question(item.fact), "decides": list(item.decides)}


def _gap(item: model.Gap, names: Names) -> Json:
    why = names.rule(item.rule) if item.rule else None
    found: Json = {"kind": item.kind, "facts": list(item.facts), "table": item.table, "key": list(item.key)}
    return {**found, "rule": item.rule, "why": why}


def _presumed(item: model.Presumed, names: Names) -> Json:
    because = names.book.facts[item.fact].presumed_because
    return {"fact": item.fact, "is": item.is_, "why": names.text(because) if because else None}


def _source(source: Source, names: Names) -> Json:
    window = source.in_force
    return {
        "title": names.text(source.title),
        "kind": source.kind,
        "url": source.url,
        "version": source.version,
        "in_force": {"from": window.start, "until": window.end},
        "published_on": source.published_on,
        "checked_on": source.checked_on,
    }


def cites(found: Sequence[Cite]) -> list[object]:
    """Citations as in policy files: an id, or an id and the part that is meant."""
    return [cite.source if cite.item is None else {"source": cite.source, "item": cite.item} for cite in found]


def _cited(value: object) -> list[str]:
    """Every source id below a value, each once, sorted."""
    found: set[str] = set()
    _collect(value, found)
    return sorted(found)


def _collect(value: object, found: set[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "cites":
                found.update(_ids(inner))
            elif key == "source" and isinstance(inner, str):
                found.add(inner)
            else:
                _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)


def _ids(found: Iterable[object]) -> list[str]:
    return [str(cite["source"]) if isinstance(cite, dict) else str(cite) for cite in found]
