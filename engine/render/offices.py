"""The funds, and what the file of one of them holds.

In: a rulebook. Out: text and JSON. Newly guaranteed: every rule of an office stands with the grade of its evidence
and when it was seen.
"""

from __future__ import annotations

import datetime

from engine.decision.support import stale
from engine.linked.model import Rule, Rulebook
from engine.render.decision_json import Json, cites
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.text_rest import seen


def office_codes(book: Rulebook) -> list[str]:
    """The codes of the table of offices, in order."""
    table = book.tables.get("offices")
    return [row.key[0] for row in table.rows] if table is not None else sorted(book.offices)


def codes_of_department(names: Names, department: str) -> list[str]:
    """The funds of a département, by its number as postcodes begin."""
    codes = office_codes(names.book)
    return [code for code in codes if department in (names.cell("offices", code, "departments") or "").split("|")]


def offices_text(page: Page, names: Names) -> str:
    """Every fund on a line."""
    codes = office_codes(names.book)
    page.heading(f"{names.word('offices.title')} ({len(codes)})")
    for code in codes:
        own = f" — {names.word('offices.layer')}" if code in names.book.offices else ""
        name = names.office(code).removesuffix(f" ({code})")
        page.line(f"{name}{own}", bullet=f"{code}  " if not page.plain else "", style="bold" if own else None)
    return page.text()


def offices_json(book: Rulebook, names: Names) -> list[Json]:
    """Every fund."""
    return [
        {"code": code, "name": names.office(code).removesuffix(f" ({code})"), "layer": code in book.offices}
        for code in office_codes(book)
    ]


def rules_of(book: Rulebook, code: str) -> list[Rule]:
    """The rules of an office, in order."""
    return [rule for rule in book.rules if rule.layer == code]


def office_text(page: Page, names: Names, code: str) -> str:
    """One fund: where it is, what it asks, what is said of it."""
    page.heading(names.office(code))
    office = names.book.offices.get(code)
    departments = names.cell("offices", code, "departments")
    if departments:
        page.labelled(names.word("offices.departments"), departments.replace("|", ", "))
    if office is not None and office.mail is not None:
        page.labelled(names.word("mail"), ", ".join(office.mail.lines))
    if office is not None and office.page is not None:
        page.labelled(names.word("page"), office.page)
    rules = rules_of(names.book, code)
    if not rules:
        page.line(names.word("offices.none"))
    for key, kept in (
        ("offices.asks", [rule for rule in rules if rule.then or rule.require or rule.not_required]),
        ("offices.says", [rule for rule in rules if rule.says]),
        ("offices.advises", [rule for rule in rules if rule.advise]),
    ):
        if kept:
            page.heading(names.word(key))
            for rule in kept:
                _rule(page, names, rule)
    return page.text()


def _rule(page: Page, names: Names, rule: Rule) -> None:
    page.line(names.text(rule.title), bullet="• ")
    for fact, value in (*rule.then, *rule.says):
        page.labelled(names.fact(fact), names.value(fact, value), 2)
    for paper in (*rule.require, *rule.not_required):
        page.line(names.paper(paper), 2)
    for step in rule.advise:
        page.line(names.text(names.book.steps[step].title), 2)
    evidence = rule.evidence
    parts = [names.word(f"rests.{rule.force}")]
    if evidence is not None:
        parts += [names.word("desk", desk=names.desk(evidence.desk))] if evidence.desk else []
        old = stale(evidence, datetime.date.fromisoformat(names.as_of))
        parts.append(seen(names, evidence.grade, evidence.observed_on, old))
    page.line(names.join([*parts, names.cites(rule.cites)]), 2, style="dim")
    if evidence is not None and evidence.url is not None:
        page.line(evidence.url, 2, style="dim")


def office_json(book: Rulebook, names: Names, code: str) -> Json:
    """One fund."""
    office = book.offices.get(code)
    mail = office.mail if office is not None else None
    return {
        "code": code,
        "name": names.office(code).removesuffix(f" ({code})"),
        "version": office.version if office is not None else None,
        "page": office.page if office is not None else None,
        "mail": {"lines": list(mail.lines), "source": mail.source, "observed_on": mail.observed_on} if mail else None,
        "rules": [_rule_json(names, rule) for rule in rules_of(book, code)],
    }


def _rule_json(names: Names, rule: Rule) -> Json:
    evidence = rule.evidence
    return {
        "id": rule.id,
        "title": names.text(rule.title),
        "then": dict(rule.then),
        "says": dict(rule.says),
        "require": list(rule.require),
        "not_required": list(rule.not_required),
        "advise": list(rule.advise),
        "force": rule.force,
        "grade": evidence.grade if evidence is not None else None,
        "observed_on": evidence.observed_on if evidence is not None else None,
        "stale": evidence is not None and stale(evidence, datetime.date.fromisoformat(names.as_of)),
        "url": evidence.url if evidence is not None else None,
        "cites": cites(rule.cites),
    }
