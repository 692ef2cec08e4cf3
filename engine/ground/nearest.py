"""The name somebody probably meant. In: a name and the right names. Out: one of them, or nothing.

Guaranteed: deterministic whatever the order of the candidates; nothing rather than a doubtful guess (two equally near
names, or a code made of digits, give nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\s._\-/]+")


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` most likely stands for."""
    pool = sorted(set(candidates) - {name})
    plain = _plain(name)
    if not plain or len(name) > 120:
        return None
    found = _only([c for c in pool if _plain(c) == plain])
    if found is None and not plain.replace(" ", "").isdigit():
        found = _same_words(plain, pool) or _by_edits(plain, pool) or _last_part(plain, pool)
    return found


def _plain(name: str) -> str:
    return _SEPARATORS.sub(" ", name.strip()).casefold().strip()


def _only(hits: list[str]) -> str | None:
    return hits[0] if len(hits) == 1 else None


def _same_words(plain: str, pool: list[str]) -> str | None:
    """The same words in another order: `needed_form` for `form_needed`."""
    words = sorted(plain.split())
    if len(words) < 2:
        return None
    size = len(plain)
    return _only([c for c in pool if abs(len(c) - size) <= 2 and sorted(_plain(c).split()) == words])


def _last_part(plain: str, pool: list[str]) -> str | None:
    """The end of a longer name, `document` for `stay.document`; only where one name ends so."""
    if len(plain) < 4:
        return None
    ending = " " + plain
    return _only([c for c in pool if len(c) > len(plain) and _plain(c).endswith(ending)])


def _by_edits(plain: str, pool: list[str]) -> str | None:
    limit = 0 if len(plain) < 3 else 1 if len(plain) < 6 else 2 if len(plain) < 12 else 3
    best: list[str] = []
    size, letters = len(plain), set(plain)
    for candidate in pool if limit else ():
        if abs(len(candidate) - size) > limit or len(letters.difference(_plain(candidate))) > limit:
            continue
        edits = distance(plain, _plain(candidate), limit)
        if edits is None or edits > limit:
            continue
        best = [candidate] if edits < limit else [*best, candidate]
        limit = edits
    return _closest(plain, best)


def _closest(plain: str, tied: list[str]) -> str | None:
    """Among names at the same distance: the same letters, then the longest common beginning, else nothing."""
    if len(tied) < 2:
        return tied[0] if tied else None
    ranked = sorted(tied, key=lambda c: (sorted(_plain(c)) != sorted(plain), -_shared(plain, _plain(c))))
    first, second = _plain(ranked[0]), _plain(ranked[1])
    rank = [(sorted(c) != sorted(plain), -_shared(plain, c)) for c in (first, second)]
    return ranked[0] if rank[0] < rank[1] else None


def _shared(left: str, right: str) -> int:
    same = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        same += 1
    return same


def distance(left: str, right: str, limit: int) -> int | None:
    """Insertions, deletions, replacements and swaps of neighbours; None beyond `limit`."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
        before, last = last, row
    return last[-1] if last[-1] <= limit else None
