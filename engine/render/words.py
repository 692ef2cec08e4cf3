"""The words of the user interface, in English and French.

In: a key and arguments. Out: a text. Newly guaranteed: every key has both languages (a test holds them to the same arguments).
Texts about the law belong to the policies, never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

CATALOGUES: Final[Mapping[str, str]] = {
    name: f"words_{name}"
    for name in (
        "ask", "whatif", "timeline", "mutation", "verify", "generated", "batch", "population", "diff", "bundle", "everywhere",
    )
}  # fmt: skip
"""What only some commands say: the first part of a key, and the module that holds such keys."""
WORDS: Final[dict[str, tuple[str, str]]] = {
    # The answer
    "entitled": ("Entitled", "Droit acquis"),
    "waiting": ("Entitled later", "Droit à venir"),
    "case_by_case": ("Left to the fund", "À l'appréciation de la caisse"),
    "not_entitled": ("Not entitled", "Pas de droit"),
    "undetermined": ("Not yet determined", "Pas encore déterminé"),
    "entitled.means": (
        "The conditions are met: a French fund has to pay for health care.",
        "Les conditions sont réunies : une caisse française doit prendre en charge les frais de santé.",
    ),
    "waiting.means": (
        "Every condition is met but time, or an event already named (see why).",
        "Toutes les conditions sont réunies, sauf le temps ou un événement déjà identifié (voir pourquoi).",
    ),
    "case_by_case.means": (
        "The texts leave the decision to the fund, or funds differ on a condition: apply, and keep a proof of it.",
        "Les textes s'en remettent à la caisse, ou les caisses divergent sur une condition : déposer une demande et "
        "en garder la preuve.",
    ),
    "not_entitled.means": (
        "On this day no French fund has to pay for health care (see why).",
        "À cette date, aucune caisse française n'a à prendre en charge les frais de santé (voir pourquoi).",
    ),
    "undetermined.means": (
        "Answers are missing: see the questions below.",
        "Il manque des réponses : voir les questions ci-dessous.",
    ),
    "undetermined.gap": (
        "The policies have nothing for this case: see below what they cannot say yet.",
        "Les règles ne couvrent pas ce cas : voir plus bas ce qu'elles ne peuvent pas dire.",
    ),
    "undetermined.conflict": (
        "Rules contradict each other: see the conflicts below.",
        "Des règles se contredisent : voir les conflits ci-dessous.",
    ),
    "ground": ("Ground", "Fondement"),
    "from": ("From", "À partir du"),
    "from.none": ("not known", "non connu"),
    "outcome.open": ("not known yet", "pas encore connu"),
    "outcome.open_feminine": ("not known yet", "pas encore connue"),
    "first": ("To do first", "À faire d'abord"),
    "first.questions": (
        "answer the questions below in the profile, then decide again",
        "répondre dans le profil aux questions ci-dessous, puis relancer la décision",
    ),
    "first.missing": ("get or complete: {what}", "obtenir ou compléter : {what}"),
    "first.gather_one": (
        "gather the paper listed below, then follow the next steps",
        "réunir la pièce indiquée ci-dessous, puis suivre les étapes",
    ),
    "first.gather_many": (
        "gather the {n} papers listed below, then follow the next steps",
        "réunir les {n} pièces indiquées ci-dessous, puis suivre les étapes",
    ),
    "first.complete": (
        "the file is complete: follow the next steps below",
        "le dossier est complet : suivre les étapes ci-dessous",
    ),
    "procedure": ("Procedure", "Démarche"),
    "office": ("Office", "Caisse"),
    "office.none": ("not known: the place of residence is not told", "inconnue : le lieu de résidence n'est pas indiqué"),
    "office.unlisted": (
        "none of the funds of the list is competent there",
        "aucune caisse de la liste n'y est compétente",
    ),
    "office.several": ("one of: {names}", "l'une de : {names}"),
    "office.and_more_one": ("{names} and {n} more", "{names} et {n} autre"),
    "office.and_more_many": ("{names} and {n} more", "{names} et {n} autres"),
    "found.residence.postcode": ("found from the postcode", "trouvée d'après le code postal"),
    "found.residence.commune": ("found from the commune", "trouvée d'après la commune"),
    "found.residence.department": ("found from the département", "trouvée d'après le département"),
    "found.residence.country": ("residence abroad", "résidence à l'étranger"),
    "found.office.code": ("named in the profile", "indiquée dans le profil"),
    "found.routing": ("receives such files from the whole country", "reçoit ces dossiers pour tout le pays"),
    "found.option": ("set by --office", "fixée par --office"),
    "mail": ("Post to", "Adresse postale"),
    "mail.seen": ("address seen on {date}: {source}", "adresse relevée le {date} : {source}"),
    "page": ("Website", "Site"),
    "as_of": ("Decided on", "Décision au"),
    "confidence": ("Confidence", "Confiance"),
    "confidence.high": ("high", "élevée"),
    "confidence.medium": ("medium", "moyenne"),
    "confidence.low": ("low", "faible"),
    "complete.yes": ("The file is complete.", "Le dossier est complet."),
    "complete.no": ("The file is not complete.", "Le dossier n'est pas complet."),
    "complete.lacks": (
        "The file is not complete yet. To obtain or complete: {what}.",
        "Le dossier n'est pas encore complet. À obtenir ou à compléter : {what}.",
    ),
    "open": ("open", "à déterminer"),
    "settled": ("Certainty", "Certitude"),
    "settled.derivation": (
        "settled; no answer still missing can change this",
        "acquise ; aucune réponse manquante ne peut changer ce résultat",
    ),
    "settled.cases": (
        "settled; the same whatever is answered to {facts}",
        "acquise ; résultat identique quelle que soit la réponse sur {facts}",
    ),
    "settled.no": ("an answer can still change this", "une réponse peut encore changer ce résultat"),
    "settled.nothing": ("open, and no answer can settle it", "en suspens, et aucune réponse ne peut trancher"),
    # Headings
    "because": ("Why", "Pourquoi"),
    "why_not": ("What each route to an entitlement lacks", "Ce qui manque à chaque voie d'ouverture du droit"),
    "presumed": ("Taken to be so, unless you say otherwise", "Supposé, sauf indication contraire"),
    "papers": ("Papers to provide", "Pièces à fournir"),
    "papers.open": ("Papers that may be asked, depending on answers", "Pièces éventuelles, selon les réponses"),
    "papers.none": ("No paper is asked.", "Aucune pièce n'est demandée."),
    "not_required": ("Not required", "Non requis"),
    "steps": ("Next steps", "Prochaines étapes"),
    "notes": ("Beware", "Points d'attention"),
    "differences": ("The law, this office, and what people report", "La loi, cette caisse et ce que l'on rapporte"),
    "questions": ("Questions still open", "Questions encore ouvertes"),
    "gaps": ("What these policies cannot say yet", "Ce que ces règles ne peuvent pas encore dire"),
    "conflicts": ("Rules that contradict each other", "Règles contradictoires"),
    # Lines
    "source": ("Source", "Source"),
    "more_one": ("and {n} more", "et {n} autre"),
    "more_many": ("and {n} more", "et {n} autres"),
    "any_of": ("Any one of these:", "Au choix :"),
    "or_if": ("{document} (in some cases)", "{document} (dans certains cas)"),
    "months_one": ("{document} ({n} month)", "{document} ({n} mois)"),
    "months_many": ("{document} ({n} months)", "{document} ({n} mois)"),
    "reason": ("Why", "Motif"),
    "demand.must": ("required", "obligatoire"),
    "demand.should": ("usually asked", "demande habituelle"),
    "demand.may": ("harmless extra", "facultatif"),
    "force.law": ("the law", "la loi"),
    "force.guidance": ("official guidance", "la doctrine officielle"),
    "force.practice": ("the practice of funds", "la pratique des caisses"),
    "force.report": ("people's accounts", "des témoignages"),
    "rests.law": ("by law", "selon la loi"),
    "rests.guidance": ("by official guidance", "selon la doctrine officielle"),
    "rests.practice": ("by the practice of funds", "selon la pratique des caisses"),
    "rests.report": ("from people's accounts", "d'après des témoignages"),
    "rests.law.soft": ("resting on the law", "fondée sur la loi"),
    "office_only": (
        "asked by this office; the law does not ask for it",
        "demandé par cette caisse ; la loi ne le demande pas",
    ),
    "office_asks": ("{is}, at this office", "{is}, pour cette caisse"),
    "attribute.form": ("Form", "Forme"),
    "attribute.kind": ("Kind", "Type"),
    "attribute.authentication": ("Authentication", "Authentification"),
    "attribute.translation": ("Translation", "Traduction"),
    "attribute.translator": ("Translator", "Traducteur"),
    "attribute.max_age": ("Age of the copy", "Ancienneté de la copie"),
    "attribute.issued_on": ("Age of the copy", "Ancienneté de la copie"),
    "attribute.months": ("Months covered", "Mois couverts"),
    "status.held": ("you have it", "vous l'avez"),
    "status.deficient": ("what you have falls short: {what}", "ce que vous avez ne suffit pas : {what}"),
    "status.missing": ("still to be obtained", "à obtenir"),
    "status.unclear": ("to be checked on the paper you have: {what}", "à vérifier sur la pièce en main : {what}"),
    "status": ("In hand", "En main"),
    "caution.should": ("usually asked beyond what you have: {what}", "souvent demandé en plus de ce que vous avez : {what}"),
    "not_asked": ("held, and nothing asks for it", "en main, et rien ne le demande"),
    "takes": ("takes {span}", "délai : {span}"),
    "takes.seen": ("takes {span}, seen on {date}", "délai : {span}, constaté le {date}"),
    "when.after": ("After: {event}", "Après : {event}"),
    "when.before": ("Before: {event}", "Avant : {event}"),
    "when.any": ("At any time", "À tout moment"),
    "seen": ("seen on {date}", "constaté le {date}"),
    "undated": ("undated", "sans date"),
    "stale": ("may be out of date", "peut-être dépassé"),
    "grade.A": ("evidence A (the office itself)", "preuve A (la caisse elle-même)"),
    "grade.B": ("evidence B (an institution or the press)", "preuve B (une institution ou la presse)"),
    "grade.C": ("evidence C (a first-hand account)", "preuve C (un témoignage direct)"),
    "grade.D": ("evidence D (a second-hand account)", "preuve D (un témoignage rapporté)"),
    "law_says": ("The law", "La loi"),
    "guidance_says": ("Official guidance", "Doctrine officielle"),
    "office_concludes": ("{office} asks", "{office} demande"),
    "office_says": ("{office} is said to hold", "{office} retiendrait"),
    "people_report": ("People report at {office}", "On rapporte à {office}"),
    "people_report.national": ("People report", "On rapporte"),
    "source_says": ("A source holds", "Une source indique"),
    "desk": ("desk {desk}", "service {desk}"),
    "kind.asks_more": ("asks more than the law", "demande plus que la loi"),
    "kind.asks_less": ("asks less than the law", "demande moins que la loi"),
    "kind.other_value": ("differs from the law", "diffère de la loi"),
    "decides": ("decides: {what}", "décide : {what}"),
    "decides.outcome": ("the answer", "le résultat"),
    "answer.boolean": ("true or false", "true (oui) ou false (non)"),
    "answer.date": ("a date, like {example}", "une date, comme {example}"),
    "answer.integer": ("a whole number", "un nombre entier"),
    "answer.country": ("a country, like {example}", "un pays, comme {example}"),
    "answer.language": ("a language, like {example}", "une langue, comme {example}"),
    "answer.postcode": ("a postcode, like {example}", "un code postal, comme {example}"),
    "answer.commune": ("the INSEE code of a commune, like {example}", "le code Insee d'une commune, comme {example}"),
    "answer.text": ("text in quotes", "un texte entre guillemets"),
    "answer.set": ("a list: {what}", "une liste : {what}"),
    "answer.enum": ("one of: {values}", "au choix : {values}"),
    "answer.null": (
        "Write null where the person does not know.",
        "Écrire null lorsque la personne ne sait pas.",
    ),
    "and_more_one": ("and {n} more question", "et {n} autre question"),
    "and_more_many": ("and {n} more questions", "et {n} autres questions"),
    "gap.table": (
        "the table « {table} » has no row for {key} on this day",
        "la table « {table} » n'a pas de ligne pour {key} à cette date",
    ),
    "gap.law": (
        "law not read, so these stay open: {facts} ({title})",
        "texte non lu, donc à déterminer : {facts} ({title})",
    ),
    "gap.period": (
        "the policies do not decide days before {date}",
        "les règles ne portent pas sur les jours antérieurs au {date}",
    ),
    "conflict": ("{what}: {values}", "{what} : {values}"),
    "conflict.need": ("{what}: required and not required", "{what} : requis et non requis"),
    "rules": ("Rules", "Règles"),
    "joint.or": (", or ", ", ou "),
    "joint.and": (", and ", ", et "),
    "none": ("none", "néant"),
    "yes": ("yes", "oui"),
    "no": ("no", "non"),
    "colon": ("{label}: {text}", "{label} : {text}"),
    "days_one": ("{n} day", "{n} jour"),
    "days_many": ("{n} days", "{n} jours"),
    "weeks_one": ("{n} week", "{n} semaine"),
    "weeks_many": ("{n} weeks", "{n} semaines"),
    "span.months_one": ("{n} month", "{n} mois"),
    "span.months_many": ("{n} months", "{n} mois"),
    "years_one": ("{n} year", "{n} an"),
    "years_many": ("{n} years", "{n} ans"),
    "span": ("{shortest} to {longest}", "de {shortest} à {longest}"),
    "explain.why": ("Proofs of the outcome", "Preuves du résultat"),
    "explain.why_not": ("Proofs of what does not hold", "Preuves de ce qui n'est pas retenu"),
    "explain.rules": ("Every rule", "Toutes les règles"),
    "explain.told": (
        "`{name}` is told in the profile, not concluded; name a fact that rules conclude, or a requirement",
        "« {name} » est déclaré dans le profil, non conclu ; indiquer un fait que des règles concluent, ou une pièce",
    ),
    "explain.unknown": (
        "no fact and no requirement is named `{name}`",
        "aucun fait, aucune pièce ne s'appelle « {name} »",
    ),
    "explain.unknown_nearest": (
        "no fact and no requirement is named `{name}`; did you mean `{nearest}`?",
        "aucun fait, aucune pièce ne s'appelle « {name} » ; vouliez-vous dire « {nearest} » ?",
    ),
    "verdict.effective": ("applies", "s'applique"),
    "verdict.defeated": ("does not apply", "ne s'applique pas"),
    "verdict.open": ("open", "à déterminer"),
    "replay.identical": (
        "identical: decided again by {executors}, the claim is the same",
        "identique : décidé à nouveau par {executors}, le constat est le même",
    ),
    "replay.firings_one": ("{n} recorded firing checked", "{n} déclenchement enregistré vérifié"),
    "replay.firings_many": ("{n} recorded firings checked", "{n} déclenchements enregistrés vérifiés"),
    "replay.different": (
        "different: {executor}, at {path}\n  recorded: {recorded}\n  now:      {again}",
        "différent : {executor}, à {path}\n  enregistré : {recorded}\n  maintenant : {again}",
    ),
    "replay.verified": ("withheld values verified: {facts}", "valeurs masquées vérifiées : {facts}"),
    "compare.law": ("The law", "La loi"),
    "compare.same": ("The same everywhere", "Identique partout"),
    "compare.outcome": ("Outcome", "Résultat"),
    "compare.papers": ("Papers and what they must be", "Pièces et leurs caractéristiques"),
    "compare.said": ("What is said besides", "Ce qui se dit par ailleurs"),
    "compare.nothing": ("Nothing differs between these offices.", "Rien ne diffère entre ces caisses."),
    "compare.required": ("required", "requis"),
    "compare.not_required": ("not required", "non requis"),
    "offices.title": ("Funds of the general scheme", "Caisses du régime général"),
    "offices.layer": ("with a file of its own", "avec un fichier propre"),
    "offices.none": (
        "No file says what this fund asks besides the law: the law and the guidance apply as they are.",
        "Aucun fichier ne dit ce que cette caisse demande en plus de la loi : la loi et la doctrine s'appliquent telles quelles.",
    ),
    "offices.unknown": ("no fund has the code `{code}`", "aucune caisse n'a le code « {code} »"),
    "offices.unknown_nearest": (
        "no fund has the code `{code}`; did you mean `{nearest}`?",
        "aucune caisse n'a le code « {code} » ; vouliez-vous dire « {nearest} » ?",
    ),
    "offices.asks": ("What it asks", "Ce qu'elle demande"),
    "offices.says": ("What is said of it (concludes nothing)", "Ce qu'on en dit (ne conclut rien)"),
    "offices.advises": ("What its applicants should know", "Ce que ses usagers devraient savoir"),
    "offices.departments": ("Départements", "Départements"),
    "code.unknown": ("no problem has the code `{code}`", "aucun problème n'a le code « {code} »"),
    "code.unknown_nearest": (
        "no problem has the code `{code}`; did you mean `{nearest}`?",
        "aucun problème n'a le code « {code} » ; vouliez-vous dire « {nearest} » ?",
    ),
    "profile": ("Profile {name}", "Profil {name}"),
    "not_known_command": (
        "`{name}` is neither a file nor a command; did you mean the command `{nearest}`?",
        "« {name} » n'est ni un fichier ni une commande ; vouliez-vous dire la commande « {nearest} » ?",
    ),
    "unwritable": ("{name} cannot be written: {reason}", "impossible d'écrire {name} : {reason}"),
    "bug": (
        "policy-eval: this is a bug in the engine ({kind} at {where}), not in your profile.\n"
        "Please report it to the maintainers, with the command and the version (policy-eval --version).\n"
        "Nothing of the profile is shown here.",
        "policy-eval : erreur du moteur ({kind}, {where}), et non du profil.\n"
        "Merci de la signaler aux mainteneurs, avec la commande et la version (policy-eval --version).\n"
        "Rien du profil n'est affiché ici.",
    ),
}


def word(key: str, lang: str, /, **arguments: object) -> str:
    """The text of a key."""
    text = _texts(key)[key][1 if lang == "fr" else 0]
    return text.format(**arguments) if arguments else text


def has_word(key: str) -> bool:
    """Whether there is such a text."""
    return key in _texts(key)


def _texts(key: str) -> Mapping[str, tuple[str, str]]:
    """The catalogue that holds a key: one of its own for what only some commands say, loaded when it is first asked."""
    module = CATALOGUES.get(key.partition(".")[0])
    if module is None:
        return WORDS
    found: Mapping[str, tuple[str, str]] = import_module(f"engine.render.{module}").WORDS
    return found


def count(key: str, n: int, lang: str, /, **arguments: object) -> str:
    """The text of a key for one or for many. In French none is singular."""
    one = n < 2 if lang == "fr" else n == 1
    return word(f"{key}_one" if one else f"{key}_many", lang, n=n, **arguments)
