"""Names of the vocabulary and of the catalogues, as people read them.

In: a rulebook, a language, the day of the decision. Out: labels, titles, short citations.
Newly guaranteed: a name that has no text is shown as it stands; of several versions of a text, those in force on the day
are cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from engine.linked.model import NATIONAL, Rulebook
from engine.policy.model import Cite, Source, Text, Value
from engine.render.dates import day
from engine.render.words import count, word

CITED = 3
"""Sources shown on one line."""
KINDS = ("law", "guidance", "practice", "report")


class Names:
    """Names in one language."""

    def __init__(self, book: Rulebook, lang: str, as_of: str) -> None:
        self.book, self.lang, self.as_of = book, lang, as_of

    def text(self, text: Text) -> str:
        """The text in the language."""
        return text.in_language(self.lang)

    def word(self, key: str, /, **arguments: object) -> str:
        """A word of the user interface."""
        return word(key, self.lang, **arguments)

    def join(self, parts: Iterable[str]) -> str:
        """Parts on one line; empty ones are left out."""
        return (" ; " if self.lang == "fr" else "; ").join(part for part in parts if part)

    def day(self, iso: str) -> str:
        """A day in words."""
        return day(iso, self.lang)

    def fact(self, name: str) -> str:
        """The label of a fact."""
        fact = self.book.facts.get(name)
        return self.text(fact.label) if fact is not None and fact.label is not None else name

    def question(self, name: str) -> str:
        """The question that asks for a fact."""
        fact = self.book.facts.get(name)
        return self.text(fact.question) if fact is not None and fact.question is not None else self.fact(name)

    def value(self, name: str, value: Value | None) -> str:
        """The label of a value of a fact."""
        if value is None:
            return self.word("open")
        if isinstance(value, bool):
            return self.word("yes" if value else "no")
        fact = self.book.facts.get(name)
        labels = dict(fact.labels) if fact is not None else {}
        if value in labels:
            return self.text(labels[str(value)])
        kind = fact.type.kind if fact is not None else ""
        if kind == "date" and isinstance(value, str):
            return self.day(value)
        if kind == "country":
            return self.countries.get(str(value), str(value))
        return str(value)

    @cached_property
    def countries(self) -> dict[str, str]:
        """Names of countries, from the table that has them."""
        table = self.book.tables.get("country-names")
        if table is None:
            return {}
        at = next((at for at, column in enumerate(table.columns) if column.name == f"name_{self.lang}"), 0)
        return {row.key[0]: row.values[at] for row in table.rows}

    def office(self, code: str) -> str:
        """The name of a fund, with its code."""
        name = self.cell("offices", code, "name")
        return f"{name} ({code})" if name is not None else code

    def desk(self, code: str) -> str:
        """The name of a desk of a fund."""
        return self.cell("desks", code, f"name_{self.lang}") or code

    def cell(self, table: str, key: str, column: str) -> str | None:
        """A cell of a table, by the key of its row."""
        found = self.book.tables.get(table)
        if found is None:
            return None
        at = next((at for at, other in enumerate(found.columns) if other.name == column), None)
        row = next((row for row in found.rows if row.key[0] == key), None)
        return row.values[at] if row is not None and at is not None else None

    def document(self, name: str) -> str:
        """The title of a document."""
        found = self.book.documents.get(name)
        return self.text(found.title) if found is not None else name

    def paper(self, name: str) -> str:
        """The title of a requirement, or of a document."""
        found = self.book.requirements.get(name)
        return self.text(found.title) if found is not None else self.document(name)

    def rule(self, name: str) -> str:
        """The title of a rule."""
        index = self.book.index
        return self.text(index.rule(name).title) if name in index else name

    def layer(self, layer: str) -> str:
        """Who speaks: a fund."""
        return "" if layer == NATIONAL else self.office(layer)

    # sources ---------------------------------------------------------------------------------------------------------

    def in_force(self, cites: Sequence[Cite]) -> list[Cite]:
        """The citations whose text is in force on the day (all of them where none is), law first."""
        known = [cite for cite in cites if cite.source in self.book.sources]
        current = [cite for cite in known if self.book.sources[cite.source].in_force.covers(self.as_of)]
        return sorted(current or known, key=lambda cite: KINDS.index(self.book.sources[cite.source].kind))

    def cites(self, cites: Sequence[Cite], most: int = CITED) -> str:
        """Short citations on one line."""
        found = self.in_force(cites)
        shown: list[str] = []
        before = ""
        for cite in found[:most]:
            source = self.book.sources[cite.source]
            title = self.text(source.title)
            code, comma, article = title.partition(", art. ")
            shown.append((f"art. {article}" if comma and code == before else title) + (f", {cite.item}" if cite.item else ""))
            before = code if comma else ""
        if len(found) > most:
            shown.append(count("more", len(found) - most, self.lang))
        return self.join(shown)

    def source(self, name: str) -> str:
        """The title of a source."""
        found: Source | None = self.book.sources.get(name)
        return self.text(found.title) if found is not None else name

    def rules(self, rules: Iterable[str]) -> str:
        """Titles of rules on one line."""
        return self.join(self.rule(name) for name in rules)
