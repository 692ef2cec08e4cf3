"""Mutants of policies, as text and as JSON.

In: a `MutationReport`. Out: lines for a terminal, or plain values. Newly guaranteed: each survivor stands at its line, with a
test that would kill it, or with what was searched; the score says what it counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.analysis.drafts import Draft
from engine.analysis.mutants import OPERATORS, Mutant
from engine.analysis.mutation import MutantResult, MutationRun
from engine.analysis.mutationreport import MutationReport
from engine.ground.problems import excerpt_of
from engine.policy.model import Text
from engine.render.drafts_yaml import draft_yaml
from engine.render.findings_places import place
from engine.render.words import count, word

_RED, _BOLD, _OFF = "\x1b[1;31m", "\x1b[1m", "\x1b[0m"
SHOWN_NAMES = 8


def mutation_text(report: MutationReport, lang: str, color: bool) -> str:
    """The report as text: survivors, what means the same, the score."""
    run = report.run
    if not run.results:
        return word("mutation.none", lang)
    lines: list[str] = []
    for results in _by_test(run.survivors):
        lines += [*_survivor(report, results, lang, color), ""]
    if run.same:
        lines.append(word("mutation.same", lang))
        for result in run.same:
            lines.append(f"  {_at(report, result.mutant)}: {result.mutant.name}: {word(f'mutation.{result.same}', lang)}")
        lines.append("")
    lines += [*_table(run, lang), ""]
    for rows in run.rows:
        lines.append(word("mutation.rows", lang, table=rows.table, rows=rows.rows, used=rows.used, tried=rows.tried))
    if len(run.results) < run.total:
        lines.append(word("mutation.sample", lang, tried=len(run.results), total=run.total, seed=run.seed))
    counted = len(run.results) - len(run.same)
    lines.append(word("mutation.score", lang, score=f"{run.score:.1f}", killed=run.killed, counted=counted))
    return "\n".join(lines)


def mutation_json(report: MutationReport, lang: str) -> dict[str, object]:
    """The report as JSON values."""
    run = report.run
    return {
        "policy_set": {"name": report.name, "version": report.version, "digest": report.digest},
        "score": round(run.score, 2),
        "summary": {"mutants": len(run.results), "of": run.total, "killed": run.killed, "survived": len(run.survivors),
                    "same": len(run.same), "seed": run.seed},
        "rows": [{"table": rows.table, "rows": rows.rows, "used": rows.used, "tried": rows.tried} for rows in run.rows],
        "mutants": [_mutant(report, result, lang) for result in run.results],
    }  # fmt: skip


def killing_test(mutant: Mutant, draft: Draft, title: Text) -> str:
    """The test that kills a mutant, as YAML."""
    return draft_yaml(draft, killing_name(mutant), title)


def killing_name(mutant: Mutant) -> str:
    """An id for a test that kills a mutant."""
    return f"{mutant.rule}-{mutant.operator}"


def title_of(report: MutationReport, mutant: Mutant) -> Text:
    """The title of a test that kills a mutant: the rule, and what it turns on."""
    key = "generated.kills" if mutant.after and mutant.operator not in ("flip", "drop") else "generated.kills_without"
    title = report.titles.get(mutant.rule, Text(mutant.rule, mutant.rule))
    english, french = (
        word(key, lang, title=title.in_language(lang), before=mutant.before, after=mutant.after) for lang in ("en", "fr")
    )
    return Text(english, french)


def _mutant(report: MutationReport, result: MutantResult, lang: str) -> dict[str, object]:
    mutant, draft = result.mutant, result.found
    status = "killed" if result.killed_by is not None else "same" if result.same is not None else "survived"
    found: dict[str, object] = {
        "name": mutant.name, "operator": mutant.operator, "rule": mutant.rule,
        "file": place(report.root, mutant.span.file), "line": mutant.span.line,
        "before": mutant.before, "after": mutant.after, "status": status,
    }  # fmt: skip
    if result.killed_by is not None:
        found["killed_by"] = result.killed_by
    elif result.same is not None:
        found["reason"] = {"code": result.same, "text": word(f"mutation.{result.same}", lang)}
    else:
        found["profiles_tried"] = result.lanes
        found["test"] = None if draft is None else _draft(report, mutant, draft)
    return found


def _draft(report: MutationReport, mutant: Mutant, draft: Draft) -> dict[str, object]:
    title = title_of(report, mutant)
    kept = {"office": draft.office} if draft.office is not None else {}
    presume = {} if draft.presume else {"presume": "none"}
    return {"id": killing_name(mutant), "title": {"en": title.en, "fr": title.fr}, "profile": dict(draft.profile),
            "as_of": draft.as_of, **kept, **presume, "expect": dict(draft.expect)}  # fmt: skip


# text --------------------------------------------------------------------------------------------------------------------------


def _by_test(survivors: Sequence[MutantResult]) -> list[list[MutantResult]]:
    """Survivors that the same test would kill stand together."""
    groups: dict[object, list[MutantResult]] = {}
    for result in survivors:
        found = result.found
        key = result.mutant.name if found is None else (repr(found.profile), found.as_of, found.office, repr(found.expect))
        groups.setdefault(key, []).append(result)
    return list(groups.values())


def _survivor(report: MutationReport, results: Sequence[MutantResult], lang: str, color: bool) -> list[str]:
    first = results[0]
    mutant = first.mutant
    said = f"{word('mutation.survives', lang)}: {word(f'mutation.{mutant.operator}', lang)}"
    at = f"{_at(report, mutant)}:{mutant.span.column}"
    lines = [f"{_BOLD}{at}:{_OFF} {_RED}{said}{_OFF}" if color else f"{at}: {said}", *_excerpt(report, mutant, color)]
    after = mutant.after or "∅"
    lines.append(f"  {word('mutation.to', lang, before=_short(mutant.before), after=_short(after))}")
    if first.found is None:
        key = "mutation.not_found" if report.run.searched else "mutation.not_searched"
        return [*lines, f"  {word(key, lang, lanes=first.lanes)}"]
    lines += [f"  {word('mutation.test', lang)}", "", killing_test(mutant, first.found, title_of(report, mutant))]
    others = [result.mutant.name for result in results[1:]]
    if others:
        names = ", ".join(others[:SHOWN_NAMES]) + (", …" if len(others) > SHOWN_NAMES else "")
        lines += ["", f"  {count('mutation.same_test', len(others), lang, names=names)}"]
    return lines


def _excerpt(report: MutationReport, mutant: Mutant, color: bool) -> list[str]:
    """The line, with the place underlined."""
    span = mutant.span
    source = report.lines.get(span.file, ())
    if not 0 < span.line <= len(source):
        return []
    line = source[span.line - 1]
    if len(line) > 180:
        return [f"{span.line} | {excerpt_of(line, span.column)}"]
    stop = span.end_column if span.end_line == span.line else len(line.rstrip()) + 1
    gutter = str(span.line)
    carets = " " * (span.column - 1) + "^" * max(1, stop - span.column)
    return [f"{gutter} | {line.rstrip()}", f"{' ' * len(gutter)} | {_RED + carets + _OFF if color else carets}"]


def _table(run: MutationRun, lang: str) -> list[str]:
    heads = [word(f"mutation.{key}", lang) for key in ("column", "mutants", "killed", "surviving", "equivalent")]
    rows = [heads]
    for operator in (*OPERATORS, None):
        found = [result for result in run.results if operator in (None, result.mutant.operator)]
        if found:
            killed = sum(1 for result in found if result.killed_by is not None)
            same = sum(1 for result in found if result.same is not None)
            name = word("mutation.all" if operator is None else f"mutation.{operator}", lang)
            rows.append([name, *map(str, (len(found), killed, len(found) - killed - same, same))])
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    return [
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]


def _short(text: str) -> str:
    return text if len(text) <= 100 else text[:99] + "…"


def _at(report: MutationReport, mutant: Mutant) -> str:
    return f"{place(report.root, mutant.span.file)}:{mutant.span.line}"
