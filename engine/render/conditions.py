"""Coverage of conditions, as text and as JSON.

In: a report of policy tests and what they saw of the conditions. Out: lines, plain values. Newly guaranteed: each condition not
seen stands at its file and line.
"""

from __future__ import annotations

from engine.analysis.conditions import ConditionCoverage, Conditions
from engine.render.findings_places import place
from engine.render.findings_words import say
from engine.render.words import word

LONGEST = 90


def conditions_text(found: Conditions, root: str, lang: str) -> str:
    """The conditions not seen, then the share seen."""
    lines = [word("generated.missing", lang), *(_line(line, root, lang) for line in found.missing), ""] if found.missing else []
    every = len(found.conditions)
    counts = {"true": found.seen("true"), "false": found.seen("false"), "all": every}
    return "\n".join([*lines, word("generated.conditions", lang, percent=f"{found.percent:.1f}", **counts)])


def conditions_json(found: Conditions, root: str) -> dict[str, object]:
    """The same as JSON values: every condition."""
    every = len(found.conditions)
    return {
        "percent": round(found.percent, 2),
        "true": {"seen": found.seen("true"), "conditions": every},
        "false": {"seen": found.seen("false"), "conditions": every},
        "conditions": [
            {"rule": line.rule, "at": line.at, "condition": line.text, "file": place(root, line.span.file),
             "line": line.span.line, "column": line.span.column, "true": line.true, "false": line.false,
             "missing": list(line.missing)}
            for line in found.conditions
        ],
    }  # fmt: skip


def _line(line: ConditionCoverage, root: str, lang: str) -> str:
    verdicts = say("nor", lang).join(word(f"generated.{verdict}", lang) for verdict in line.missing)
    text = line.text if len(line.text) <= LONGEST else line.text[: LONGEST - 1] + "…"
    at = f"{place(root, line.span.file)}:{line.span.line}"
    return f"  {at}: {line.rule}: {text}: {word('generated.never', lang, verdicts=verdicts)}"
