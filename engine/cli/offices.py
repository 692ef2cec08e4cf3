"""`policy-eval offices [CODE]`: the funds, and what one of them asks beside the law.

In: perhaps the code of a fund. Out: the list, or the rules of that fund with the grades of their evidence.
"""

from __future__ import annotations

import datetime
import json
import sys

import click

from engine.cli import exits
from engine.cli.options import output_options, policies_option
from engine.cli.output import Output


@click.command("offices")
@click.argument("code", required=False, metavar="[CODE]")
@policies_option
@output_options("text", "plain", "json")
def command(code: str | None, policies: str | None, out: Output) -> int:
    """List the offices, or show what one of them asks beside the law.

    CODE is the three-digit code of the fund: 751 is Paris. Each line shows the grade of its evidence (A: the office's own
    instruction; B: an institution or the press; C, D: accounts) and when it was seen.
    """
    from engine.api.policyset import load
    from engine.ground.nearest import nearest
    from engine.render import offices
    from engine.render.layout import Page
    from engine.render.names import Names
    from engine.render.words import word

    book = load(policies).book
    names = Names(book, out.lang, datetime.date.today().isoformat())
    codes = offices.office_codes(book)
    if code is not None and code not in codes:
        local = offices.codes_of_department(names, code)  # `34` means the fund of the Hérault, 342
        guess = ", ".join(local) or nearest(code, codes)
        key = "offices.unknown_nearest" if guess else "offices.unknown"
        raise click.UsageError(word(key, out.lang, code=code, nearest=guess))
    if out.format == "json":
        found = offices.offices_json(book, names) if code is None else offices.office_json(book, names, code)
        out.write(json.dumps(found, ensure_ascii=False, indent=2))
        return exits.DECIDED
    page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
    out.write(offices.offices_text(page, names) if code is None else offices.office_text(page, names, code))
    return exits.DECIDED
