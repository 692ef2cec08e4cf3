"""The words of explanations, in English and French.

In: a key. Out: a text. Newly guaranteed: every key has both languages.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "established": ("{fact}: {value}", "{fact} : {value}"),
    "refuted": ("{fact}: not {value}", "{fact} : pas {value}"),
    "open": ("{fact}: open", "{fact} : à déterminer"),
    "conflict": ("{fact}: contradictory rules", "{fact} : règles contradictoires"),
    "required": ("{fact}: required", "{fact} : demandé"),
    "not_required": ("{fact}: not required", "{fact} : non demandé"),
    "advised": ("{fact}: advised", "{fact} : conseillé"),
    "not_advised": ("{fact}: not advised", "{fact} : non conseillé"),
    "competent": ("{fact}: competent", "{fact} : compétente"),
    "not_competent": ("{fact}: not competent", "{fact} : non compétente"),
    "here": (" (as read at the office)", " (selon la caisse)"),
    "how.default": (", by default: no rule that says otherwise applies", ", par défaut : aucune règle contraire ne s'applique"),
    "how.closed": (", as no rule that would conclude it applies", ", car aucune règle qui l'établirait ne s'applique"),
    "how.other_value": (", as it has another value", ", car la valeur est une autre"),
    "how.office": (
        ": the law's reading, from which the office does not depart",
        " : lecture de la loi, dont la caisse ne s'écarte pas",
    ),
    "how.seen": (" (explained above)", " (expliqué plus haut)"),
    "how.open": (", because of:", ", à cause de :"),
    "how.conflict": (" that conclude different values:", " qui concluent des valeurs différentes :"),
    "rule.true": ('rule "{title}" applies', "la règle « {title} » s'applique"),
    "rule.false": ('rule "{title}" does not apply', "la règle « {title} » ne s'applique pas"),
    "rule.open": ('rule "{title}" is open', "la règle « {title} » reste ouverte"),
    "rule.about": ("{force}, confidence {confidence}; {at}", "{force}, confiance {confidence} ; {at}"),
    "sources": ("sources: {cites}", "sources : {cites}"),
    "test.read": ("{label}: {value} ({origin}); expected: {test}", "{label} : {value} ({origin}) ; attendu : {test}"),
    "test.untold": ("{label}: {origin}; expected: {test}", "{label} : {origin} ; attendu : {test}"),
    "test.short": ("{label}: {value} ({origin})", "{label} : {value} ({origin})"),
    "test.at": ("; {at}", " ; {at}"),
    "computed": ("computed from {of}", "calculé d'après {of}"),
    "row": ("table {table}, line {line}{dates}", "table {table}, ligne {line}{dates}"),
    "row.from": (", from {day}", ", depuis le {day}"),
    "row.until": (", until {day}", ", jusqu'au {day}"),
    "row.none": ("table {table} has no row for it on this day", "la table {table} n'a pas de ligne à cette date"),
    "origin.told": ("told", "déclaré"),
    "origin.held": ("on the paper held", "sur le document détenu"),
    "origin.presumed": ("presumed", "présumé"),
    "origin.computed": ("computed", "calculé"),
    "origin.asked": ("the person does not know", "la personne ne sait pas"),
    "origin.untold": ("not told", "non déclaré"),
    "origin.circumstances": ("circumstances of the decision", "circonstances de la décision"),
    "mark.true": ("holds", "vérifié"),
    "mark.false": ("fails", "non vérifié"),
    "mark.open": ("open", "à déterminer"),
    "day": ("day of the decision", "date de la décision"),
    "place": ("place of residence", "lieu de résidence"),
    "set": ("office set by the caller", "caisse fixée par l'appelant"),
}


def explain_word(key: str, lang: str, /, **arguments: object) -> str:
    """The text of a key in a language, filled in."""
    return WORDS[key][lang == "fr"].format(**arguments)
