"""No drawn person is impossible, by a list written apart from the weights and from the combinations that cannot be."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from engine.api.policyset import load
from engine.api.population import people

DAY = datetime.date(2026, 11, 27)


def names(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


EUROPE = names("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH")
HOLIDAY = names("AR AU BR CA CL CO EC HK JP KR MX NZ PE RU TW UY")
SHORT = names(
    "attestation_demande_asile attestation_prolongation_instruction recepisse_premiere_demande "
    "recepisse_renouvellement recepisse_refugie recepisse_protection_subsidiaire aps visa_c vls_ts "
    "vls_t_dispense_carte visa_vacances_travail"
)
PARTNERS = ("spouse", "pacs", "cohabiting_partner")
Told = Mapping[str, object]


def age(told: Told) -> int | None:
    """Full years; None where no birth date is told."""
    if "person.birth_date" not in told:
        return None
    born = datetime.date.fromisoformat(str(told["person.birth_date"]))
    return DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day))


def younger(told: Told, than: int) -> bool:
    """Surely younger."""
    years = age(told)
    return years is not None and years < than


def nations(told: Told) -> frozenset[str]:
    """Nationalities told."""
    found = told.get("person.nationalities", ())
    assert isinstance(found, tuple | list)
    return frozenset(found)


def days_left(told: Told) -> int:
    """Days for which the document is still valid."""
    return (datetime.date.fromisoformat(str(told.get("stay.expires_on", DAY))) - DAY).days


def has(told: Told, name: str, *values: object) -> bool:
    """Whether it is told, and one of these."""
    return told.get(name) in values


IMPOSSIBLE: dict[str, Callable[[Told], bool]] = {
    "a European with a permit of foreigners": lambda p: bool(nations(p) & EUROPE) and not has(p, "stay.document", None, "none"),
    "a European with a mention on a permit": lambda p: bool(nations(p) & EUROPE) and "stay.mention" in p,
    "a European under asylum": lambda p: bool(nations(p) & EUROPE) and not has(p, "asylum.status", None, "none"),
    "stateless, and a national": lambda p: has(p, "asylum.status", "stateless") and bool(nations(p)),
    "an Algerian certificate for others": lambda p: (
        has(p, "stay.document", "certificat_residence_algerien") and bool(nations(p)) and "DZ" not in nations(p)
    ),
    "a working holiday without a treaty": lambda p: (
        has(p, "stay.document", "visa_vacances_travail") and bool(nations(p)) and not nations(p) & HOLIDAY
    ),
    "a working holiday past 35": lambda p: has(p, "stay.document", "visa_vacances_travail") and (age(p) or 0) > 35,
    "a mention on what has none": lambda p: (
        has(p, "stay.document", "none", "visa_c", "visa_waiver_stay", "visa_vacances_travail") and "stay.mention" in p
    ),
    "a short visa for more than 90 days": lambda p: has(p, "stay.document", "visa_c") and days_left(p) > 90,
    "a document of a year that is valid for longer": lambda p: p.get("stay.document") in SHORT and days_left(p) > 366,
    "an end of what has none": lambda p: has(p, "stay.document", "none") and "stay.expires_on" in p,
    "an attestation of asylum without application": lambda p: (
        has(p, "stay.document", "attestation_demande_asile") and not has(p, "asylum.status", None, "applicant")
    ),
    "a validation of what is not validated": lambda p: "stay.validated" in p and not has(p, "stay.document", None, "vls_ts"),
    "a child at work": lambda p: younger(p, 16) and not has(p, "activity.status", None, "inactive", "student"),
    "a pension of the young": lambda p: (
        younger(p, 50)
        and (has(p, "activity.status", "pensioner") or has(p, "pension.french", True) or has(p, "pension.eu_eea_ch_uk", True))
    ),
    "a married child": lambda p: (
        younger(p, 18) and (has(p, "family.link", *PARTNERS) or not has(p, "family.marital_status", None, "single"))
    ),
    "a parent of school age": lambda p: younger(p, 16) and not has(p, "family.minor_children", None, 0),
    "many children before 21": lambda p: younger(p, 21) and int(str(p.get("family.minor_children", 0))) > 2,
    "small children of the old": lambda p: (age(p) or 0) >= 80 and not has(p, "family.minor_children", None, 0),
    "more years in France than of life": lambda p: (
        age(p) is not None and int(str(p.get("stay.eu_residence_years", 0))) > (age(p) or 0)
    ),
    "rights without a number": lambda p: has(p, "number.status", "none") and has(p, "cover.rights_open", True),
    "a card without a number": lambda p: has(p, "number.status", "none") and has(p, "card.held", True),
    "a territory of France abroad": lambda p: (
        not has(p, "residence.country", None, "FR") and not has(p, "residence.territory", None, "abroad")
    ),
    "a postcode abroad": lambda p: not has(p, "residence.country", None, "FR") and "residence.postcode" in p,
    "a sponsor of nobody": lambda p: has(p, "family.link", "none") and "family.sponsor_rights_open" in p,
    "an OFPRA record of another country": lambda p: (
        has(p, "birth_record.kind", "ofpra") and not has(p, "birth_record.issuing_country", None, "FR")
    ),
    "a French record translated or apostilled": lambda p: (
        has(p, "birth_record.issuing_country", "FR")
        and not (has(p, "birth_record.translation", None, "none") and has(p, "birth_record.authentication", None, "none"))
    ),
    "a European form from outside the Union": lambda p: (
        has(p, "birth_record.kind", "eu_form_attached") and p.get("birth_record.issuing_country", "FR") not in EUROPE
    ),
    "a multilingual record translated": lambda p: (
        has(p, "birth_record.kind", "ciec_multilingual") and not has(p, "birth_record.translation", None, "none")
    ),
    "a withdrawal agreement of others": lambda p: (
        has(p, "stay.withdrawal_agreement", True) and bool(nations(p)) and "GB" not in nations(p)
    ),
    "a withdrawal agreement of who came later": lambda p: (
        has(p, "stay.withdrawal_agreement", True) and str(p.get("residence.since", "")) > "2020-12-31"
    ),
    "what lies ahead told as past": lambda p: any(
        str(p.get(name, "")) > DAY.isoformat()
        for name in ("person.birth_date", "residence.since", "activity.since", "stay.entered_on")
    ),
    "an end before the entry": lambda p: (
        "stay.expires_on" in p and "stay.entered_on" in p and str(p["stay.expires_on"]) < str(p["stay.entered_on"])
    ),
}


@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_is_impossible(seed: int) -> None:
    """Thousands of people, each held against the whole list."""
    found: Counter[str] = Counter()
    first: dict[str, Told] = {}
    for row in itertools.islice(people(load(), seed, DAY)[1], 15_000):
        for name, test in IMPOSSIBLE.items():
            if test(row.told):
                found[name] += 1
                first.setdefault(name, row.told)
    assert not found, first


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a European with a permit of foreigners", {"person.nationalities": ("DZ", "ES"), "stay.document": "vls_ts"}),
        ("a pension of the young", {"person.birth_date": "2000-01-01", "pension.french": True}),
        ("a short visa for more than 90 days", {"stay.document": "visa_c", "stay.expires_on": "2027-11-01"}),
        ("an OFPRA record of another country", {"birth_record.kind": "ofpra", "birth_record.issuing_country": "AF"}),
        ("an end before the entry", {"stay.entered_on": "2020-02-01", "stay.expires_on": "2020-01-01"}),
    ],
)
def test_the_list_sees_them(name: str, told: Told) -> None:
    """The list itself finds what it names."""
    assert [found for found, test in IMPOSSIBLE.items() if test(told)] == [name]
