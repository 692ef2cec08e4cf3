"""What `batch` says. In: nothing. Out: texts in English and French. Newly guaranteed: see `engine.render.words`."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "batch.decided_one": (
        "{n} profile decided in {time} ({rate} a second): {name}",
        "{n} profil traité en {time} ({rate} par seconde) : {name}",
    ),
    "batch.decided_many": (
        "{n} profiles decided in {time} ({rate} a second): {name}",
        "{n} profils traités en {time} ({rate} par seconde) : {name}",
    ),
    "batch.rejected_one": ("{n} row rejected: {name}", "{n} ligne rejetée : {name}"),
    "batch.rejected_many": ("{n} rows rejected: {name}", "{n} lignes rejetées : {name}"),
    "batch.resumed_one": ("{n} part was there already", "{n} partie était déjà prête"),
    "batch.resumed_many": ("{n} parts were there already", "{n} parties étaient déjà prêtes"),
    "batch.interrupted": (
        "Interrupted. What is finished is kept in {folder}: run the same command with --resume to go on.",
        "Interrompu. Ce qui est terminé est gardé dans {folder} : relancer la même commande avec --resume pour continuer.",
    ),
    "batch.progress": (
        "{share} %  {rows} of {total}, {rate} a second, {left} left",
        "{share} %  {rows} sur {total}, {rate} par seconde, reste {left}",
    ),
    "batch.stdout": ("standard output", "sortie standard"),
}
