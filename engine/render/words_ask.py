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
    "ask.about_entitlement": ("your right", "votre droit"),
    "ask.about_outcome": ("ground and procedure", "motif et démarche"),
    "ask.about_papers": ("papers", "pièces à fournir"),
    "ask.about_everything": ("next steps", "suites à donner"),
    "ask.right": ("So far: {answer}", "À ce stade : {answer}"),
    "ask.right_open": (
        "your right depends on what you do not know",
        "votre droit dépend de ce que vous ne savez pas",
    ),
    "ask.go_on_one": (
        "No answer can change that any more. {n} question is left, on the procedure, papers or next steps: press Enter to go on, "
        "or type ! to stop.",
        "Aucune réponse n'y changera plus rien. Il reste {n} question, sur la démarche, les pièces ou les suites : appuyez sur "
        "Entrée pour continuer, ou tapez ! pour arrêter.",
    ),
    "ask.go_on_many": (
        "No answer can change that any more. At most {n} questions are left, on the procedure, papers or next steps: press "
        "Enter to go on, or type ! to stop.",
        "Aucune réponse n'y changera plus rien. Il reste au plus {n} questions, sur la démarche, les pièces ou les suites : "
        "appuyez sur Entrée pour continuer, ou tapez ! pour arrêter.",
    ),
    "ask.unknown": ("You do not know yet, and it matters:", "Vous ne savez pas encore, et cela compte :"),
    "ask.beyond_one": (
        "{n} more question could narrow it, but not settle it: it was not asked.",
        "{n} autre question pourrait préciser le résultat sans le fixer : elle n'a pas été posée.",
    ),
    "ask.beyond_many": (
        "{n} more questions could narrow it, but not settle it: they were not asked.",
        "{n} autres questions pourraient préciser le résultat sans le fixer : elles n'ont pas été posées.",
    ),
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
    "ask.right_settled": (
        "No answer can change your right any more; nothing was asked about the procedure, papers and next steps.",
        "Plus aucune réponse ne peut changer votre droit ; rien n'a été demandé sur la démarche, les pièces et les suites.",
    ),
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
        "Type the number of a line that you can correct or complete, or press Enter.",
        "Tapez le numéro d'une ligne que vous pouvez corriger ou compléter, ou appuyez sur Entrée.",
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
