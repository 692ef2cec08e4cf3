"""The same decision by hand in polars. In: a polars frame of people. Out: a lazy frame of six outcomes and a bit a paper."""

from __future__ import annotations

from typing import Any

from tests.bench.peers.people import ACTIVITY, DOCUMENT, FILING, FUND, LANGUAGES, MARITAL, countries

SPOKEN = {
    "a": "fr", "b": "fr en", "c": "fr en de es it", "d": "fr en es pt ar it de nl",
    "e": "fr en de es it pt nl pl ro tr bg hr cs hu",
}  # fmt: skip
OUTCOMES = {
    "route": "none minor s1 work student jobseeker spouse eea_inactive residence",
    "status": "pending refused elsewhere eligible",
    "certificate.form": "none fr_copy multilingual_extract full_copy extract_filiation",
    "certificate.authentication": "none apostille legalisation",
    "certificate.copy": "none original copy",
    "filing.channel": "none counter mail online",
}


def frame(table: Any) -> Any:
    """The people as polars likes them best: texts as Enum."""
    import polars as pl

    codes = [row["country"] for row in countries()]
    kinds = {
        "person.nationality": codes, "person.birth_country": codes, "record.language": LANGUAGES, "activity.status": ACTIVITY,
        "stay.document": DOCUMENT, "fund.name": FUND, "filing.by": FILING, "person.marital_status": MARITAL,
    }  # fmt: skip
    plain = pl.from_arrow(table)
    return plain.with_columns([pl.col(name).cast(pl.String).cast(pl.Enum(values)) for name, values in kinds.items()])  # type: ignore[union-attr]


def _first(name: str, *cases: tuple[Any, str], otherwise: str) -> Any:
    import polars as pl

    kind = pl.Enum(OUTCOMES[name].split())
    found: Any = pl
    for when, value in cases:
        found = found.when(when).then(pl.lit(value, dtype=kind))
    return found.otherwise(pl.lit(otherwise, dtype=kind)).alias(name)


