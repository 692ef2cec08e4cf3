"""What people type is understood, or is said not to be; nothing is guessed."""

from __future__ import annotations

import pytest

import engine
from engine.facts.case import Told
from engine.linked.domains import accepts_value
from engine.render.names import Names
from engine.render.replies import Unclear, choices, read_reply

BOOK = engine.load().book

UNDERSTOOD: list[tuple[str, str, str, Told]] = [
    ("en", "cover.rights_open", "yes", True),
    ("fr", "cover.rights_open", "Non", False),
    ("en", "cover.rights_open", "1", True),
    ("en", "person.birth_country", "united states", "US"),
    ("en", "person.birth_country", "États-Unis", "US"),
    ("fr", "person.birth_country", "etats-unis", "US"),
    ("en", "person.birth_country", "us", "US"),
    ("en", "person.nationalities", "France, GB", ("FR", "GB")),
    ("fr", "person.nationalities", "aucune", ()),
    ("fr", "person.birth_date", "02/05/1990", "1990-05-02"),
    ("en", "person.birth_date", "2 May 1990", "1990-05-02"),
    ("fr", "person.birth_date", "1er août 1990", "1990-08-01"),
    ("en", "person.birth_date", "1990-05-02", "1990-05-02"),
    ("en", "person.birth_date", "25/12/1990", "1990-12-25"),
    ("en", "birth_record.languages", "english; fr", ("en", "fr")),
    ("en", "residence.postcode", "75 019", "75019"),
    ("en", "residence.commune", "2a004", "2A004"),
    ("en", "residence.months_this_year", "7", 7),
    ("en", "activity.status", "employee", "employee"),
    ("en", "residence.territory", "Metropolitan France", "metropole"),
    ("fr", "residence.territory", "france métropolitaine", "metropole"),
    ("en", "office.code", "751", "751"),
]
UNCLEAR = [
    ("en", "person.birth_date", "03/04/1990"),  # two days, by custom
    ("en", "person.birth_date", "1990-02-30"),
    ("fr", "person.birth_date", "31/02/1990"),
    ("en", "residence.months_this_year", "13"),
    ("en", "residence.months_this_year", "²"),
    ("en", "cover.rights_open", "maybe"),
    ("en", "activity.status", "0"),
    ("en", "activity.status", "999"),
    ("en", "residence.postcode", "7501"),
    ("en", "number.status", "unknown"),
]


@pytest.mark.parametrize(("lang", "fact", "text", "value"), UNDERSTOOD)
def test_understood(lang: str, fact: str, text: str, value: Told) -> None:
    assert read_reply(Names(BOOK, lang, "2026-11-23"), BOOK.facts[fact], text) == value


@pytest.mark.parametrize(("lang", "fact", "text"), UNCLEAR)
def test_unclear(lang: str, fact: str, text: str) -> None:
    assert isinstance(read_reply(Names(BOOK, lang, "2026-11-23"), BOOK.facts[fact], text), Unclear)


def test_the_nearest_name_is_proposed() -> None:
    found = read_reply(Names(BOOK, "en", "2026-11-23"), BOOK.facts["person.birth_country"], "United Statez")
    assert found == Unclear("United Statez", ("United States",))
    begun = read_reply(Names(BOOK, "fr", "2026-11-23"), BOOK.facts["activity.status"], "salarié")
    assert isinstance(begun, Unclear) and "salarié en France" in begun.nearest and len(begun.nearest) > 1


def test_every_number_of_a_list_and_every_label_is_its_value() -> None:
    for lang in ("en", "fr"):
        names = Names(BOOK, lang, "2026-11-23")
        for fact in (fact for fact in BOOK.facts.values() if fact.origin == "input" and not fact.type.many):
            for at, value in enumerate(choices(fact), 1):
                assert read_reply(names, fact, str(at)) == value
                assert read_reply(names, fact, names.value(fact.name, value)) == value, (fact.name, value)
                assert accepts_value(fact, value)
