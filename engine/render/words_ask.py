"""Words of interviews, in English and French.

In: a key of `ask`. Out: its two texts. Newly guaranteed: nothing (data).
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "ask.title": ("Questions about your health cover", "Questions sur votre assurance maladie"),
    "ask.how": (
        "Answer with a number of the list or in words. Type ? for help, - if you do not know, < to go back, ! to stop.",
        "Répondez par un numéro de la liste ou en toutes lettres. Tapez ? pour de l'aide, - si vous ne savez pas, "
        "< pour revenir, ! pour arrêter.",
    ),
    "ask.privacy": (
        "Nothing leaves this machine.",
        "Rien ne quitte cette machine.",
    ),
    "ask.resumed_one": ("{n} answer read from {name}.", "{n} réponse lue dans {name}."),
    "ask.resumed_many": ("{n} answers read from {name}.", "{n} réponses lues dans {name}."),
    "ask.number": ("Question {n}", "Question {n}"),
    "ask.left_one": ("at most {n} more", "{n} autre au plus"),
    "ask.left_many": ("at most {n} more", "{n} autres au plus"),
    "ask.prompt": ("> ", "> "),
    "ask.several": (
        "Several answers are possible: separate them with commas, or type none.",
        "Plusieurs réponses possibles : séparez-les par des virgules, ou tapez aucune.",
    ),
    "ask.no_help": ("There is no more to say about this question.", "Il n'y a rien de plus à dire sur cette question."),
    "ask.decides": ("It decides: {what}.", "Elle décide : {what}."),
    "ask.choose": ("Type the number of one of the answers above.", "Tapez le numéro de l'une des réponses ci-dessus."),
    "ask.form": ("Expected: {form}.", "Réponse attendue : {form}."),
    "ask.unclear": ("« {text} » is not understood.", "« {text} » n'est pas compris."),
    "ask.nearest": ("Did you mean « {nearest} »?", "Vouliez-vous dire « {nearest} » ?"),
    "ask.or": (" », or « ", " », ou « "),
    "ask.refused": ("That answer does not fit:", "Cette réponse ne convient pas :"),
    "ask.at_first": (
        "This is the first question: there is nothing to go back to.",
        "C'est la première question : il n'y a rien avant.",
    ),
    "ask.taken_back": ("Taken back: {fact}.", "Réponse retirée : {fact}."),
    "ask.settled": ("No answer can change the result any more.", "Plus aucune réponse ne peut changer le résultat."),
    "ask.unsettled": (
        "The result still depends on answers that are not known.",
        "Le résultat dépend encore de réponses inconnues.",
    ),
    "ask.stopped_one": ("Stopped: {n} question is still open.", "Arrêt : {n} question reste ouverte."),
    "ask.stopped_many": ("Stopped: {n} questions are still open.", "Arrêt : {n} questions restent ouvertes."),
    "ask.presumed": (
        "Unless you tell us otherwise, we take it that:",
        "Sauf indication contraire de votre part, nous tenons pour acquis :",
    ),
    "ask.correct": (
        "Type the number of what is otherwise in your case, or press Enter.",
        "Tapez le numéro de ce qui est autrement dans votre cas, ou appuyez sur Entrée.",
    ),
    "ask.saved": ("Answers kept in {name}.", "Réponses enregistrées dans {name}."),
    "ask.profile": (
        "Your answers (keep them in a file to go on later):",
        "Vos réponses (à garder dans un fichier pour continuer plus tard) :",
    ),
    "ask.comments": (
        "{name} has comments, which would be lost: name another file with --out",
        "{name} contient des commentaires, qui seraient perdus : indiquez un autre fichier avec --out",
    ),
    "ask.exists": (
        "{name} exists and would be overwritten: go on with it (ask {name}), or name another file with --out",
        "{name} existe et serait écrasé : reprenez-le (ask {name}), ou indiquez un autre fichier avec --out",
    ),
}
