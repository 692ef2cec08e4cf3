"""Days and durations as people write them.

In: ISO dates and durations. Out: `3 May 2026`, `3 mai 2026`, `3 to 5 days`. Newly guaranteed: nothing.
"""

from __future__ import annotations

from engine.ground.dates import parse_date, parse_duration
from engine.render.words import count, word

MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin",
           "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
}  # fmt: skip


def day(iso: str, lang: str) -> str:
    """A day in words; text that is no ISO date (`2013-06`) as it stands."""
    try:
        date = parse_date(iso)
    except ValueError:
        return iso
    number = "1er" if lang == "fr" and date.day == 1 else str(date.day)
    return f"{number} {MONTHS[lang][date.month - 1]} {date.year}"


def duration(iso: str, lang: str) -> str:
    """A duration in words."""
    found = parse_duration(iso)
    parts = []
    if found.years:
        parts.append(count("years", found.years, lang))
    if found.months:
        parts.append(count("span.months", found.months, lang))
    if found.days and found.days % 7 == 0 and not parts:
        parts.append(count("weeks", found.days // 7, lang))
    elif found.days or not parts:
        parts.append(count("days", found.days, lang))
    return " ".join(parts)


def span(shortest: str, longest: str | None, lang: str) -> str:
    """From the shortest to the longest duration seen."""
    first = duration(shortest, lang)
    if longest is None or longest == shortest:
        return first
    last = duration(longest, lang)
    number, _, unit = first.partition(" ")
    if unit.rstrip("s") == last.partition(" ")[2].rstrip("s"):
        first = number
    return word("span", lang, shortest=first, longest=last)
