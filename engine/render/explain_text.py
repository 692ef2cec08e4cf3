"""Explanations as text: proof trees, indented.

In: a `FactLine`, names in a language, a page. Out: lines on the page.
Newly guaranteed: every line shows what was concluded or read, from where, by which rule, at which place of the policies.
"""

from __future__ import annotations

from engine.ground.spans import Span
from engine.linked.model import HERE
from engine.render.explain_words import WORDS, explain_word
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.phrases import phrase
from engine.trace.model import ComputedLine, FactLine, Line, RuleLine, TestLine

SIGNS = {True: "✓ ", False: "✗ ", None: "? "}
STEP = 2
CIRCUMSTANCES = {"as_of": "day", "office.place": "place", "office.set": "set"}


def explanation(page: Page, names: Names, line: FactLine) -> None:
    """The whole tree, on the page."""
    _Writer(page, names).fact(line, 0)


class _Writer:
    def __init__(self, page: Page, names: Names) -> None:
        self._page, self._names = page, names

    def word(self, key: str, /, **arguments: object) -> str:
        return explain_word(key, self._names.lang, **arguments)

    def line(self, line: Line, indent: int) -> None:
        match line:
            case FactLine():
                self.fact(line, indent)
            case RuleLine():
                self.rule(line, indent)
            case TestLine():
                self.test(line, indent)

    def fact(self, line: FactLine, indent: int) -> None:
        """What is concluded, how, and below it why."""
        head = self._head(line)
        how = f"how.{line.how}"
        if how in WORDS and (line.how != "open" or line.because):
            head += self.word(how)
        self._put(head, indent, _verdict(line))
        for below in line.because:
            self.line(below, indent + STEP)

    def _head(self, line: FactLine) -> str:
        label = self._label(line)
        suffix = self.word("here") if line.reading == HERE else ""
        if line.how in ("open", "conflict") or (line.value is None and line.is_not is None):
            return self.word("conflict" if line.how == "conflict" else "open", fact=label) + suffix
        pairs = {"need": ("required", "not_required"), "step": ("advised", "not_advised"), "here": ("competent", "not_competent")}
        if line.kind in pairs:
            return self.word(pairs[line.kind][0 if line.value is True else 1], fact=label) + suffix
        if line.is_not is not None:
            return self.word("refuted", fact=label, value=self._names.value(line.fact, line.is_not)) + suffix
        return self.word("established", fact=label, value=self._names.value(line.fact, line.value)) + suffix

    def _label(self, line: FactLine) -> str:
        name = line.fact.partition("@")[0]
        match line.kind:
            case "need":
                return self._names.paper(name)
            case "step":
                step = self._names.book.steps.get(name)
                return self._names.text(step.title) if step is not None else name
            case "here":
                return self._names.office(name)
            case _:
                return f"{self._names.fact(name)} [{name}]"

    def rule(self, line: RuleLine, indent: int) -> None:
        """A rule with its verdict, its force, its place and sources, and what carried or defeated it."""
        rule, verdict = line.rule, line.verdict
        key = {True: "rule.true", False: "rule.false", None: "rule.open"}[verdict]
        self._put(f"{self.word(key, title=self._names.text(rule.title))} [{rule.id}]", indent, verdict)
        force = self._names.word(f"force.{rule.force}")
        about = self.word(
            "rule.about", force=force, confidence=self._names.word(f"confidence.{rule.confidence}"), at=_at(rule.span)
        )
        self._put(about, indent + STEP, style="dim")
        if rule.cites:
            self._put(self.word("sources", cites=self._names.cites(rule.cites)), indent + STEP, style="dim")
        for below in line.because:
            self.line(below, indent + STEP)

    def test(self, line: TestLine, indent: int) -> None:
        """A test: the value read, its origin, what was expected, where the policy asks."""
        label = self.word(CIRCUMSTANCES[line.fact]) if line.fact in CIRCUMSTANCES else self._names.fact(line.fact)
        origin_key = f"origin.{line.origin}" if line.origin in ORIGINS else "origin.told"
        origin, expected = self.word(origin_key), phrase(self._names, line.fact, line.test)
        at = self.word("test.at", at=_at(line.span)) if line.span is not None else ""
        if line.value is None:
            text = self.word("test.untold", label=label, origin=origin, test=expected)
        else:
            value = phrase(self._names, line.fact, line.value)
            text = self.word("test.read", label=label, value=value, origin=origin, test=expected)
        self._put(text + at, indent, line.verdict)
        if line.computed is not None:
            self._computed(line.computed, indent + STEP)

    def _computed(self, line: ComputedLine, indent: int) -> None:
        parts = []
        for fact, value, _ in line.of:
            label = self.word("day") if fact == "as_of" else self._names.fact(fact)
            shown = self._names.word("open") if value is None else phrase(self._names, fact, value)
            parts.append(f"{label} ({shown})")
        self._put(self.word("computed", of=", ".join(parts)), indent, style="dim")
        if line.table is None or line.value is None:
            return
        if line.row is None:
            self._put(self.word("row.none", table=line.table), indent, style="dim")
            return
        window = line.row.window
        dates = self.word("row.from", day=self._names.day(window.start)) if window.start else ""
        dates += self.word("row.until", day=self._names.day(window.end)) if window.end else ""
        self._put(self.word("row", table=line.table, line=line.row.line, dates=dates), indent, style="dim")

    def _put(self, text: str, indent: int, verdict: bool | str | None = "", style: str | None = None) -> None:
        """A line; a verdict is a sign before it, or a word after it for screen readers."""
        if verdict == "":
            self._page.line(text, indent + STEP, style)
        elif self._page.plain:
            mark = {True: "mark.true", False: "mark.false", None: "mark.open"}[verdict]  # type: ignore[index]  # a verdict
            self._page.line(f"{text} ({self.word(mark)})", indent)
        else:
            self._page.line(text, indent, style, bullet=SIGNS[verdict])  # type: ignore[index]  # "" was dealt with above


ORIGINS = frozenset(("told", "held", "presumed", "computed", "asked", "untold", "circumstances"))


def _verdict(line: FactLine) -> bool | None:
    if line.value is None and line.is_not is None:
        return None
    return line.is_not is None and line.value is not False


def _at(span: Span) -> str:
    return f"{span.file}:{span.line}"
