"""Words of `policy-eval test --mutate`, in English and French.

In: nothing. Out: `WORDS`. Newly guaranteed: nothing.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "mutation.flip": ("condition negated", "condition inversée"),
    "mutation.drop": ("condition left out", "condition supprimée"),
    "mutation.threshold": ("threshold moved", "seuil décalé"),
    "mutation.duration": ("duration changed", "durée modifiée"),
    "mutation.date": ("date moved", "date décalée"),
    "mutation.count": ("count changed", "nombre exigé modifié"),
    "mutation.value": ("value exchanged", "valeur remplacée"),
    "mutation.conclusion": ("conclusion exchanged", "conclusion remplacée"),
    "mutation.exception": ("exception left out", "exception supprimée"),
    "mutation.applies": ("window moved by a day", "période décalée d'un jour"),
    "mutation.rule": ("rule left out", "règle supprimée"),
    "mutation.row": ("row of a table left out", "ligne de table supprimée"),
    "mutation.survives": ("survives", "survit"),
    "mutation.to": ("{before}  →  {after}", "{before}  →  {after}"),
    "mutation.test": (
        "This test would kill it. It was run: it passes with the policies and fails with the change. Confirm what it expects "
        "before you keep it:",
        "Ce test le tuerait. Il a été exécuté : il passe avec les règles et échoue avec la modification. À confirmer avant de "
        "le garder :",
    ),
    "mutation.same_test_one": (
        "The same test would kill {n} more: {names}",
        "Le même test en tuerait {n} autre : {names}",
    ),
    "mutation.same_test_many": (
        "The same test would kill {n} more: {names}",
        "Le même test en tuerait {n} autres : {names}",
    ),
    "mutation.not_found": (
        "None of the {lanes} profiles tried tells it apart (searched, not proven).",
        "Aucun des {lanes} profils essayés ne la distingue (recherche, non preuve).",
    ),
    "mutation.not_searched": ("No test was searched.", "Aucun test n'a été recherché."),
    "mutation.same": ("They mean the same, and are not counted:", "Elles reviennent au même et ne comptent pas :"),
    "mutation.same_program": ("the same program", "même programme"),
    "mutation.before_period": ("no day decided lies between", "aucun jour décidé entre les deux"),
    "mutation.same_cases": (
        "both conditions hold in the same complete cases",
        "les deux conditions valent dans les mêmes cas complets",
    ),
    "mutation.never_together": ("the two rules never hold together", "les deux règles ne valent jamais ensemble"),
    "mutation.never_holds": ("the rule never holds", "la règle ne vaut jamais"),
    "mutation.same_as_no_row": (
        "no condition tells the row from a missing one",
        "aucune condition ne distingue la ligne d'une ligne absente",
    ),
    "mutation.none_apart": (
        "no complete profile tells them apart (proven, with the tables as they are)",
        "aucun profil complet ne les distingue (prouvé, avec les tables actuelles)",
    ),
    "mutation.rows": (
        "Table {table}: {used} of {rows} rows are looked up by tests; {tried} were left out in turn.",
        "Table {table} : {used} lignes sur {rows} consultées par les tests ; {tried} supprimées tour à tour.",
    ),
    "mutation.sample": (
        "{tried} of {total} mutants, taken at random (seed {seed})",
        "{tried} mutants sur {total}, tirés au sort (graine {seed})",
    ),
    "mutation.column": ("change", "modification"),
    "mutation.mutants": ("mutants", "mutants"),
    "mutation.killed": ("killed", "tués"),
    "mutation.surviving": ("surviving", "survivants"),
    "mutation.equivalent": ("same", "identiques"),
    "mutation.all": ("all", "total"),
    "mutation.none": ("no mutant matches", "aucun mutant ne correspond"),
    "mutation.score": (
        "mutation score {score}% ({killed} of {counted} killed)",
        "score de mutation {score} % ({killed} tués sur {counted})",
    ),
    "mutation.below": ("the mutation score is under {wanted}%", "le score de mutation est inférieur à {wanted} %"),
    "mutation.failing": (
        "The tests must pass before mutants are run: {names}",
        "Les tests doivent passer avant l'exécution des mutants : {names}",
    ),
    "mutation.running": ("{done}/{total}", "{done}/{total}"),
}
