"""Words around findings and test results, in English and French.

In: a key and arguments. Out: a text. Newly guaranteed: every key has both languages and the same arguments in each.
The texts of problems themselves are in `engine/ground/codes`.
"""

from __future__ import annotations

from typing import Final

from engine.ground import codes
from engine.ground.problems import Term

WORDS: Final[dict[str, tuple[str, str]]] = {
    # tests
    "failed": ("FAILED", "ÉCHEC"),
    "expected": ("{path}: expected {expected}, got {got}", "{path} : attendu {expected}, obtenu {got}"),
    "untold": ("open until told: {names}", "ouvert tant que l'on ignore : {names}"),
    "effective": ("effective", "appliquée"),
    "defeated": ("defeated", "écartée"),
    "open": ("open", "ouverte"),
    "tests.summary": ("tests {n}, failed {failed}", "tests {n}, en échec {failed}"),
    "tests.none": ("no test matches", "aucun test ne correspond"),
    "compared": (
        "{n} of them compared between the executors: {verdict}",
        "{n} comparés entre les exécuteurs : {verdict}",
    ),
    "compared.same": ("identical", "identiques"),
    "compared.differ": ("they differ on {names}", "ils diffèrent sur {names}"),
    "coverage": (
        "coverage {percent}% (rules seen effective {effective}, defeated {defeated})",
        "couverture {percent} % (règles vues appliquées {effective}, écartées {defeated})",
    ),
    "coverage.missing": (
        "Rules never seen effective or defeated by a test",
        "Règles qu'aucun test ne voit appliquées ou écartées",
    ),
    "coverage.never": ("never seen {verdicts}", "jamais vue {verdicts}"),
    "coverage.below": ("coverage is under {wanted}%", "la couverture est inférieure à {wanted} %"),
    "nor": (" nor ", " ni "),
    # check
    "check.clean": ("{name}: nothing to report", "{name} : rien à signaler"),
    "check.summary": (
        "{name}: errors {errors}, warnings {warnings}, notes {notes}",
        "{name} : erreurs {errors}, avertissements {warnings}, notes {notes}",
    ),
    "check.searched": (
        "conflicts: {lanes} profiles at boundary values tried, {found} in conflict (searched, not proven)",
        "conflits : {lanes} profils aux valeurs limites essayés, {found} en conflit (recherche, non preuve)",
    ),
    "stats.selection": ("offices", "caisses"),
    "stats.rules": ("rules", "règles"),
    "stats.clauses": ("clauses", "clauses"),
    "stats.fused": ("fused", "fusionnées"),
    "stats.propositions": ("propositions", "propositions"),
    "stats.atoms": ("atoms", "atomes"),
    "stats.literals": ("literals", "littéraux"),
    "stats.all": ("all", "toutes"),
    "stats.national": ("none", "aucune"),
    "stats.budget": (
        "budget of one decision: {rules} rules, {clauses} fused clauses; largest use: {rules_share}% and {clauses_share}%",
        "budget d'une décision : {rules} règles, {clauses} clauses fusionnées ; au plus : {rules_share} % et {clauses_share} %",
    ),
}


def spoken(value: str, lang: str) -> str:
    """A value as it stands, or a word of the glossary in the language."""
    return codes.term(value, lang) if isinstance(value, Term) else value


def say(key: str, lang: str, **args: object) -> str:
    """The text of a key, with its arguments."""
    english, french = WORDS[key]
    return (french if lang == "fr" else english).format(**args)
