"""The words of a comparison over all offices, in English and French."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "everywhere.asks_more": ("Who asks for more than the law", "Qui demande plus que la loi"),
    "everywhere.asks_less": ("Who asks for less than the law", "Qui demande moins que la loi"),
    "everywhere.other_value": ("Who asks otherwise than the law", "Qui demande autre chose que la loi"),
    "everywhere.open": ("Where answers are missing to tell", "Là où des réponses manquent pour le dire"),
    "everywhere.none": (
        "No office departs from the law for this profile.",
        "Aucune caisse ne s'écarte de la loi pour ce profil.",
    ),
    "everywhere.law": ("The law as it is", "La loi telle quelle"),
    "everywhere.fileless_one": (
        "{n} office has no file of its own: nothing was found that it asks beside the law.",
        "{n} caisse n'a pas de fichier propre : rien n'a été trouvé qu'elle demande en dehors de la loi.",
    ),
    "everywhere.fileless_many": (
        "{n} offices have no file of their own: nothing was found that they ask beside the law.",
        "{n} caisses n'ont pas de fichier propre : rien n'a été trouvé qu'elles demandent en dehors de la loi.",
    ),
    "everywhere.silent_one": (
        "{n} office has a file that changes nothing for this profile: {names}.",
        "{n} caisse a un fichier qui ne change rien pour ce profil : {names}.",
    ),
    "everywhere.silent_many": (
        "{n} offices have a file that changes nothing for this profile: {names}.",
        "{n} caisses ont un fichier qui ne change rien pour ce profil : {names}.",
    ),
    "everywhere.and": ("{names} and {n} more", "{names} et {n} autres"),
}
