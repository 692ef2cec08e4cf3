"""A comparison of two policy sets as text.

In: a report and a page. Out: text. Newly guaranteed: wording stands apart; not seen to differ is not called the same.
"""

from __future__ import annotations

from engine.analysis.diff.meaning import KINDS, Change
from engine.analysis.diff.report import DiffReport, Flow
from engine.render.diff_parts import Parts
from engine.render.layout import Page
from engine.render.words import count


def diff_text(page: Page, report: DiffReport) -> str:
    """The whole page."""
    parts = Parts(report, page.lang)
    for key, side in (("diff.before", report.before), ("diff.after", report.after)):
        named = side.named
        page.labelled(parts.word(key), parts.word("diff.side", **{**named, "digest": named["digest"][:19]}), column=9)
    if not report.changes:
        page.gap()
        page.line(parts.word("diff.identical" if report.before.book.digest == report.after.book.digest else "diff.same"))
    elif not report.meaning:
        page.gap()
        page.line(parts.word("diff.same"))
    else:
        page.gap()
        page.line(count("diff.meaning", len(report.meaning), page.lang), style="bold")
    for kind in KINDS:
        found = [change for change in report.meaning if change.kind == kind.name]
        if found:
            page.heading(parts.word(f"diff.kind.{kind.name}"))
        for change in found:
            _change(page, parts, change)
    _witnesses(page, parts)
    _wording(page, parts)
    if report.flow is not None:
        _flow(page, parts, report.flow)
    return page.text()


def _change(page: Page, parts: Parts, change: Change) -> None:
    page.line(f"{parts.word(f'diff.{change.what}')}: {parts.title(change)}" if page.lang == "en"
              else f"{parts.word(f'diff.{change.what}')} : {parts.title(change)}", bullet="• ")  # fmt: skip
    for name, before, after in parts.lines(change):
        _sides(page, name, before, after)
    seen = parts.seen(change)
    if seen:
        page.line(seen, 4, style="dim")


def _sides(page: Page, name: str, before: str | None, after: str | None) -> None:
    page.line(name, 4)
    if before is not None:
        page.line(before, 6, bullet="- ", style="bad")
    if after is not None:
        page.line(after, 6, bullet="+ ", style="good")


def _witnesses(page: Page, parts: Parts) -> None:
    report = parts.report
    if not report.meaning:
        return
    page.heading(parts.word("diff.profiles"))
    for at, witness in enumerate(report.witnesses, 1):
        page.line(parts.word("diff.profile", n=at), bullet="• ")
        page.labelled(parts.word("diff.told"), parts.told(witness), 2)
        page.labelled(parts.word("diff.before"), parts.outcome(witness, after=False), 2)
        page.labelled(parts.word("diff.after"), parts.outcome(witness, after=True), 2)
        for label, text in parts.papers(witness):
            page.labelled(label[:1].upper() + label[1:], text, 2)
    page.line(parts.tried(), style="dim")


def _wording(page: Page, parts: Parts) -> None:
    wording = parts.report.wording
    if not wording:
        return
    page.heading(count("diff.wording", len(wording), page.lang))
    for change in wording:
        page.line(change.id, bullet="• ")
        for part in change.wording:
            _sides(page, *parts.part(change, part))


def _flow(page: Page, parts: Parts, flow: Flow) -> None:
    page.heading(parts.word("diff.flow", file=flow.file))
    page.line(count("diff.flow_total", flow.total, page.lang))
    moved = sum(n for (old, new), n in flow.outcomes.items() if old != new)
    page.labelled(parts.word("diff.flow_changed"), parts.word("diff.flow_of", n=moved, total=flow.total), 2)
    page.labelled(parts.word("diff.flow_shown"), parts.word("diff.flow_of", n=flow.shown, total=flow.total), 2)
    for (old, new), n in sorted(flow.outcomes.items(), key=lambda item: (item[0][0] == item[0][1], -item[1])):
        lines = flow.examples.get((old, new), ())
        named = f" ({parts.word('diff.flow_lines', lines=', '.join(map(str, lines)))})" if lines else ""
        page.line(f"{parts.word(old)} → {parts.word(new)}: {n}{named}" if page.lang == "en"
                  else f"{parts.word(old)} → {parts.word(new)} : {n}{named}", bullet="• ")  # fmt: skip
    _moved(page, parts, flow)
    if flow.rejected:
        page.line(count("diff.flow_rejected", len(flow.rejected), page.lang), style="warn")
        for line, codes in flow.rejected[:5]:
            page.line(f"{parts.word('diff.flow_lines', lines=line)}: {', '.join(codes)}", 2)


def _moved(page: Page, parts: Parts, flow: Flow) -> None:
    """By ground and by office, only where something changes."""
    grounds = [(pair, n) for pair, n in sorted(flow.grounds.items(), key=lambda item: -item[1]) if pair[0] != pair[1]]
    if grounds:
        page.line(parts.word("diff.flow_grounds"), style="bold")
    for (old, new), n in grounds:
        shown = (names.value("ground", None if value == "open" else value) for names, value in
                 ((parts.before, old), (parts.after, new)))  # fmt: skip
        page.line(f"{' → '.join(shown)}: {n}" if page.lang == "en" else f"{' → '.join(shown)} : {n}", bullet="• ")
    offices = [(code, n) for code, n in sorted(flow.offices.items(), key=lambda item: -item[1][0]) if n[0]]
    if offices:
        page.line(parts.word("diff.flow_offices"), style="bold")
    for code, (n, total) in offices:
        name = parts.after.office(code) if code else parts.word("open")
        page.labelled(name, parts.word("diff.flow_of", n=n, total=total), 2)
