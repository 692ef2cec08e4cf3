"""`policy-eval explain-code CODE`: the page of a problem code.

In: a code, or none. Out: what it means, why, a wrong and a right example; without a code, the list of all.
"""

from __future__ import annotations

import json
import re
import sys

import click

from engine.cli import exits
from engine.cli.options import output_options
from engine.cli.output import Output
from engine.ground import codes

_FILLED = re.compile(r"\{\w+\}")
"""A place in a text that each problem fills with its own names: a page has none to put there."""


@click.command("explain-code")
@click.argument("code", required=False, metavar="[CODE]")
@output_options("text", "plain", "json")
def command(code: str | None, out: Output) -> int:
    """Print the page of a problem code, or list the codes."""
    from engine.render.layout import Page

    if code is None:
        _list(out)
        return exits.DECIDED
    entry = codes.entry(_known(code.upper(), out))
    text = entry.text(out.lang)
    if out.format == "json":
        values = {"code": entry.code, "severity": entry.severity, "title": text.title, "message": text.message}
        out.write(json.dumps({**values, "help": text.help, "page": text.page}, ensure_ascii=False, indent=2))
        return exits.DECIDED
    page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
    page.heading(f"{entry.code} — {text.title}")
    for paragraph in (text.page or _FILLED.sub("…", text.message)).split("\n"):
        if paragraph.startswith("    "):
            page.lines.append(paragraph)  # an example: as it stands
        else:
            page.line(paragraph)
    kept = [line for line in text.help.splitlines() if not _FILLED.search(line)]
    if kept:
        page.gap()
        page.line(" ".join(kept))
    out.write(page.text())
    return exits.DECIDED


def _known(code: str, out: Output) -> str:
    if codes.known(code):
        return code
    from engine.ground.nearest import distance
    from engine.render.words import word

    near = [entry.code for entry in codes.all_codes() if distance(code, entry.code, 1) is not None]
    guess = near[0] if len(near) == 1 else None
    key = "code.unknown_nearest" if guess else "code.unknown"
    raise click.UsageError(word(key, out.lang, code=code, nearest=guess))


def _list(out: Output) -> None:
    found = [(entry.code, entry.text(out.lang).title) for entry in codes.all_codes()]
    if out.format == "json":
        out.write(json.dumps([{"code": code, "title": title} for code, title in found], ensure_ascii=False, indent=2))
    else:
        out.write("\n".join(f"{code}  {title}" for code, title in found))
