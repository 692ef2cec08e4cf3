"""The same decision in ZEN, which explains each decision with a trace: the conditions of `by_sql`, stage after stage.

In: rows of people. Out: outcomes and papers, one decision a row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import zen  # type: ignore[import-not-found]

from tests.bench.peers import by_sql
from tests.bench.peers.by_hand import PAPERS
from tests.bench.peers.people import countries

COUNTRIES = {row["country"]: row for row in countries()}
FULL, FOREIGN = "full_copy extract_filiation", "multilingual_extract full_copy extract_filiation"
STAGES: list[dict[str, object]] = [
    {"other": "zone = 'other'", "works": "activity IN ('employee', 'self_employed')"},
    {
        "regular": "NOT other OR document IN ('vls_ts_validated', 'carte_sejour', 'recepisse')",
        "occupied": "works AND NOT posted",
    },
    {"route": by_sql.ROUTE}, {"status": by_sql.STATUS}, {"ok": "status = 'eligible'"}, {"form": by_sql.FORM},
    {name: "form IN (" + ", ".join(map(repr, forms.split())) + ")" for name, forms in (("full", FULL), ("foreign", FOREIGN))},
    {"proof": by_sql.First([("full", "auth")], "none")}, {"paper": by_sql.COPY}, {"channel": by_sql.CHANNEL},
    {f"paper{at}": by_sql.REQUIRED[name] for at, name in enumerate(PAPERS)},
]  # fmt: skip


def _expression(found: object) -> str:
    """SQL in the words of ZEN."""
    if isinstance(found, by_sql.First):
        cases = [f"{_expression(when)} ? {value if value == 'auth' else repr(value)} : " for when, value in found.cases]
        return "".join(cases) + repr(found.otherwise)
    text = re.sub(r"NOT (\w+) IN \(([^)]*)\)", r"(\1 not in [\2])", str(found).replace('"', ""))
    text = re.sub(r"(\w+) IN \(([^)]*)\)", r"(\1 in [\2])", text).replace("<>", "!=")
    text = re.sub(r"(?<![<>!])=", "==", text).replace(">==", ">=")
    for word in ("AND", "OR", "NOT"):
        text = text.replace(word, word.lower())
    text = re.sub(r"not (?!in\b)(\w+)", r"(not \1)", text)
    return f"({text})"


def decision() -> Any:
    """The decision, compiled."""
    nodes: list[dict[str, object]] = [{"id": "in", "name": "in", "type": "inputNode"}]
    for at, stage in enumerate(STAGES):
        expressions = [{"id": key, "key": key, "value": _expression(value)} for key, value in stage.items()]
        content = {"expressions": expressions, "passThrough": True}
        nodes.append({"id": f"s{at}", "name": f"s{at}", "type": "expressionNode", "content": content})
    nodes.append({"id": "out", "name": "out", "type": "outputNode"})
    names = [str(node["id"]) for node in nodes]
    edges = [
        {"id": f"e{at}", "sourceId": one, "targetId": other, "type": "edge"} for at, (one, other) in enumerate(pairwise(names))
    ]
    return zen.ZenEngine().create_decision(
        json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})
    )


def inputs(rows: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows by the short names of the query, with what the table of countries has."""
    for row in rows:
        found = {short: row[name] for short, name in by_sql.COLUMNS.items()}
        born = COUNTRIES[row["person.birth_country"]]
        found |= {"zone": COUNTRIES[row["person.nationality"]]["zone"], "auth": born["authentication"]}
        yield {**found, "multi": born["multilingual"] == "true"}


def answer(found: Mapping[str, Any]) -> list[object]:
    """Outcomes and a bit a paper."""
    outcomes = [found[name] for name in ("route", "status", "form", "proof", "paper", "channel")]
    return [*outcomes, sum(1 << at for at in range(len(PAPERS)) if found[f"paper{at}"])]
