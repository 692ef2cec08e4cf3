"""A comparison of two policy sets as JSON values, for programs.

In: a report, a language. Out: plain values. Newly guaranteed: every change is there, with the position of its profile.
"""

from __future__ import annotations

from engine.analysis.diff.meaning import Change
from engine.analysis.diff.report import DiffReport, Flow, Witness
from engine.analysis.diff.views import OUTCOME
from engine.decision.model import Decision
from engine.render.diff_parts import Parts

Json = dict[str, object]


def diff_json(report: DiffReport, lang: str) -> Json:
    """The whole."""
    parts = Parts(report, lang)
    return {
        "before": report.before.named,
        "after": report.after.named,
        "meaning_changed": bool(report.meaning),
        "changes": [_change(parts, change) for change in report.meaning],
        "wording": [
            {
                "kind": change.kind,
                "id": change.id,
                "parts": [_part(*parts.part(change, part), part.name) for part in change.wording],
            }
            for change in report.wording
        ],
        "witnesses": [_witness(witness) for witness in report.witnesses],
        "profiles_tried": report.tried,
        "changes_searched": report.searched,
        "population": _flow(report.flow) if report.flow is not None else None,
    }


def _change(parts: Parts, change: Change) -> Json:
    if change.what == "changed":
        shown = [_part(*parts.part(change, part), part.name) for part in change.parts]
    else:
        shown = [_part(label, before, after, label) for label, before, after in parts.lines(change)]
    witness = parts.report.witness(change)
    return {"kind": change.kind, "id": change.id, "what": change.what, "title": parts.title(change), "parts": shown,
            "witness": witness, "proved_same": f"{change.kind}:{change.id}" in parts.report.proved}  # fmt: skip


def _part(label: str, before: str | None, after: str | None, name: str) -> Json:
    return {"part": name, "label": label, "before": before, "after": after}


def _witness(witness: Witness) -> Json:
    return {
        "changes": list(witness.changes),
        "profile": dict(witness.profile),
        "as_of": witness.as_of,
        "office": witness.office,
        "before": _decision(witness.before),
        "after": _decision(witness.after),
        "refused": list(witness.refused),
        "differs": list(witness.differs),
    }


def _decision(decision: Decision | None) -> Json | None:
    if decision is None:
        return None
    outcome = {name: getattr(decision, name) for name in OUTCOME}
    return {**outcome, "requirements": [item.id for item in decision.requirements if item.required]}


def _flow(flow: Flow) -> Json:
    return {
        "file": flow.file,
        "profiles": flow.total,
        "differing": flow.shown,
        "outcomes": [
            {"before": old, "after": new, "count": n, "lines": list(flow.examples.get((old, new), ()))}
            for (old, new), n in sorted(flow.outcomes.items())
        ],
        "grounds": [{"before": old, "after": new, "count": n} for (old, new), n in sorted(flow.grounds.items())],
        "offices": [
            {"office": code or None, "differing": n, "count": total} for code, (n, total) in sorted(flow.offices.items())
        ],
        "rejected": [{"line": line, "codes": list(codes)} for line, codes in flow.rejected],
    }
