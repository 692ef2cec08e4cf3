"""Words of tests that `policy-eval test` proposes, in English and French.

In: nothing. Out: `WORDS`. Newly guaranteed: nothing.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "generated.head": (
        "Proposed by policy-eval test --generate. What is expected is what the policies decide today: confirm each test against "
        "the law, then keep it.",
        "Proposés par policy-eval test --generate. Le résultat attendu est ce que décident aujourd'hui les règles : confirmer "
        "chaque test d'après la loi avant de le garder.",
    ),
    "generated.edge": ("{place}: {rule}, {text}", "{place} : {rule}, {text}"),
    "generated.title": ("{title}: {what}", "{title} : {what}"),
    "generated.value": ("{label} {value}", "{label} {value}"),
    "generated.day": ("on {day}", "le {day}"),
    "generated.kills": ("{title}, not {after}", "{title}, non {after}"),
    "generated.kills_without": ("{title} depends on {before}", "{title} dépend de {before}"),
    "generated.summary": (
        "edges {edges}: {seen} on both sides of which tests stand, {proposed} with tests proposed, {left} where no test's "
        "profile shows a difference",
        "seuils {edges} : {seen} encadrés par des tests, {proposed} avec des tests proposés, {left} où aucun profil de test ne "
        "montre de différence",
    ),
    "generated.left": ("{place}: {rule}, {text}: no difference found", "{place} : {rule}, {text} : aucune différence trouvée"),
    "generated.none": ("nothing to propose", "rien à proposer"),
    "generated.written": ("{n} tests written to {file}", "{n} tests écrits dans {file}"),
    "generated.conditions": (
        "coverage of conditions {percent}% (seen true {true}/{all}, false {false}/{all})",
        "couverture des conditions {percent} % (vues vraies {true}/{all}, fausses {false}/{all})",
    ),
    "generated.missing": (
        "Conditions that no test sees true, or false",
        "Conditions qu'aucun test ne voit vraies, ou fausses",
    ),
    "generated.never": ("never seen {verdicts}", "jamais vue {verdicts}"),
    "generated.true": ("true", "vraie"),
    "generated.false": ("false", "fausse"),
}
