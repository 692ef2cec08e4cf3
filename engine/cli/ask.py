"""`policy-eval ask [PROFILE]`: an interview in the terminal.

In: answers, a line each, typed or piped. Out: the decision, and the profile (in its file after each answer, or printed last).
Newly guaranteed: the end of the input, or Ctrl-C, loses no answer that was given.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from typing import TYPE_CHECKING

import click

from engine.cli import exits
from engine.cli.evaluate import Deciding
from engine.cli.options import deciding_options, output_options
from engine.cli.output import Output
from engine.cli.profiles import STDIN, read_profile

if TYPE_CHECKING:
    from engine.api.interview import Interview, Profile
    from engine.cli.asking import Talk

ENDS_IN_YAML = (".yaml", ".yml")
UNTIL = ("entitlement", "outcome", "papers", "everything")
"""Stages of an interview; they are those of `engine.api.interview`, which is imported when an interview begins."""


@click.command("ask")
@click.argument("profile", metavar="[PROFILE]", required=False)
@click.option("--out", "target", metavar="FILE", help="Keep the profile in this file instead of the one that was read.")
@click.option(
    "--until",
    type=click.Choice(UNTIL),
    help="Stop once that is settled. [default: everything, next steps too; a terminal asks at each stage whether to go on]",
)
@deciding_options
@output_options("text", "plain", "json")
def command(profile: str | None, target: str | None, until: str | None, deciding: Deciding, out: Output) -> int:
    """Ask the questions that settle a decision, one at a time.

    Each answer chooses the next question: first what decides the entitlement, then ground and procedure, papers, next steps. It
    ends when no answer can settle more. PROFILE is gone on with where it exists, and keeps the answers; without it the profile is
    printed at the end. Answers may be piped, one a line.
    """
    from engine.api.interview import Asking, Interview
    from engine.cli.asking import Talk
    from engine.facts.profile import Options

    if profile == STDIN:
        raise click.UsageError("standard input holds the answers: name a file for the profile, or none")
    start, target = _start(profile, target, out.lang)
    policies = deciding.load()
    options = Options(
        today=datetime.date.today(), as_of=_iso(deciding.as_of), office=deciding.office, presume=deciding.presume == "listed"
    )
    interview = Interview(policies, start, Asking(options, until or UNTIL[-1]))
    talk = Talk(interview, out, lambda found: _keep(target, found), offers=until is None and sys.stdin.isatty())
    try:
        talk.run(resumed=profile if start else None)
    except (KeyboardInterrupt, exits.Unwritable):
        _rescue(interview, talk, target)
        raise
    return _end(interview, talk, out, target)


def _iso(day: str | None) -> datetime.date | None:
    return None if day is None else datetime.date.fromisoformat(day)


def _start(profile: str | None, target: str | None, lang: str) -> tuple[Profile, str | None]:
    """The profile to go on with, and the file that keeps it: one that was read, or one that does not exist yet."""
    from engine.render.words import word

    goes_on = profile is not None and os.path.exists(profile)
    kept = target or profile
    same = goes_on and kept is not None and os.path.exists(kept) and os.path.samefile(str(profile), kept)
    if target is not None and os.path.exists(target) and not same:
        raise click.UsageError(word("ask.exists", lang, name=target))
    if profile is None or not goes_on:
        return {}, kept
    from engine.document.nodes import plain

    document = read_profile(profile)
    found = plain(document.root)
    comments = profile.endswith(ENDS_IN_YAML) and any(line.lstrip().startswith("#") for line in document.text.splitlines())
    if same and comments:
        raise click.UsageError(word("ask.comments", lang, name=profile))
    return (found if isinstance(found, dict) else {}), kept


def _rescue(interview: Interview, talk: Talk, target: str | None) -> None:
    """After Ctrl-C, or where the file could not be written: the answers, unless a file has them all."""
    if not interview.asked:
        return
    if target is not None and talk.kept == interview.profile:
        talk.say_saved(target)
    else:
        talk.say_profile(interview.profile)


def _keep(target: str | None, profile: Profile) -> None:
    if target is None:
        return
    from engine.ground.files import write_atomically
    from engine.render.profile_text import profile_text

    try:
        write_atomically(target, profile_text(profile, target))
    except OSError as error:
        raise exits.Unwritable(target, error.strerror or type(error).__name__) from error


def _end(interview: Interview, talk: Talk, out: Output, target: str | None) -> int:
    """The decision, and where the answers are."""
    decided = interview.decided
    if out.format == "json":
        found = {"profile": interview.profile, "asked": list(interview.asked), **decided.as_json(out.lang)}
        out.write(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        from engine.render.decision_text import decision_text
        from engine.render.layout import Page

        page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
        page.gap()
        out.write(decision_text(decided.decision, decided.reading, page))
        if target is None:
            talk.say_profile(interview.profile)
    if target is not None and interview.asked:
        talk.say_saved(target)
    return exits.POLICIES if decided.decision.conflicts else exits.DECIDED
