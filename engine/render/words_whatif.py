"""The words of `what-if`, in English and French. In: nothing. Out: texts by key, beginning `whatif.`."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "whatif.now": ("As things stand", "En l'état"),
    "whatif.sought": ("Sought", "Recherché"),
    "whatif.sets": ("What would change this, the least first", "Ce qui changerait ce résultat, du plus simple au moins simple"),
    "whatif.losing": (
        "What would end the entitlement, the least first",
        "Ce qui mettrait fin au droit, du plus simple au moins simple",
    ),
    "whatif.tells": ("If you tell us", "Si vous l'indiquez"),
    "whatif.reached": ("This is so already.", "C'est déjà le cas."),
    "whatif.none_one": (
        "Nothing found: no single change that a person can make leads there.",
        "Rien de trouvé : aucun changement à la portée de la personne n'y conduit à lui seul.",
    ),
    "whatif.none_many": (
        "Nothing found: no {n} changes that a person can make lead there.",
        "Rien de trouvé : {n} changements à la portée de la personne n'y suffisent pas.",
    ),
    "whatif.none_any": (
        "Nothing found, whatever is changed within these limits.",
        "Rien de trouvé, quels que soient les changements dans ces limites.",
    ),
    "whatif.none_cut": ("Nothing found so far.", "Rien de trouvé à ce stade."),
    "whatif.wait": ("wait until {day}", "attendre le {day}"),
    "whatif.and": ("and {change}", "et {change}"),
    "whatif.one_of": ("one of {values}", "au choix {values}"),
    "whatif.more_values_one": ("{values} or {n} other", "{values} ou {n} autre"),
    "whatif.more_values_many": ("{values} or {n} others", "{values} ou {n} autres"),
    "whatif.example": ("{value}, for example", "{value}, par exemple"),
    "whatif.was": ("now {value}", "actuellement {value}"),
    "whatif.untold": ("not told yet", "non indiqué"),
    "whatif.unsure": ("not known", "non connu"),
    "whatif.presumed": ("taken to be {value}", "supposé {value}"),
    "whatif.with_time": ("takes time", "demande du temps"),
    "whatif.no": ("nobody can change this", "ne se change pas"),
    "whatif.then": ("Then", "Alors"),
    "whatif.from": ("from {day}", "à partir du {day}"),
    "whatif.because": ("Rules that then apply", "Règles alors applicables"),
    "whatif.no_longer": ("Rules that then no longer apply", "Règles qui ne s'appliquent alors plus"),
    "whatif.ran_one": (
        "{n} variant of the profile was run as a lane; decided anew on their own, those shown among them: {decisions}.",
        "{n} variante du profil calculée en parallèle ; décisions refaites une à une, dont celles affichées : {decisions}.",
    ),
    "whatif.ran_many": (
        "{n} variants of the profile were run as lanes; decided anew on their own, those shown among them: {decisions}.",
        "{n} variantes du profil calculées en parallèle ; décisions refaites une à une, dont celles affichées : {decisions}.",
    ),
    "whatif.size_one": ("Every single change was tried.", "Chaque changement isolé a été essayé."),
    "whatif.size_many": (
        "Every set of up to {n} changes was tried.",
        "Tous les ensembles de {n} changements au plus ont été essayés.",
    ),
    "whatif.cut": (
        "The search was cut short: there are too many larger sets, and others may do as well.",
        "La recherche a été abrégée : les ensembles plus grands sont trop nombreux, et d'autres peuvent convenir.",
    ),
    "whatif.untried": (
        "Not every value of these was tried: {facts}.",
        "Toutes les valeurs n'ont pas été essayées pour : {facts}.",
    ),
    "whatif.more": ("There are more; --limit shows them.", "Il y en a d'autres ; --limit les affiche."),
    "whatif.changeable_only": (
        "Answers that nobody can change (age, birth) were left alone; --any tries them too.",
        "Les réponses que nul ne peut changer (âge, naissance) n'ont pas été modifiées ; --any les essaie aussi.",
    ),
    "whatif.file": ("What would complete the file", "Ce qui compléterait le dossier"),
    "whatif.file.add": ("add: {paper}", "ajouter : {paper}"),
    "whatif.file.amend": ("put right the one in hand: {paper}", "mettre en ordre la pièce en main : {paper}"),
    "whatif.file.serves": ("for: {papers}", "pour : {papers}"),
    "whatif.file.or": ("or {option}", "ou {option}"),
    "whatif.file.verified_one": (
        "Decided with it: every paper that must be given is then in hand.",
        "Décision refaite avec cette pièce : toutes les pièces obligatoires sont alors en main.",
    ),
    "whatif.file.verified_many": (
        "Decided with these {n}: every paper that must be given is then in hand.",
        "Décision refaite avec ces {n} pièces : toutes les pièces obligatoires sont alors en main.",
    ),
    "whatif.file.complete": ("Every paper that must be given is in hand.", "Toutes les pièces obligatoires sont en main."),
    "whatif.file.none": (
        "No paper is certain to be asked as things stand.",
        "En l'état, aucune pièce n'est à fournir avec certitude.",
    ),
    "whatif.file.open": (
        "Answers may still add these: {papers}.",
        "Selon les réponses, peuvent encore s'ajouter : {papers}.",
    ),
    "whatif.file.stuck": (
        "No paper of the catalogue was found to meet: {papers}.",
        "Aucune pièce du catalogue ne satisfait à : {papers}.",
    ),
    "whatif.file.untold": (
        "No papers in hand were told, so all of them are listed.",
        "Aucune pièce en main n'est indiquée : toutes figurent donc ici.",
    ),
    "whatif.form.copy": ("a copy", "une copie"),
    "whatif.form.certified_copy": ("a certified copy", "une copie certifiée conforme"),
    "whatif.form.original": ("the original", "l'original"),
    "whatif.issued_on": ("issued on {day}, for example", "établi le {day}, par exemple"),
    "whatif.unknown": ("no rule concludes `{name}`", "aucune règle ne conclut « {name} »"),
    "whatif.unknown_nearest": (
        "no rule concludes `{name}`; did you mean `{nearest}`?",
        "aucune règle ne conclut « {name} » ; vouliez-vous dire « {nearest} » ?",
    ),
    "whatif.by_papers": (
        "`{name}` is read off the papers in hand; --dossier says what would complete them",
        "« {name} » se lit sur les pièces en main ; --dossier indique ce qui les compléterait",
    ),
    "whatif.value": (
        "`{value}` is no value of {name}: {values}",
        "« {value} » n'est pas une valeur de {name} : {values}",
    ),
}
