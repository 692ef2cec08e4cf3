"""Offices side by side for one profile: what differs, next to the law.

In: decisions of one profile, one an office. Out: `Comparison`, its text and its JSON. Newly guaranteed: every paper
and attribute that any of the decisions shows is there for each of them.
"""

from __future__ import annotations

from engine.decision.model import AttributeNeed, Decision, Difference, RequirementFound
from engine.ground.records import dataclass
from engine.linked.model import NATIONAL, Rulebook
from engine.policy.model import Cite, Value
from engine.render.decision_json import Json, cites, difference_json
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.text_papers import attribute_name
from engine.render.text_rest import said_lines

OUTCOME = ("entitlement", "ground", "procedure", "entitled_from")
Compared = tuple[tuple[str, Decision], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One paper (`fact` None), one attribute of a paper, or another fact that varies (no `paper`), at each office."""

    paper: str
    attribute: str | None
    fact: str | None
    law: Value | None
    here: tuple[Value | None, ...]

    @property
    def differs(self) -> bool:
        """Whether some office departs from the law, or from another office."""
        return any(value != self.law for value in self.here)


def rows(compared: Compared) -> tuple[Row, ...]:
    """Papers in the order of the catalogue, each with its attributes below it."""
    found: list[Row] = []
    for paper in dict.fromkeys(item.id for _, decision in compared for item in decision.requirements):
        items = [_paper(decision, paper) for _, decision in compared]
        first = next(item for item in items if item is not None)
        needed = tuple(False if item is None else item.required for item in items)
        found.append(Row(paper, None, None, first.law, needed))
        for name, need in first.attributes:
            here = tuple(_attribute(item, name) for item in items)
            found.append(Row(paper, name, need.fact, need.law, here))
    shown = {row.fact for row in found}
    return (*found, *(row for row in _other_facts(compared) if row.fact not in shown))


def _other_facts(compared: Compared) -> list[Row]:
    """Facts that vary and are no attribute of a paper, where an office departs from the law (the translator, say)."""
    law = dict(compared[0][1].facts)
    here = [dict(decision.here) for _, decision in compared]
    found = [Row("", None, name, law.get(name), tuple(values[name] for values in here)) for name in here[0]]
    return [row for row in found if row.law is not None and row.differs]


def _paper(decision: Decision, paper: str) -> RequirementFound | None:
    return next((item for item in decision.requirements if item.id == paper), None)


def _need(item: RequirementFound | None, name: str) -> AttributeNeed | None:
    return dict(item.attributes).get(name) if item is not None else None


def _attribute(item: RequirementFound | None, name: str) -> Value | None:
    need = _need(item, name)
    return None if need is None else need.is_


# text ----------------------------------------------------------------------------------------------------------------


def compare_text(page: Page, names: Names, compared: Compared, *, differing: bool = False) -> str:
    """The comparison on a page. differing: only what an office asks otherwise."""
    page.heading(names.word("compare.outcome"))
    _outcome(page, names, compared)
    table = rows(compared)
    page.heading(names.word("compare.papers"))
    departing = [row for row in table if row.differs]
    if not departing:
        page.line(names.word("compare.nothing"))
    for row in departing:
        _row(page, names, compared, row)
    if differing:
        return page.text()
    same = [row for row in table if not row.differs and row.fact is None]
    if same:
        page.heading(names.word("compare.same"))
        for row in same:
            extra = _attributes(names, [other for other in table if other.paper == row.paper and other.attribute])
            maybe = f" ({names.word('open')})" if row.here[0] is None else ""
            page.line(names.paper(row.paper) + (f" ({extra})" if extra else "") + maybe, bullet="• ")
    _said(page, names, compared)
    _notes(page, names, compared)
    return page.text()


def _outcome(page: Page, names: Names, compared: Compared) -> None:
    every = {outcome_line(names, decision) for _, decision in compared}
    if len(every) == 1:
        page.labelled(names.word("compare.same"), every.pop())
        return
    for code, decision in compared:
        page.labelled(names.office(code), outcome_line(names, decision))


def outcome_line(names: Names, decision: Decision) -> str:
    """The outcome on one line."""
    parts = [names.word(decision.entitlement), names.value("ground", decision.ground)]
    parts.append(names.value("procedure", decision.procedure))
    if decision.entitled_from:
        parts.append(f"{names.word('from').lower()} {names.day(decision.entitled_from)}")
    return ", ".join(parts)


def _row(page: Page, names: Names, compared: Compared, row: Row) -> None:
    page.line(row_title(names, row), bullet="• ")
    page.labelled(names.word("compare.law"), shown_value(names, row, row.law), 2)
    for (code, decision), value in zip(compared, row.here, strict=True):
        shown = shown_value(names, row, value)
        grounds = _grounds(names, decision, row) if value != row.law else ""
        page.labelled(names.office(code), f"{shown} ({grounds})" if grounds else shown, 2)


def row_title(names: Names, row: Row) -> str:
    """What a row is about."""
    paper = names.paper(row.paper)
    if row.fact is None:
        return paper
    if row.attribute is None:
        return names.fact(row.fact)
    return names.word("colon", label=paper, text=attribute_name(names, row.attribute, row.fact).lower())


def shown_value(names: Names, row: Row, value: Value | None) -> str:
    """A value of a row, in words."""
    if row.fact is not None or value is None:
        return names.value(row.fact or "", value)
    return names.word("compare.required" if value else "compare.not_required")


def _grounds(names: Names, decision: Decision, row: Row) -> str:
    """Why an office departs from the law: the titles of its rules and its sources."""
    because, cited = support(decision, row)
    return names.join((names.rules(because), names.cites(cited)))


def support(decision: Decision, row: Row) -> tuple[tuple[str, ...], tuple[Cite, ...]]:
    """Rules and sources of a row at one office."""
    item = _paper(decision, row.paper)
    need = _need(item, row.attribute) if row.attribute else None
    if need is not None:
        return need.because, need.cites
    if row.fact is None:
        return (item.because, item.cites) if item is not None else ((), ())
    said = [said for found in decision.differences if found.fact == row.fact for said in found.said if said.concludes]
    return tuple(entry.rule for entry in said), tuple(cite for entry in said for cite in entry.cites)


def _attributes(names: Names, below: list[Row]) -> str:
    shown = [(attribute_name(names, row.attribute or "", row.fact or ""), row) for row in below if not row.differs]
    return ", ".join(names.word("colon", label=label.lower(), text=names.value(row.fact or "", row.law)) for label, row in shown)


def _said(page: Page, names: Names, compared: Compared) -> None:
    """What is said of each fact, everywhere and at each office."""
    found: dict[str, list[Difference]] = {}
    for _, decision in compared:
        for difference in decision.differences:
            found.setdefault(difference.fact, []).append(difference)
    if not found:
        return
    page.heading(names.word("compare.said"))
    for fact, differences in found.items():
        first = differences[0]
        page.line(names.fact(fact), bullet="• ")
        page.labelled(names.word("compare.law"), names.value(fact, first.is_), 2)
        if first.because:
            page.line(names.join((names.rules(first.because), names.cites(first.cites))), 4, style="dim")
        everything = dict.fromkeys(said for difference in differences for said in difference.said)
        for said in sorted(everything, key=lambda entry: entry.by != NATIONAL):  # everywhere first, then office by office
            said_lines(page, names, fact, said)


def _notes(page: Page, names: Names, compared: Compared) -> None:
    """Cautions that not every office has."""
    everywhere = set.intersection(*({note.id for note in decision.notes} for _, decision in compared))
    lines = [(code, note) for code, decision in compared for note in decision.notes if note.id not in everywhere]
    if lines:
        page.heading(names.word("notes"))
    for code, note in lines:
        step = names.book.steps[note.id]
        page.labelled(names.office(code), names.text(step.text or step.title))
        page.line(names.cites(note.cites), 4, style="dim")


# JSON ----------------------------------------------------------------------------------------------------------------


def compare_json(compared: Compared, book: Rulebook, lang: str, *, differing: bool = False) -> Json:
    """The comparison as JSON values. differing: only the rows in which an office departs from the law."""
    names = Names(book, lang, compared[0][1].as_of)
    codes = [code for code, _ in compared]
    return {
        "as_of": compared[0][1].as_of,
        "offices": {
            code: {**{name: getattr(decision, name) for name in OUTCOME}, "name": names.office(code)}
            for code, decision in compared
        },
        "rows": [_row_json(names, row, codes, compared) for row in rows(compared) if row.differs or not differing],
        "differences": {code: [difference_json(found) for found in decision.differences] for code, decision in compared},
    }


def _row_json(names: Names, row: Row, codes: list[str], compared: Compared) -> Json:
    here: Json = {}
    for code, value, (_, decision) in zip(codes, row.here, compared, strict=True):
        because, cited = support(decision, row)
        here[code] = {"is": value, "because": list(because), "cites": cites(cited)}
    return {
        "requirement": row.paper or None,
        "title": row_title(names, row),
        "attribute": row.attribute,
        "fact": row.fact,
        "differs": row.differs,
        "law": row.law,
        "here": here,
    }
