"""A comparison of two policy sets as Markdown, for a pull request.

In: a report, a language. Out: Markdown. Newly guaranteed: no text of a policy set is taken for markup.
"""

from __future__ import annotations

import re

from engine.analysis.diff.meaning import KINDS
from engine.analysis.diff.report import DiffReport, Flow
from engine.render.diff_parts import Parts
from engine.render.words import count

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|])")


def diff_markdown(report: DiffReport, lang: str) -> str:
    """The whole."""
    parts = Parts(report, lang)
    lines = [f"## {parts.word('diff.title')}", ""]
    for key, side in (("diff.before", report.before), ("diff.after", report.after)):
        named = {name: _plain(text) for name, text in side.named.items()}
        lines.append(
            f"- **{parts.word(key)}**{_colon(lang)} {parts.word('diff.side', **{**named, 'digest': named['digest'][:19]})}"
        )
    lines += ["", f"**{count('diff.meaning', len(report.meaning), lang) if report.meaning else parts.word('diff.same')}**", ""]
    lines += _changes(parts) + _witnesses(parts) + _wording(parts)
    if report.flow is not None:
        lines += _flow(parts, report.flow)
    return "\n".join(lines).rstrip()


def _changes(parts: Parts) -> list[str]:
    lines: list[str] = []
    for kind in KINDS:
        found = [change for change in parts.report.meaning if change.kind == kind.name]
        lines += [f"### {parts.word(f'diff.kind.{kind.name}')}", ""] if found else []
        for change in found:
            seen = parts.seen(change)
            lines.append(
                f"- **{parts.word(f'diff.{change.what}')}** {_plain(parts.title(change))}" + (f" — {seen}" if seen else "")
            )
            lines += [_sides(name, before, after, parts.lang) for name, before, after in parts.lines(change)]
        lines += [""] if found else []
    return lines


def _sides(name: str, before: str | None, after: str | None, lang: str) -> str:
    shown = [f"~~{_plain(before)}~~"] if before is not None else []
    shown += [_plain(after)] if after is not None else []
    return f"  - {name}{_colon(lang)} {' → '.join(shown)}"


def _witnesses(parts: Parts) -> list[str]:
    report = parts.report
    if not report.meaning:
        return []
    lines = [f"### {parts.word('diff.profiles')}", ""]
    if report.witnesses:
        head = ("", parts.word("diff.told"), parts.word("diff.before"), parts.word("diff.after"), parts.word("diff.otherwise"))
        lines += [_row(head), _row(("---",) * len(head), raw=True)]
    for at, witness in enumerate(report.witnesses, 1):
        other = parts.after.join(f"{label}{_colon(parts.lang)} {text}" for label, text in parts.papers(witness))
        sides = (parts.outcome(witness, after=False), parts.outcome(witness, after=True))
        lines.append(_row((str(at), parts.told(witness), *sides, other)))
    return [*lines, *([""] if report.witnesses else []), f"_{parts.tried()}_", ""]


def _wording(parts: Parts) -> list[str]:
    wording = parts.report.wording
    if not wording:
        return []
    lines = ["<details>", f"<summary>{count('diff.wording', len(wording), parts.lang)}</summary>", ""]
    for change in wording:
        lines.append(f"- {_plain(change.id)}")
        lines += [_sides(*parts.part(change, part), parts.lang) for part in change.wording]
    return [*lines, "", "</details>", ""]


def _flow(parts: Parts, flow: Flow) -> list[str]:
    olds = sorted({old for old, _ in flow.outcomes})
    news = sorted({new for _, new in flow.outcomes})
    head = (f"{parts.word('diff.before')} ↓ {parts.word('diff.after')} →", *(parts.word(new) for new in news))
    lines = [f"### {_plain(parts.word('diff.flow', file=flow.file))}", "", _row(head), _row(("---",) * len(head), raw=True)]
    for old in olds:
        lines.append(_row((parts.word(old), *(str(flow.outcomes.get((old, new), 0)) for new in news))))
    moved = sum(n for (old, new), n in flow.outcomes.items() if old != new)
    of = parts.word("diff.flow_of", n=moved, total=flow.total)
    return [*lines, "", f"{parts.word('diff.flow_changed')}{_colon(parts.lang)} {of}", ""]


def _row(cells: tuple[str, ...], raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else _plain(cell) for cell in cells) + " |"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text).replace("\n", " ")


def _colon(lang: str) -> str:
    return "\u00a0:" if lang == "fr" else ":"
