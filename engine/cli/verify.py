"""`policy-eval verify`: prove that policies are sound, or show a profile that says otherwise.

In: a policy folder. Out: findings on standard output, each with a profile that was run; exit 1 when there is one (with --strict,
also when a question stays open). Progress on standard error, on a terminal only.
"""

from __future__ import annotations

import datetime
import json
import sys
import time

import click

from engine.cli import exits
from engine.cli.options import as_of_option, output_options, policies_option
from engine.cli.output import Output
from engine.ground.problems import Problem

PATIENCE = 1.0
"""Seconds of work before progress is shown."""
STEP = 0.1


@click.command("verify")
@policies_option
@as_of_option
@click.option("--prove/--no-prove", default=True, show_default=True, help="Prove with z3 where it is installed, or only search.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.001), default=10.0, show_default=True, metavar="SECONDS", help="Limit for one proof."
)
@click.option("--strict", is_flag=True, help="A question that stays open fails too.")
@output_options("text", "json", "sarif", "github")
def command(policies: str | None, as_of: str | None, prove: bool, timeout: float, strict: bool, out: Output) -> int:
    """Prove that policies have no conflict, no dead rule, no idle exception, no accidental default and no hole between versions.

    Each finding comes with a profile that was run before it is shown. Without z3 (pip install 'policy-eval[verify]')
    profiles are searched, which proves nothing. Exit code 1 when there is a finding.
    """
    from engine.api.verifying import verify_policies

    today = datetime.date.fromisoformat(as_of) if as_of else None
    progress = _Progress(out.lang)
    try:
        report = verify_policies(policies, today=today, prove=prove, seconds=timeout, progress=progress)
    finally:
        progress.clear()
    if out.format == "json":
        from engine.render.verify import verify_json

        out.write(json.dumps(verify_json(report, out.lang), ensure_ascii=False, indent=2))
    elif out.format in ("sarif", "github"):
        out.write(_for_forges(report.name, report.version, report.root, report.problems, out))
    else:
        from engine.render.verify import verify_text

        out.write(verify_text(report, out.lang, out.color_for(sys.stdout)))
    found = not report.passed or (strict and bool(report.verified.open))
    return exits.FINDINGS if found else exits.DECIDED


def _for_forges(name: str, version: str, root: str, problems: tuple[Problem, ...], out: Output) -> str:
    from engine.analysis.checkreport import CheckReport

    report = CheckReport(name, version, root, problems, (), None)
    if out.format == "github":
        from engine.render.findings_github import findings_github

        return findings_github(report, out.lang)
    from engine import __version__
    from engine.render.findings_sarif import findings_sarif

    return json.dumps(findings_sarif(report, out.lang, __version__), ensure_ascii=False, indent=2)


class _Progress:
    """One line on a terminal that says how far the work is, once it takes long."""

    def __init__(self, lang: str) -> None:
        self._lang, self._start, self._last, self._shown = lang, time.monotonic(), 0.0, 0
        self._terminal = sys.stderr.isatty()

    def __call__(self, kind: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._terminal or now - self._start < PATIENCE or now - self._last < STEP:
            return
        from engine.render.words import word

        self._last = now
        text = word("verify.progress", self._lang, done=done, total=total)
        print(f"\r{text.ljust(self._shown)}", end="", file=sys.stderr, flush=True)
        self._shown = len(text)

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            print(f"\r{' ' * self._shown}\r", end="", file=sys.stderr, flush=True)
