"""Proposed boundary tests, as a file of tests and as JSON.

In: a `GeneratedReport`. Out: YAML, plain values. Newly guaranteed: the YAML is a file that the folder of tests takes as it is:
every id is different; comments say which threshold each test stands at.
"""

from __future__ import annotations

import re

from engine.analysis.generate import Proposal, Side
from engine.analysis.mutationreport import GeneratedReport
from engine.linked.model import Rulebook
from engine.policy.model import Text
from engine.render.drafts_yaml import HEAD, draft_yaml
from engine.render.findings_places import place
from engine.render.names import Names
from engine.render.words import word


def generated_yaml(report: GeneratedReport, book: Rulebook, lang: str) -> str:
    """The file of tests; empty where nothing is proposed."""
    proposals = report.generated.proposals
    if not proposals:
        return ""
    parts = [f"{HEAD}# {word('generated.head', lang)}", "tests:"]
    names = _names(proposals)
    for proposal in proposals:
        comment = word("generated.edge", lang, place=_at(report, proposal), rule=proposal.rule.id, text=proposal.edge.text)
        for at, side in enumerate(proposal.sides):
            comments = (comment,) if at == 0 else ()
            parts.append(draft_yaml(side.draft, names[id(side)], _title(proposal, side, book), comments))
    return "\n".join(parts)


def generated_json(report: GeneratedReport, book: Rulebook) -> dict[str, object]:
    """The proposals as JSON values."""
    found, names = report.generated, _names(report.generated.proposals)
    return {
        "policy_set": {"name": report.name, "version": report.version, "digest": report.digest},
        "summary": {"edges": found.edges, "seen": found.seen, "proposed": len(found.proposals), "left": len(found.left)},
        "proposals": [
            {
                "rule": proposal.rule.id, "file": place(report.root, proposal.edge.span.file), "line": proposal.edge.span.line,
                "edge": proposal.edge.text, "input": proposal.input or "as_of", "base": proposal.base,
                "tests": [_test(proposal, side, names[id(side)], book) for side in proposal.sides],
            }
            for proposal in found.proposals
        ],
        "left": [
            {"rule": edge.rule, "file": place(report.root, edge.span.file), "line": edge.span.line, "edge": edge.text}
            for edge in found.left
        ],
    }  # fmt: skip


def generated_summary(report: GeneratedReport, lang: str) -> str:
    """What was found, in a few lines: they stand beside the file, not in it."""
    found = report.generated
    lines = [
        word(
            "generated.left", lang, place=f"{place(report.root, edge.span.file)}:{edge.span.line}", rule=edge.rule, text=edge.text
        )
        for edge in found.left
    ]
    counts = {"edges": found.edges, "seen": found.seen, "proposed": len(found.proposals), "left": len(found.left)}
    return "\n".join([*lines, word("generated.summary", lang, **counts)])


def _names(proposals: tuple[Proposal, ...]) -> dict[int, str]:
    """An id for each test: the rule and the value, numbered where that is not enough."""
    taken: set[str] = set()
    found: dict[int, str] = {}
    for proposal in proposals:
        for side in proposal.sides:
            wanted = f"{proposal.rule.id}-{_slug(side.value)}"
            name, number = wanted, 2
            while name in taken:
                name, number = f"{wanted}-{number}", number + 1
            taken.add(name)
            found[id(side)] = name
    return found


def _slug(value: object) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"at-{value}".lower()).strip("-")


def _title(proposal: Proposal, side: Side, book: Rulebook) -> Text:
    english, french = (_said(proposal, side, book, lang) for lang in ("en", "fr"))
    return Text(english, french)


def _said(proposal: Proposal, side: Side, book: Rulebook, lang: str) -> str:
    names = Names(book, lang, side.draft.as_of)
    if proposal.input is None:
        what = word("generated.day", lang, day=names.day(str(side.value)))
    else:
        value = side.value if not isinstance(side.value, tuple) else str(side.value)
        what = word("generated.value", lang, label=names.fact(proposal.input), value=names.value(proposal.input, value))
    return word("generated.title", lang, title=names.rule(proposal.rule.id), what=what)


def _test(proposal: Proposal, side: Side, name: str, book: Rulebook) -> dict[str, object]:
    title, draft = _title(proposal, side, book), side.draft
    kept = {"office": draft.office} if draft.office is not None else {}
    presume = {} if draft.presume else {"presume": "none"}
    return {"id": name, "title": {"en": title.en, "fr": title.fr}, "profile": dict(draft.profile), "as_of": draft.as_of,
            **kept, **presume, "expect": dict(draft.expect)}  # fmt: skip


def _at(report: GeneratedReport, proposal: Proposal) -> str:
    return f"{place(report.root, proposal.edge.span.file)}:{proposal.edge.span.line}"
