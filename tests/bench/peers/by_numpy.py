"""The same decision by hand in numpy: a formula for each conclusion, which OpenFisca uses as well.

In: columns as codes. Out: columns as codes, and truth for each paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import numpy as np

from tests.bench.peers.by_hand import OUTCOMES, PAPERS, SPOKEN
from tests.bench.peers.people import ACTIVITY, DOCUMENT, FILING, FUND, LANGUAGES, MARITAL, countries

Array: TypeAlias = Any
Get: TypeAlias = Callable[[str], Array]
COUNTRIES = countries()
CODES = [row["country"] for row in COUNTRIES]
WORDS: dict[str, list[str]] = {
    "person.nationality": CODES, "person.birth_country": CODES, "record.language": LANGUAGES, "activity.status": ACTIVITY,
    "stay.document": DOCUMENT, "fund.name": FUND, "filing.by": FILING, "person.marital_status": MARITAL,
    "zone": ["fr", "eea", "other"], "authentication": ["none", "apostille", "legalisation"],
    **{name: words.split() for name, words in OUTCOMES.items()},
}  # fmt: skip
"""What codes stand for."""
NUMBERS = ("residence.months", "record.age_months", "family.children")
ZONE = np.array([WORDS["zone"].index(row["zone"]) for row in COUNTRIES], np.uint8)
AUTHENTICATION = np.array([WORDS["authentication"].index(row["authentication"]) for row in COUNTRIES], np.uint8)
MULTILINGUAL = np.array([row["multilingual"] == "true" for row in COUNTRIES])
CHUNK = 65_536


def inputs(table: Any) -> dict[str, Array]:
    """An Arrow table of people as codes of a byte."""
    found = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        values = column.indices if name in WORDS else column
        found[name] = values.to_numpy(zero_copy_only=False)
        if found[name].dtype != np.bool_:
            found[name] = found[name].astype(np.uint8)
    return found


def one_of(get: Get, name: str, values: str) -> Array:
    """Whether a code stands for one of some values."""
    column, found = get(name), None
    for value in values.split():
        same = column == WORDS[name].index(value)
        found = same if found is None else found | same
    return found


def first(name: str, cases: Sequence[tuple[Array, str]], otherwise: str) -> Array:
    """The value of the first case that holds."""
    codes = {word: np.uint8(at) for at, word in enumerate(WORDS[name])}
    found: Array = codes[otherwise]
    for when, value in reversed(cases):
        found = np.where(when, codes[value], found)
    return found


def route(get: Get) -> Array:
    """By what someone is covered."""
    student = one_of(get, "activity.status", "student")
    settled = get("regular") & ((get("residence.months") >= 3) | get("occupied") | student | get("person.minor"))
    return first("route", [
        (~settled, "none"), (get("person.minor"), "minor"), (get("cover.s1"), "s1"), (get("occupied"), "work"),
        (student, "student"), (one_of(get, "activity.status", "jobseeker"), "jobseeker"),
        (get("family.spouse_of_insured"), "spouse"), (one_of(get, "zone", "eea"), "eea_inactive"),
    ], "residence")  # fmt: skip


def status(get: Get) -> Array:
    """Whether they are."""
    none = one_of(get, "route", "none")
    return first("status", [
        (none & get("regular"), "pending"), (none, "refused"),
        (one_of(get, "route", "eea_inactive") & ~get("means.sufficient"), "refused"),
        (one_of(get, "route", "eea_inactive residence jobseeker") & get("cover.other"), "elsewhere"),
    ], "eligible")  # fmt: skip


def form(get: Get) -> Array:
    """The form of the birth certificate."""
    return first("certificate.form", [
        (~get("ok"), "none"), (get("person.born_in_france"), "fr_copy"), (get("multilingual"), "multilingual_extract"),
        (get("person.minor"), "full_copy"),
    ], "extract_filiation")  # fmt: skip


def copy(get: Get) -> Array:
    """Whether the original is wanted."""
    proven = ~one_of(get, "certificate.authentication", "none")
    return first("certificate.copy", [
        (~get("foreign"), "none"), (one_of(get, "fund.name", "a"), "original"),
        (one_of(get, "fund.name", "b c") & proven, "original"),
        (one_of(get, "fund.name", "d") & ~one_of(get, "filing.by", "online"), "original"),
    ], "copy")  # fmt: skip


def channel(get: Get) -> Array:
    """How papers are filed."""
    original = one_of(get, "certificate.copy", "original")
    return first("filing.channel", [
        (~get("ok"), "none"), (original & one_of(get, "filing.by", "counter"), "counter"), (original, "mail"),
        (get("bank.details"), "online"),
    ], "mail")  # fmt: skip


def unread(get: Get) -> Array:
    """Whether the record is in a language that the fund does not read."""
    found = np.zeros(len(get("fund.name")), np.bool_)
    for fund, spoken in SPOKEN.items():
        found |= one_of(get, "fund.name", fund) & ~one_of(get, "record.language", spoken)
    return found


def old(get: Get) -> Array:
    """Whether the record is older than the fund accepts."""
    age = get("record.age_months")
    return (one_of(get, "fund.name", "a c") & (age > 3)) | (one_of(get, "fund.name", "b d") & (age > 6))


STEPS: Mapping[str, Callable[[Get], Array]] = {
    "zone": lambda get: ZONE[get("person.nationality")],
    "authentication": lambda get: AUTHENTICATION[get("person.birth_country")],
    "multilingual": lambda get: MULTILINGUAL[get("person.birth_country")],
    "other": lambda get: one_of(get, "zone", "other"),
    "works": lambda get: one_of(get, "activity.status", "employee self_employed"),
    "regular": lambda get: ~get("other") | one_of(get, "stay.document", "vls_ts_validated carte_sejour recepisse"),
    "occupied": lambda get: get("works") & ~get("activity.posted"),
    "route": route, "status": status, "ok": lambda get: one_of(get, "status", "eligible"), "certificate.form": form,
    "full": lambda get: one_of(get, "certificate.form", "full_copy extract_filiation"),
    "foreign": lambda get: one_of(get, "certificate.form", "multilingual_extract full_copy extract_filiation"),
    "certificate.authentication": lambda get: np.where(get("full"), get("authentication"), np.uint8(0)),
    "certificate.copy": copy, "filing.channel": channel, "unread": unread, "old": old,
}  # fmt: skip
"""What is concluded on the way."""


def paper(name: str) -> Callable[[Get], Array]:
    """Whether a paper is required."""
    return _PAPERS[name]


def _ok(*others: Callable[[Get], Array]) -> Callable[[Get], Array]:
    def found(get: Get) -> Array:
        holds = get("ok")
        for other in others:
            holds = holds & other(get)
        return holds

    return found


def _is(name: str, values: str) -> Callable[[Get], Array]:
    return lambda get: one_of(get, name, values)


def _not(name: str) -> Callable[[Get], Array]:
    return lambda get: ~get(name)


def _of(name: str) -> Callable[[Get], Array]:
    return lambda get: get(name)


def _marriage(get: Get) -> Array:
    married = get("person.name_changed") & one_of(get, "person.marital_status", "married divorced")
    return one_of(get, "route", "spouse") | (get("ok") & married)


def _stays(get: Get) -> Array:
    return one_of(get, "route", "residence eea_inactive jobseeker spouse") & (get("residence.months") >= 3)


_PAPERS: Mapping[str, Callable[[Get], Array]] = {
    "application": _of("ok"), "identity-card": _ok(_not("other")), "passport": _ok(_of("other")),
    "birth-certificate": lambda get: ~one_of(get, "certificate.form", "none"),
    "birth-translation": lambda get: get("full") & get("unread"),
    "apostille": _is("certificate.authentication", "apostille"),
    "legalisation": _is("certificate.authentication", "legalisation"),
    "residence-card": _ok(_of("other"), _is("stay.document", "carte_sejour")),
    "visa-validation": _ok(_of("other"), _is("stay.document", "vls_ts_validated")),
    "receipt": _ok(_of("other"), _is("stay.document", "recepisse")),
    "bank-details": _ok(_of("bank.details")), "payment-mandate": _ok(_not("bank.details")), "residence-proof": _ok(_stays),
    "address-proof": _ok(lambda get: ~one_of(get, "route", "minor")),
    "contract": lambda get: one_of(get, "route", "work") & one_of(get, "activity.status", "employee"),
    "payslip": lambda get: one_of(get, "route", "work") & one_of(get, "activity.status", "employee"),
    "registration": lambda get: one_of(get, "route", "work") & one_of(get, "activity.status", "self_employed"),
    "enrolment": _is("route", "student"), "s1": _is("route", "s1"), "resources": _ok(_is("route", "eea_inactive")),
    "marriage-certificate": _marriage, "spouse-statement": _is("route", "spouse"), "parent-statement": _is("route", "minor"),
    "jobseeker-notice": _ok(_is("route", "jobseeker")), "pension-notice": _ok(_is("activity.status", "retired")),
    "name-change": _ok(_of("person.name_changed")),
    "children-certificates": _ok(lambda get: ~one_of(get, "route", "minor"), lambda get: get("family.children") >= 1),
    "new-birth-certificate": lambda get: get("foreign") & get("old"),
    "a1": _ok(_of("activity.posted"), _of("works")), "number-proof": _ok(_of("number.known")),
}  # fmt: skip


def decided(columns: Mapping[str, Array]) -> tuple[dict[str, Array], Array]:
    """The outcomes as codes, and a bit a paper; each step once, stretches that fit the cache, on every core."""
    rows = len(columns["person.minor"])
    outcomes = {name: np.empty(rows, np.uint8) for name in OUTCOMES}
    papers = np.zeros(rows, np.uint32)

    def stretch(start: int) -> None:
        known = {name: column[start : start + CHUNK] for name, column in columns.items()}

        def get(name: str) -> Array:
            if name not in known:
                known[name] = STEPS[name](get)
            return known[name]

        for name, column in outcomes.items():
            column[start : start + CHUNK] = get(name)
        mask = papers[start : start + CHUNK]
        for at, name in enumerate(PAPERS):
            mask |= paper(name)(get).astype(np.uint32) << np.uint32(at)

    with ThreadPoolExecutor() as workers:
        list(workers.map(stretch, range(0, rows, CHUNK)))
    return outcomes, papers


def answers(outcomes: Mapping[str, Array], papers: Array, rows: int) -> list[list[object]]:
    """The first rows in words, to be compared."""
    columns = [np.array(WORDS[name], object)[outcomes[name][:rows]].tolist() for name in OUTCOMES]
    return [list(row) for row in zip(*columns, papers[:rows].tolist(), strict=True)]
