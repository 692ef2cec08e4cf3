"""Words of `policy-eval bundle` and of sets chosen by a day, in English and French.

In: a key and arguments. Out: a text. Newly guaranteed: every key has both languages.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "bundle.written": (
        "{path}: {name} {version}, published on {day}, {digest}",
        "{path} : {name} {version}, publié le {day}, {digest}",
    ),
    "bundle.there": (
        "{path} already holds {name} {version}, published on {day}, {digest}",
        "{path} contient déjà {name} {version}, publié le {day}, {digest}",
    ),
    "bundle.none": ("No bundle in {folder}.", "Aucun jeu de règles dans {folder}."),
    "bundle.unpacked_one": ("{n} file written to {folder}", "{n} fichier écrit dans {folder}"),
    "bundle.unpacked_many": ("{n} files written to {folder}", "{n} fichiers écrits dans {folder}"),
    "bundle.known_at": (
        "Policies as they were known on {day}: {name} {version}, {digest}",
        "Règles telles qu'elles étaient connues le {day} : {name} {version}, {digest}",
    ),
}
