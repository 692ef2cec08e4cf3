"""What every form of a comparison says of a change and of a profile.

In: a report, a language. Out: texts. Newly guaranteed: what was before is told in the words of the set before, what is after in
those of the set after.
"""

from __future__ import annotations

from engine.analysis.diff.meaning import ROWS, Change, Part
from engine.analysis.diff.report import DiffReport, Witness
from engine.analysis.diff.views import OUTCOME
from engine.decision.model import Decision
from engine.linked.model import Rule
from engine.policy.model import Text
from engine.render.diff_phrases import profile_text, value_text
from engine.render.names import Names
from engine.render.words import count

ROWS_SHOWN = 20
MOST_OTHER = 8
_WHOLE = ("when", "then", "says", "require", "not_required", "advise", "applies")


class Parts:
    """Texts of one report in one language."""

    def __init__(self, report: DiffReport, lang: str) -> None:
        day = next((witness.as_of for witness in report.witnesses), "9999-12-31")
        self.report, self.lang = report, lang
        self.before, self.after = Names(report.before.book, lang, day), Names(report.after.book, lang, day)

    def word(self, key: str, /, **arguments: object) -> str:
        """A word of the catalogue."""
        return self.after.word(key, **arguments)

    def title(self, change: Change) -> str:
        """The id of a part, with its title."""
        item = change.after if change.after is not None else change.before
        title = getattr(item, "title", None) or getattr(item, "label", None)
        shown = self.after.text(title) if isinstance(title, Text) else ""
        return f"{change.id} ({shown})" if shown and change.kind not in ("set",) else change.id

    def lines(self, change: Change) -> list[tuple[str, str | None, str | None]]:
        """What changed of a part: (name, before, after); None where a side has nothing."""
        if change.what == "changed":
            return self._cut([self.part(change, part) for part in change.parts], change)
        names = self.after if change.after is not None else self.before
        item = change.after if change.after is not None else change.before
        found: list[tuple[str, str | None, str | None]] = []
        for name in _WHOLE if isinstance(item, Rule) else ():
            value = getattr(item, name)
            if value not in ((), None):
                text = value_text(names, value)
                added = change.after is not None
                found.append((self.word(f"diff.part.{name}"), None if added else text, text if added else None))
        return found

    def part(self, change: Change, part: Part) -> tuple[str, str | None, str | None]:
        """One thing that changed."""
        if part.name in ("demand", "force", "confidence"):
            shown = (self.word(f"{part.name}.{value}") if value else self.word("none") for value in (part.before, part.after))
            return (self.word(f"diff.part.{part.name}"), *shown)  # type: ignore[return-value]
        fact = change.id if change.kind == "fact" and part.name in ("default", "presumed", "values") else ""
        before = None if part.name == ROWS and part.before is None else value_text(self.before, part.before, fact)
        after = None if part.name == ROWS and part.after is None else value_text(self.after, part.after, fact)
        return self.word(f"diff.part.{part.name}"), before, after

    def _cut(self, lines: list[tuple[str, str | None, str | None]], change: Change) -> list[tuple[str, str | None, str | None]]:
        if change.kind != "table" or len(lines) <= ROWS_SHOWN:
            return lines
        more = count("diff.more_rows", len(lines) - ROWS_SHOWN, self.lang)
        return [*lines[:ROWS_SHOWN], (self.word("diff.part.rows"), None, more)]

    def seen(self, change: Change) -> str:
        """Which profile shows a change, or that none does."""
        at = self.report.witness(change)
        if at is not None:
            return self.word("diff.see", n=at + 1)
        if f"{change.kind}:{change.id}" in self.report.proved:
            return self.word("diff.proved")
        if self.report.tried is None:
            return ""
        looked_for = change in self.report.meaning[: self.report.searched]
        return self.word("diff.unseen") if looked_for else self.word("diff.not_looked", n=self.report.searched)

    def tried(self) -> str:
        """What was tried in search of profiles, and what that is worth."""
        if self.report.tried is None:
            return self.word("diff.not_tried")
        return self.word("diff.proved_all") if self.report.same else self.word("diff.tried", n=self.report.tried)

    def told(self, witness: Witness) -> str:
        """What a profile tells, on which day, before which office."""
        told = self.after.join(profile_text(self.after, witness.profile)) or self.word("diff.nothing_told")
        parts = [told, self.word("diff.on", day=self.after.day(witness.as_of))]
        if witness.office is not None:
            parts.append(self.word("diff.at", office=self.after.office(witness.office)))
        return self.after.join(parts)

    def outcome(self, witness: Witness, *, after: bool) -> str:
        """The outcome of a profile on one side."""
        decision, names = (witness.after, self.after) if after else (witness.before, self.before)
        if decision is None:
            return self.word("diff.refused", codes=", ".join(witness.refused))
        parts = [names.word(decision.entitlement)]
        parts += [names.value(name, getattr(decision, name)) for name in ("ground", "procedure") if getattr(decision, name)]
        if decision.entitled_from:
            parts.append(f"{names.word('from').lower()} {names.day(decision.entitled_from)}")
        return ", ".join(parts)

    def papers(self, witness: Witness) -> list[tuple[str, str]]:
        """Papers more and less, and what else differs."""
        if witness.before is None or witness.after is None:
            return []
        old, new = _papers(witness.before), _papers(witness.after)
        found = []
        more = [self.after.paper(name) for name in new if name not in old]
        less = [self.before.paper(name) for name in old if name not in new]
        if more:
            found.append((self.word("diff.papers_more"), self.after.join(more)))
        if less:
            found.append((self.word("diff.papers_less"), self.after.join(less)))
        other = [name for name in witness.differs if name not in OUTCOME and " cites" not in name]
        shown = [self._view(name) for name in other if not (name.startswith("paper ") and name.count(" ") == 1)]
        if shown:
            found.append((self.word("diff.otherwise"), self.after.join(list(dict.fromkeys(shown))[:MOST_OTHER])))
        return found

    def _view(self, name: str) -> str:
        kind, _, rest = name.partition(" ")
        if not rest:
            return self.word(f"diff.view.{name}")
        head = rest.split(" ")[0]
        if kind in ("fact", "here", "difference"):
            return self.after.fact(head)
        if kind == "step":
            step = self.after.book.steps.get(head) or self.before.book.steps.get(head)
            return self.after.text(step.title) if step is not None else head
        return self.after.paper(head)


def _papers(decision: Decision) -> tuple[str, ...]:
    return tuple(item.id for item in decision.requirements if item.required)