def decided(people: Any, *, coded: bool = True) -> Any:
    """The plan. coded: the texts are Enum."""
    import polars as pl

    c = pl.col
    table = countries()
    base = pl.DataFrame({
        "code": [row["country"] for row in table], "zone": [row["zone"] for row in table],
        "auth": [row["authentication"] for row in table], "multi": [row["multilingual"] == "true" for row in table],
    })  # fmt: skip
    if coded:
        base = base.with_columns(c("code").cast(pl.Enum(base["code"].to_list())))
    base = base.with_columns(
        c("zone").cast(pl.Enum(["fr", "eea", "other"])), c("auth").cast(pl.Enum(["none", "apostille", "legalisation"]))
    )
    plan = people.lazy()
    plan = plan.join(
        base.lazy().select(c("code").alias("person.nationality"), "zone"),
        on="person.nationality",
        how="left",
        maintain_order="left",
    )
    plan = plan.join(
        base.lazy().select(c("code").alias("person.birth_country"), "auth", "multi"),
        on="person.birth_country",
        how="left",
        maintain_order="left",
    )

    def one_of(name: str, values: str) -> Any:
        return pl.any_horizontal([c(name) == value for value in values.split()])

    other, works = c("zone") == "other", one_of("activity.status", "employee self_employed")
    plan = plan.with_columns(
        (~other | one_of("stay.document", "vls_ts_validated carte_sejour recepisse")).alias("regular"),
        (works & ~c("activity.posted")).alias("occupied"),
    )
    settled = c("regular") & (
        (c("residence.months") >= 3) | c("occupied") | (c("activity.status") == "student") | c("person.minor")
    )
    plan = plan.with_columns(_first(
        "route", (~settled, "none"), (c("person.minor"), "minor"), (c("cover.s1"), "s1"), (c("occupied"), "work"),
        (c("activity.status") == "student", "student"), (c("activity.status") == "jobseeker", "jobseeker"),
        (c("family.spouse_of_insured"), "spouse"), (c("zone") == "eea", "eea_inactive"), otherwise="residence",
    ))  # fmt: skip
    plan = plan.with_columns(_first(
        "status", ((c("route") == "none") & c("regular"), "pending"), (c("route") == "none", "refused"),
        ((c("route") == "eea_inactive") & ~c("means.sufficient"), "refused"),
        (one_of("route", "eea_inactive residence jobseeker") & c("cover.other"), "elsewhere"), otherwise="eligible",
    ))  # fmt: skip
    ok = c("status") == "eligible"
    plan = plan.with_columns(_first(
        "certificate.form", (~ok, "none"), (c("person.born_in_france"), "fr_copy"), (c("multi"), "multilingual_extract"),
        (c("person.minor"), "full_copy"), otherwise="extract_filiation",
    ))  # fmt: skip
    full = one_of("certificate.form", "full_copy extract_filiation")
    foreign = one_of("certificate.form", "multilingual_extract full_copy extract_filiation")
    plan = plan.with_columns(_first(
        "certificate.authentication", (~full, "none"), (c("auth") == "apostille", "apostille"),
        (c("auth") == "legalisation", "legalisation"), otherwise="none",
    ))  # fmt: skip
    proven = c("certificate.authentication") != "none"
    plan = plan.with_columns(_first(
        "certificate.copy", (~foreign, "none"), (c("fund.name") == "a", "original"),
        (one_of("fund.name", "b c") & proven, "original"),
        ((c("fund.name") == "d") & (c("filing.by") != "online"), "original"), otherwise="copy",
    ))  # fmt: skip
    original = c("certificate.copy") == "original"
    plan = plan.with_columns(_first(
        "filing.channel", (~ok, "none"), (original & (c("filing.by") == "counter"), "counter"), (original, "mail"),
        (c("bank.details"), "online"), otherwise="mail",
    ))  # fmt: skip
    unread = pl.any_horizontal([(c("fund.name") == fund) & ~one_of("record.language", spoken) for fund, spoken in SPOKEN.items()])
    old = (one_of("fund.name", "a c") & (c("record.age_months") > 3)) | (
        one_of("fund.name", "b d") & (c("record.age_months") > 6)
    )
    route, minor = c("route"), c("route") == "minor"
    papers = {
        "application": ok, "identity-card": ok & ~other, "passport": ok & other,
        "birth-certificate": c("certificate.form") != "none",
        "birth-translation": full & unread, "apostille": c("certificate.authentication") == "apostille",
        "legalisation": c("certificate.authentication") == "legalisation",
        "residence-card": ok & other & (c("stay.document") == "carte_sejour"),
        "visa-validation": ok & other & (c("stay.document") == "vls_ts_validated"),
        "receipt": ok & other & (c("stay.document") == "recepisse"),
        "bank-details": ok & c("bank.details"), "payment-mandate": ok & ~c("bank.details"),
        "residence-proof": ok & one_of("route", "residence eea_inactive jobseeker spouse") & (c("residence.months") >= 3),
        "address-proof": ok & ~minor, "contract": (route == "work") & (c("activity.status") == "employee"),
        "payslip": (route == "work") & (c("activity.status") == "employee"),
        "registration": (route == "work") & (c("activity.status") == "self_employed"), "enrolment": route == "student",
        "s1": route == "s1", "resources": ok & (route == "eea_inactive"),
        "marriage-certificate": (route == "spouse")
        | (ok & c("person.name_changed") & one_of("person.marital_status", "married divorced")),
        "spouse-statement": route == "spouse", "parent-statement": minor, "jobseeker-notice": ok & (route == "jobseeker"),
        "pension-notice": ok & (c("activity.status") == "retired"), "name-change": ok & c("person.name_changed"),
        "children-certificates": ok & ~minor & (c("family.children") >= 1), "new-birth-certificate": foreign & old,
        "a1": ok & c("activity.posted") & works, "number-proof": ok & c("number.known"),
    }  # fmt: skip
    mask: Any = None
    for at, when in enumerate(papers.values()):
        bit = when.cast(pl.UInt32) * (1 << at)
        mask = bit if mask is None else mask + bit
    return plan.select([*OUTCOMES, mask.alias("papers")])


PAPERS = [
    "application",
    "identity-card",
    "passport",
    "birth-certificate",
    "birth-translation",
    "apostille",
    "legalisation",
    "residence-card",
    "visa-validation",
    "receipt",
    "bank-details",
    "payment-mandate",
    "residence-proof",
    "address-proof",
    "contract",
    "payslip",
    "registration",
    "enrolment",
    "s1",
    "resources",
    "marriage-certificate",
    "spouse-statement",
    "parent-statement",
    "jobseeker-notice",
    "pension-notice",
    "name-change",
    "children-certificates",
    "new-birth-certificate",
    "a1",
    "number-proof",
]
"""The papers, in the order of their bits."""
