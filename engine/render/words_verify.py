"""Words of `policy-eval verify`, in English and French.

In: a key and arguments. Out: a text. Newly guaranteed: every key has both languages.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "verify.head": (
        "{name}: decisions from {first} to {last}",
        "{name} : décisions du {first} au {last}",
    ),
    "verify.conflict": ("Rules that contradict each other", "Règles qui se contredisent"),
    "verify.dead": ("Rules and alternatives that never apply", "Règles et variantes jamais appliquées"),
    "verify.exception": ("Exceptions that never apply", "Exceptions jamais appliquées"),
    "verify.default": ("Outcomes left to a default", "Issues laissées à une valeur par défaut"),
    "verify.versions": ("Days between two versions of a rule", "Jours entre deux versions d'une règle"),
    "verify.rows": ("Days between two rows of a table", "Jours entre deux lignes d'une table"),
    "verify.proved": ("none: proved ({total} of {total})", "il n'y en a pas : prouvé ({total} sur {total})"),
    "verify.found": ("found: {found} ({total} looked at)", "à corriger : {found} ({total} examinés)"),
    "verify.none_found": ("none found ({total} looked at)", "rien de trouvé ({total} examinés)"),
    "verify.all_seen": ("none: {seen} of {total} were seen to apply", "il n'y en a pas : {seen} sur {total} vues appliquées"),
    "verify.nothing": ("nothing to look at", "rien à examiner"),
    "verify.tables": ("{n} would apply only if a table changed: {names}", "{n} ne valent que si une table change : {names}"),
    "verify.open": ("{n} not settled: {names}", "{n} sans réponse : {names}"),
    "verify.unseen": ("{n} not seen to apply: {names}", "{n} jamais vues appliquées : {names}"),
    "verify.how_proved": (
        "Proved for every profile that tells all that rules read (what can be answered « I do not know », or what an impossible "
        "combination reads, may be left out), on every day of the period. Profiles run: {n}.",
        "Prouvé pour tout profil qui indique tout ce que lisent les règles (peut manquer ce à quoi l'on peut répondre « je ne "
        "sais pas » ou ce que lit une combinaison impossible), pour chaque jour de la période. Profils exécutés : {n}.",
    ),
    "verify.how_searched": (
        "Searched, not proven: {n} profiles were tried, and finding nothing proves nothing.",
        "Recherche, non preuve : {n} profils essayés ; ne rien trouver ne prouve rien.",
    ),
    "verify.how_open": (
        "A question that is not settled had no answer in time (--timeout {seconds}), or no run confirmed what the solver had.",
        "Une question sans réponse n'en a pas eu à temps (--timeout {seconds}), ou aucune exécution n'a confirmé la "
        "proposition du solveur.",
    ),
    "verify.no_z3": (
        "The solver z3 is not installed. To prove: pip install 'policy-eval[verify]'.",
        "Le solveur z3 n'est pas installé. Pour prouver : pip install 'policy-eval[verify]'.",
    ),
    "verify.progress": ("verifying {done}/{total}", "vérification {done}/{total}"),
}
