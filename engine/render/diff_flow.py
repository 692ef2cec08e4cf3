"""A picture of a population: outcomes before, on the left, to outcomes after, on the right.

In: a `Flow`, a rulebook, a language. Out: a standalone SVG. Newly guaranteed: bands are as high as they are many; every number is
also text, for those who do not see the picture; no text is taken for markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from engine.analysis.diff.report import Flow
from engine.linked.model import Rulebook
from engine.render.names import Names

WIDTH, HEIGHT, TOP, LEFT, BAR, GAP = 960, 520, 80, 260, 18, 14
ORDER = ("entitled", "waiting", "case_by_case", "not_entitled", "undetermined")
COLORS = {
    "entitled": "#1b7f4b", "waiting": "#b7791f", "case_by_case": "#6b46c1", "not_entitled": "#c0392b", "undetermined": "#718096",
}  # fmt: skip
LEAST = 1.0
"""The height of the thinnest band: one profile among a million is seen."""


def flow_svg(flow: Flow, book: Rulebook, lang: str) -> str:
    """The picture."""
    names = Names(book, lang, "9999-12-31")
    title = names.word("diff.flow_picture", total=flow.total)
    outcomes = [name for name in ORDER if any(name in pair for pair in flow.outcomes)]
    sizes = {side: {name: _size(flow, side, name) for name in outcomes} for side in (0, 1)}
    scale = (HEIGHT - TOP - 30 - GAP * max(0, len(outcomes) - 1)) / max(1, flow.total)
    tops = {side: _tops(sizes[side], scale) for side in (0, 1)}
    bars = [_bar(side, name, sizes[side][name], tops[side][name], scale, names) for side in (0, 1) for name in outcomes]
    told = ". ".join(f"{names.word(old)} → {names.word(new)}: {n}" for (old, new), n in sorted(flow.outcomes.items()))
    heads = "".join(
        f'<text x="{x}" y="{TOP - 18}" text-anchor="{anchor}" font-weight="600">{escape(names.word(key))}</text>'
        for key, x, anchor in (("diff.before", LEFT + BAR, "end"), ("diff.after", WIDTH - LEFT - BAR, "start"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'lang="{lang}" aria-labelledby="title told" font-family="system-ui, sans-serif" font-size="14" fill="#1a202c">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="told">{escape(told)}</desc>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n'
        f'<text x="24" y="34" font-size="18" font-weight="600">{escape(title)}</text>\n{heads}\n'
        + "\n".join([*_bands(flow, outcomes, tops, scale, names), *filter(None, bars)])
        + "\n</svg>"
    )


def _size(flow: Flow, side: int, name: str) -> int:
    return sum(n for pair, n in flow.outcomes.items() if pair[side] == name)


def _tops(sizes: Mapping[str, int], scale: float) -> dict[str, float]:
    found: dict[str, float] = {}
    at = float(TOP)
    for name, n in sizes.items():
        found[name] = at
        at += n * scale + (GAP if n else 0)
    return found


def _bar(side: int, name: str, n: int, top: float, scale: float, names: Names) -> str:
    if not n:
        return ""
    x = LEFT if side == 0 else WIDTH - LEFT - BAR
    high = max(LEAST, n * scale)
    at, anchor = (x - 8, "end") if side == 0 else (x + BAR + 8, "start")
    text = f'<text x="{at}" y="{top + high / 2 + 5:.1f}" text-anchor="{anchor}">{escape(names.word(name))} ({n})</text>'
    return f'<rect x="{x}" y="{top:.1f}" width="{BAR}" height="{high:.1f}" fill="{COLORS[name]}"/>{text}'


def _bands(flow: Flow, outcomes: list[str], tops: Mapping[int, Mapping[str, float]], scale: float, names: Names) -> list[str]:
    """One band for each pair; those that stay are pale."""
    left, right = dict(tops[0]), dict(tops[1])
    found = []
    for old in outcomes:
        for new in outcomes:
            n = flow.outcomes.get((old, new), 0)
            if n:
                found.append(_band(old, new, n, (left[old], right[new]), scale, names))
                left[old] += n * scale
                right[new] += n * scale
    return found


def _band(old: str, new: str, n: int, tops: tuple[float, float], scale: float, names: Names) -> str:
    start, end = LEFT + BAR, WIDTH - LEFT - BAR
    middle, high = (start + end) / 2, max(LEAST, n * scale)
    first, second = tops
    path = (
        f"M{start},{first:.1f} C{middle},{first:.1f} {middle},{second:.1f} {end},{second:.1f} L{end},{second + high:.1f} "
        f"C{middle},{second + high:.1f} {middle},{first + high:.1f} {start},{first + high:.1f} Z"
    )
    shown = escape(f"{names.word(old)} → {names.word(new)}: {n}")
    return f'<path d="{path}" fill="{COLORS[old]}" fill-opacity="{0.18 if old == new else 0.55}"><title>{shown}</title></path>'
