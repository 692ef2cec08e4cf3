"""Words of `policy-eval population`, in English and French.

In: a key and arguments. Out: a text. Newly guaranteed: every key has both languages.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "population.written_one": (
        "1 synthetic person, who does not exist (seed {seed}, as of {day})",
        "1 personne fictive, qui n'existe pas (graine {seed}, au {day})",
    ),
    "population.written_many": (
        "{n} synthetic people, who do not exist (seed {seed}, as of {day})",
        "{n} personnes fictives, qui n'existent pas (graine {seed}, au {day})",
    ),
    "population.written_to": ("written to {file}", "fichier : {file}"),
    "population.weights": ("weights: {title}, {version}", "poids : {title}, {version}"),
    "population.decide": (
        "to decide them: policy-eval batch {file} synthetic-decisions.jsonl --id id",
        "pour les traiter : policy-eval batch {file} synthetic-decisions.jsonl --id id",
    ),
    "population.profile": (
        "{name}: a synthetic person ({mark}), who does not exist",
        "{name} : personne fictive ({mark}), qui n'existe pas",
    ),
}
