"""The same decision as one query, for DuckDB. In: a table of people. Out: six outcomes and a bit a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.peers.by_hand import OUTCOMES, PAPERS, SPOKEN


def _in(name: str, values: str) -> str:
    return f"{name} IN ({', '.join(repr(value) for value in values.split())})"


@dataclass(frozen=True)
class First:
    """The value of the first case that holds."""

    cases: Sequence[tuple[str, str]]
    otherwise: str

    def __str__(self) -> str:
        return "CASE " + " ".join(f"WHEN {when} THEN '{value}'" for when, value in self.cases) + f" ELSE '{self.otherwise}' END"


ROUTE = First([
    ("NOT (regular AND (months >= 3 OR occupied OR activity = 'student' OR minor))", "none"), ("minor", "minor"), ("s1", "s1"),
    ("occupied", "work"), ("activity = 'student'", "student"), ("activity = 'jobseeker'", "jobseeker"), ("spouse", "spouse"),
    ("zone = 'eea'", "eea_inactive"),
], "residence")  # fmt: skip
STATUS = First([
    ("route = 'none' AND regular", "pending"), ("route = 'none'", "refused"), ("route = 'eea_inactive' AND NOT means", "refused"),
    (_in("route", "eea_inactive residence jobseeker") + " AND elsewhere", "elsewhere"),
], "eligible")  # fmt: skip
FORM = First(
    [("NOT ok", "none"), ("born_in_france", "fr_copy"), ("multi", "multilingual_extract"), ("minor", "full_copy")],
    "extract_filiation",
)
COPY = First([
    ("NOT \"foreign\"", "none"), ("fund = 'a'", "original"), (_in("fund", "b c") + " AND proof <> 'none'", "original"),
    ("fund = 'd' AND filing <> 'online'", "original"),
], "copy")  # fmt: skip
CHANNEL = First(
    [
        ("NOT ok", "none"),
        ("paper = 'original' AND filing = 'counter'", "counter"),
        ("paper = 'original'", "mail"),
        ("bank", "online"),
    ],
    "mail",
)
UNREAD = " OR ".join(f"(fund = '{fund}' AND NOT {_in('language', spoken)})" for fund, spoken in SPOKEN.items())
REQUIRED = {
    "application": "ok", "identity-card": "ok AND NOT other", "passport": "ok AND other", "birth-certificate": "form <> 'none'",
    "birth-translation": f"\"full\" AND ({UNREAD})", "apostille": "proof = 'apostille'", "legalisation": "proof = 'legalisation'",
    "residence-card": "ok AND other AND document = 'carte_sejour'",
    "visa-validation": "ok AND other AND document = 'vls_ts_validated'", "receipt": "ok AND other AND document = 'recepisse'",
    "bank-details": "ok AND bank", "payment-mandate": "ok AND NOT bank",
    "residence-proof": "ok AND months >= 3 AND " + _in("route", "residence eea_inactive jobseeker spouse"),
    "address-proof": "ok AND route <> 'minor'", "contract": "route = 'work' AND activity = 'employee'",
    "payslip": "route = 'work' AND activity = 'employee'", "registration": "route = 'work' AND activity = 'self_employed'",
    "enrolment": "route = 'student'", "s1": "route = 's1'", "resources": "ok AND route = 'eea_inactive'",
    "marriage-certificate": "route = 'spouse' OR (ok AND renamed AND " + _in("marital", "married divorced") + ")",
    "spouse-statement": "route = 'spouse'", "parent-statement": "route = 'minor'",
    "jobseeker-notice": "ok AND route = 'jobseeker'", "pension-notice": "ok AND activity = 'retired'",
    "name-change": "ok AND renamed", "children-certificates": "ok AND route <> 'minor' AND children >= 1",
    "new-birth-certificate": f"\"foreign\" AND (({_in('fund', 'a c')} AND age > 3) OR ({_in('fund', 'b d')} AND age > 6))",
    "a1": "ok AND posted AND works", "number-proof": "ok AND known",
}  # fmt: skip
MASK = " + ".join(f"(({REQUIRED[name]})::INT::UINTEGER * {1 << at})" for at, name in enumerate(PAPERS))
COLUMNS = {
    "language": "record.language", "activity": "activity.status", "document": "stay.document", "fund": "fund.name",
    "filing": "filing.by", "marital": "person.marital_status", "months": "residence.months", "age": "record.age_months",
    "children": "family.children", "born_in_france": "person.born_in_france", "spouse": "family.spouse_of_insured",
    "minor": "person.minor", "s1": "cover.s1", "means": "means.sufficient", "elsewhere": "cover.other", "bank": "bank.details",
    "posted": "activity.posted", "renamed": "person.name_changed", "known": "number.known",
}  # fmt: skip


def query(source: str, row: str | None = None) -> str:
    """The query over a table (or a call that reads one). row: a column to carry through."""
    names = ", ".join(f'p."{column}" AS {name}' for name, column in COLUMNS.items())
    kept = f'"{row}", ' if row else ""
    results = ("route", "status", "form", "proof", "paper", "channel")
    shown = ", ".join(f'{found} AS "{name}"' for found, name in zip(results, OUTCOMES, strict=True))
    return f"""
    WITH told AS (SELECT {f'p."{row}", ' if row else ""}{names}, n.zone AS zone, b.authentication AS auth, b.multilingual AS multi
        FROM {source} p JOIN countries n ON p."person.nationality" = n.country
        JOIN countries b ON p."person.birth_country" = b.country),
    a AS (SELECT *, zone = 'other' AS other, {_in("activity", "employee self_employed")} AS works FROM told),
    b AS (SELECT *, NOT other OR {_in("document", "vls_ts_validated carte_sejour recepisse")} AS regular,
        works AND NOT posted AS occupied FROM a),
    c AS (SELECT *, {ROUTE} AS route FROM b), d AS (SELECT *, {STATUS} AS status FROM c),
    e AS (SELECT *, status = 'eligible' AS ok FROM d), f AS (SELECT *, {FORM} AS form FROM e),
    g AS (SELECT *, {_in("form", "full_copy extract_filiation")} AS "full",
        {_in("form", "multilingual_extract full_copy extract_filiation")} AS "foreign" FROM f),
    h AS (SELECT *, CASE WHEN "full" THEN auth ELSE 'none' END AS proof FROM g), i AS (SELECT *, {COPY} AS paper FROM h),
    j AS (SELECT *, {CHANNEL} AS channel FROM i)
    SELECT {kept}{shown}, {MASK} AS papers FROM j"""
