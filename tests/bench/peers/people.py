"""People at random, as columns. In: how many. Out: an Arrow table. The same number gives the same people."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

FOLDER = Path(__file__).parent
BLOCK = 10_000
FAR = {
    "DZ": 12, "MA": 12, "TN": 6, "SN": 4, "CI": 4, "PT": 5, "IT": 4, "GB": 4, "US": 4, "CN": 4, "BR": 3, "IN": 3, "AF": 3,
    "UA": 4, "RU": 2, "VN": 2,
}  # fmt: skip
"""Countries from which more people come."""
LANGUAGES = [
    "fr",
    "en",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "ro",
    "ar",
    "tr",
    "ru",
    "uk",
    "zh",
    "ja",
    "ko",
    "hi",
    "ur",
    "bn",
    "fa",
    "vi",
    "th",
    "sw",
    "am",
    "ti",
    "so",
    "el",
    "hu",
    "cs",
    "bg",
    "hr",
    "sr",
    "sq",
    "ka",
    "hy",
    "he",
    "ms",
    "tl",
    "my",
    "sv",
]
ACTIVITY = ["employee", "self_employed", "student", "jobseeker", "retired", "inactive"]
DOCUMENT = ["eu_citizen", "vls_ts_validated", "carte_sejour", "recepisse", "short_stay", "none"]
FUND = ["a", "b", "c", "d", "e"]
FILING = ["online", "mail", "counter"]
MARITAL = ["single", "married", "divorced", "widowed"]
SHARES = {
    "family.spouse_of_insured": 0.3, "person.minor": 0.08, "cover.s1": 0.06, "means.sufficient": 0.6, "cover.other": 0.12,
    "bank.details": 0.85, "activity.posted": 0.07, "person.name_changed": 0.1, "number.known": 0.15,
}  # fmt: skip


def countries() -> list[dict[str, str]]:
    """The table of countries."""
    with (FOLDER / "tables" / "countries.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def people(rows: int, seed: int = 20240607) -> Any:
    """So many people, coded: texts as dictionaries, as a Parquet file with dictionaries is read."""
    known = countries()
    codes = [row["country"] for row in known]
    zone = np.array([row["zone"] for row in known])
    weight = np.array([30.0 if code == "FR" else 2.0 for code in codes]) * np.where((zone == "other"), 0.3, 1.0)
    weight *= np.array([FAR.get(code, 1) for code in codes])
    found: dict[str, Any] = {}
    for at in range(-(-rows // BLOCK)):
        block = _block(np.random.default_rng([seed, at]), weight / weight.sum(), zone == "other", codes.index("FR"))
        for name, values in block.items():
            column = found.setdefault(name, np.empty(rows, values.dtype))
            column[at * BLOCK : (at + 1) * BLOCK] = values[: rows - at * BLOCK]
    texts = {
        "person.nationality": codes, "person.birth_country": codes, "record.language": LANGUAGES, "activity.status": ACTIVITY,
        "stay.document": DOCUMENT, "fund.name": FUND, "filing.by": FILING, "person.marital_status": MARITAL,
    }  # fmt: skip
    arrays = {}
    for name in list(found):
        column = pa.array(found.pop(name))
        arrays[name] = pa.DictionaryArray.from_arrays(column, pa.array(texts[name])) if name in texts else column
    return pa.table(arrays)


def _block(rng: Any, weight: Any, far: Any, home: int) -> dict[str, Any]:
    n = BLOCK
    nation = rng.choice(len(weight), n, p=weight)
    birth = np.where(rng.random(n) < 0.85, nation, rng.choice(len(weight), n, p=weight))
    spoken = np.array([4.0, 4, 1, 2, 1.5, 2, 0.5, 1, 1, 4] + [0.5] * (len(LANGUAGES) - 10))
    found = {
        "person.nationality": nation,
        "person.birth_country": birth,
        "record.language": rng.choice(len(LANGUAGES), n, p=spoken / spoken.sum()),
        "activity.status": rng.choice(6, n, p=[0.38, 0.1, 0.17, 0.1, 0.1, 0.15]),
        "stay.document": np.where(
            far[nation], rng.choice(6, n, p=[0.01, 0.3, 0.35, 0.14, 0.12, 0.08]), np.where(rng.random(n) < 0.9, 0, 5)
        ),
        "fund.name": rng.choice(5, n),
        "filing.by": rng.choice(3, n, p=[0.6, 0.25, 0.15]),
        "person.marital_status": rng.choice(4, n, p=[0.5, 0.35, 0.1, 0.05]),
        "residence.months": np.where(rng.random(n) < 0.3, rng.integers(0, 4, n), rng.integers(0, 121, n)).astype(np.uint8),
        "record.age_months": rng.integers(0, 13, n).astype(np.uint8),
        "family.children": rng.choice(5, n, p=[0.55, 0.2, 0.15, 0.07, 0.03]).astype(np.uint8),
        "person.born_in_france": (birth == home) & (rng.random(n) < 0.97),
    }
    found = {name: column.astype(np.int32) if column.dtype == np.int64 else column for name, column in found.items()}
    return {**found, **{name: rng.random(n) < share for name, share in SHARES.items()}}
