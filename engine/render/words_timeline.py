"""The words of the timeline, in English and French."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "timeline.title": ("Timeline", "Chronologie"),
    "timeline.held": (
        "The answers are held as they are; only the day moves.",
        "Les réponses restent telles quelles ; seul le jour change.",
    ),
    "timeline.floor": (
        "The line begins on {day}, since when the person lives or works in France; --from shows it from an earlier day.",
        "La chronologie commence le {day}, date depuis laquelle la personne vit ou travaille en France ; --from permet de la "
        "faire commencer plus tôt.",
    ),
    "timeline.today": ("day of the decision", "jour de la décision"),
    "timeline.always": ("at first", "au début"),
    "timeline.period": ("the policies begin here", "les règles commencent ici"),
    "timeline.undecided": ("before the first day that the policies cover", "avant le premier jour couvert par les règles"),
    "timeline.skipped_one": (
        "{n} earlier change of papers or steps; --everything shows it",
        "{n} changement antérieur de pièces ou d'étapes ; --everything l'affiche",
    ),
    "timeline.skipped_many": (
        "{n} earlier changes of papers or steps; --everything shows them",
        "{n} changements antérieurs de pièces ou d'étapes ; --everything les affiche",
    ),
    "timeline.hidden_one": (
        "{n} change of steps or cautions alone; --everything shows it",
        "{n} changement d'étapes ou de mises en garde seulement ; --everything l'affiche",
    ),
    "timeline.hidden_many": (
        "{n} changes of steps or cautions alone; --everything shows them",
        "{n} changements d'étapes ou de mises en garde seulement ; --everything les affiche",
    ),
    "timeline.nothing": ("Nothing changes in this time.", "Rien ne change dans cet intervalle."),
    "timeline.end": (
        "After that nothing changes while the answers stay the same.",
        "Ensuite, rien ne change tant que les réponses restent les mêmes.",
    ),
    "timeline.impossible": ("the answers no longer fit together", "les réponses ne sont plus compatibles entre elles"),
    "timeline.fact_impossible": ("no such person on these days ({label})", "situation impossible à ces dates ({label})"),
    "timeline.why": ("Why", "Pourquoi"),
    "timeline.rule": ("Rule", "Règle"),
    "timeline.rule_begins": ("rule “{title}” takes effect", "la règle « {title} » prend effet"),
    "timeline.rule_ends": ("rule “{title}” is no longer in force", "la règle « {title} » n'est plus en vigueur"),
    "timeline.becomes": ("{label}: {before}, then {after}", "{label} : {before}, puis {after}"),
    "timeline.now_true": ("{label} ({value}): from now on {test}", "{label} ({value}) : désormais {test}"),
    "timeline.now_false": ("{label} ({value}): no longer {test}", "{label} ({value}) : condition qui cesse : {test}"),
    "timeline.untold_opens": (
        "{label} (not told): from now on not every possible answer leads to the same",
        "{label} (non indiqué) : désormais, les réponses possibles ne mènent plus toutes au même résultat",
    ),
    "timeline.untold_closes": (
        "{label} (not told): from now on every possible answer leads to the same",
        "{label} (non indiqué) : désormais, toute réponse possible mène au même résultat",
    ),
    "timeline.joins": ("{members}: now among “{group}”", "{members} : désormais dans « {group} »"),
    "timeline.leaves": ("{members}: no longer among “{group}”", "{members} : plus dans « {group} »"),
    "timeline.row": ("{label}: {before}, then {after} (table {table})", "{label} : {before}, puis {after} (table {table})"),
    "timeline.papers_added": ("Papers asked from then on", "Pièces désormais demandées"),
    "timeline.papers_removed": ("Papers no longer asked", "Pièces qui ne sont plus demandées"),
    "timeline.papers_open": ("Papers that answers may add", "Pièces que des réponses peuvent ajouter"),
    "timeline.papers_changed": ("Papers asked otherwise", "Pièces demandées autrement"),
    "timeline.status": ("{paper}: {before}, then {after}", "{paper} : {before}, puis {after}"),
    "timeline.other_documents": ("{paper}: by {documents}", "{paper} : par {documents}"),
    "timeline.steps_added": ("Steps added", "Étapes ajoutées"),
    "timeline.steps_removed": ("Steps that fall away", "Étapes qui disparaissent"),
    "timeline.notes_added": ("Cautions added", "Mises en garde ajoutées"),
    "timeline.notes_removed": ("Cautions that fall away", "Mises en garde qui disparaissent"),
    "timeline.last_day": ("last day for: {step}", "dernier jour pour : {step}"),
    "timeline.before": ("before: {event} ({date})", "avant : {event} ({date})"),
    "timeline.takes": ("it takes up to {span}", "délai constaté : jusqu'à {span}"),
    "timeline.passed": ("this day has passed", "ce jour est passé"),
    "timeline.conflict": ("rules contradict each other", "des règles se contredisent"),
}
