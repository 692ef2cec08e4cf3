"""What changes on a day among papers, steps and cautions, in words.

In: a change of a timeline. Out: labelled lines. Newly guaranteed: only what differs is named.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.analysis.standing import Paper
from engine.analysis.timeline import Change
from engine.render.names import Names
from engine.render.text_papers import attribute_name

Lines = list[tuple[str, str]]


def advice_lines(names: Names, change: Change, *, everything: bool) -> Lines:
    """Papers asked, no longer asked, and asked otherwise; everything: open papers, steps and cautions too."""
    if change.after.impossible or change.before.impossible:
        return []
    before = {paper.id: paper for paper in change.before.advice.papers}
    after = {paper.id: paper for paper in change.after.advice.papers}
    asked, was = _ids(after, True), _ids(before, True)
    lines = [
        ("papers_added", [names.paper(paper) for paper in asked if paper not in was]),
        ("papers_removed", [names.paper(paper) for paper in was if paper not in asked]),
        ("papers_changed", [text for paper in asked if paper in was for text in _changed(names, before[paper], after[paper])]),
    ]
    if everything:
        lines.append(("papers_open", [names.paper(paper) for paper in _ids(after, None) if paper not in before]))
        lines += _steps(names, change)
    return [(names.word(f"timeline.{key}"), names.join(found)) for key, found in lines if found]


def _ids(papers: dict[str, Paper], required: bool | None) -> list[str]:
    return [name for name, paper in papers.items() if paper.required is required]


def _changed(names: Names, before: Paper, after: Paper) -> list[str]:
    """What is asked otherwise of one paper."""
    was = {fact: value for _, fact, value in before.attributes}
    title = names.paper(after.id)
    texts = []
    for name, fact, value in after.attributes:
        if was.get(fact) != value:
            label = names.word("colon", label=title, text=attribute_name(names, name, fact).lower())
            shown = (names.value(fact, found) for found in (was.get(fact), value))
            texts.append(names.word("timeline.becomes", label=label, before=next(shown), after=next(shown)))
    if before.any_of != after.any_of:
        documents = names.word("joint.or").join(map(names.document, after.any_of))
        texts.append(names.word("timeline.other_documents", paper=title, documents=documents))
    if before.status != after.status and before.status and after.status:
        texts.append(names.word("timeline.status", paper=title, before=_status(names, before), after=_status(names, after)))
    return texts


def _status(names: Names, paper: Paper) -> str:
    return names.word(f"status.{paper.status}", what=names.paper(paper.id)) if paper.status else names.word("open")


def _steps(names: Names, change: Change) -> list[tuple[str, list[str]]]:
    first, then = change.before.advice, change.after.advice
    return [
        ("steps_added", _titles(names, then.steps, first.steps)),
        ("steps_removed", _titles(names, first.steps, then.steps)),
        ("notes_added", _titles(names, then.notes, first.notes)),
        ("notes_removed", _titles(names, first.notes, then.notes)),
    ]


def _titles(names: Names, steps: Iterable[str], without: Iterable[str]) -> list[str]:
    skipped = set(without)
    return [names.text(names.book.steps[step].title) for step in steps if step not in skipped]
