"""What became of a batch, for people, and its progress.

In: counts. Out: lines. Newly guaranteed: numbers are written as the language writes them.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.render.names import Names
from engine.render.words import count, word


def summary_lines(
    names: Names, rows: int, seconds: float, outcomes: Mapping[str, int], rejected: int, resumed: int, target: str, rejects: str
) -> list[str]:
    """How many profiles came out how, and where to look."""
    lang = names.lang
    where = word("batch.stdout", lang) if target == "-" else target
    rate = grouped(int(rows / seconds) if seconds > 0 else rows, lang)
    lines = [_counted("batch.decided", rows, lang, time=lasting(seconds, lang), rate=rate, name=where)]
    labels = {value: _label(names, value) for value in outcomes}
    width = max((len(label) for label in labels.values()), default=0)
    for value, number in outcomes.items():
        share = f"{100 * number / rows:.1f}" if rows else "0"
        share = share.replace(".", ",") if lang == "fr" else share
        lines.append(f"  {labels[value].ljust(width)}  {grouped(number, lang).rjust(len(grouped(rows, lang)))}  ({share} %)")
    if rejected:
        lines.append(_counted("batch.rejected", rejected, lang, name=rejects))
    if resumed:
        lines.append(_counted("batch.resumed", resumed, lang))
    return lines


def _counted(key: str, n: int, lang: str, **arguments: object) -> str:
    """`count` with the number grouped."""
    return count(key, n, lang, **arguments).replace(str(n), grouped(n, lang), 1)


def _label(names: Names, value: str) -> str:
    if value == "undetermined":
        return word("undetermined", names.lang)
    return names.value("entitlement", value)


def progress_line(lang: str, rows: int, total: int, rate: float) -> str:
    """How far it is, how fast it goes, how long it still takes."""
    left = lasting((total - rows) / rate, lang) if rate > 0 else "?"
    share = int(100 * rows / total) if total else 100
    return word(
        "batch.progress", lang, share=f"{share:3d}", rows=grouped(rows, lang), total=grouped(total, lang),
        rate=grouped(int(rate), lang), left=left,
    )  # fmt: skip


def grouped(number: int, lang: str) -> str:
    """1,234,567 or 1 234 567 (with narrow spaces that do not break)."""
    return f"{number:,}".replace(",", "\u202f") if lang == "fr" else f"{number:,}"


def lasting(seconds: float, lang: str) -> str:
    """12 s, 3 min 5 s, 2 h 4 min."""
    if seconds < 10:
        text = f"{seconds:.1f} s"
        return text.replace(".", ",") if lang == "fr" else text
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
