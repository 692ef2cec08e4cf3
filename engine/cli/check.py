"""`policy-eval check`: validate and lint policies.

In: a policy folder. Out: every problem on standard output; exit 0 when there is no error, else 1 (with --strict, also for
warnings). What is wrong in the policies is the result of this command, so it never exits with 4.
"""

from __future__ import annotations

import datetime
import json
import sys

import click

from engine.cli import exits
from engine.cli.options import as_of_option, output_options, policies_option
from engine.cli.output import Output


@click.command("check")
@policies_option
@as_of_option
@click.option("--stats", is_flag=True, help="Show how large the program is, and how near to its budget.")
@click.option("--strict", is_flag=True, help="Warnings fail the check too (notes never do).")
@click.option("--search/--no-search", default=True, show_default=True, help="Search for conflicts at boundary values.")
@output_options("text", "json", "sarif", "github")
def command(policies: str | None, as_of: str | None, stats: bool, strict: bool, search: bool, out: Output) -> int:
    """Validate and lint policies: every problem, with its place.

    Exit code 1 when there is an error (with --strict: an error or a warning).
    """
    from engine.api.checking import check_policies

    today = datetime.date.fromisoformat(as_of) if as_of else None
    report = check_policies(policies, today=today, conflicts=search)
    if out.format == "json":
        from engine.render.findings_json import findings_json

        out.write(json.dumps(findings_json(report, out.lang), ensure_ascii=False, indent=2))
    elif out.format == "sarif":
        from engine import __version__
        from engine.render.findings_sarif import findings_sarif

        out.write(json.dumps(findings_sarif(report, out.lang, __version__), ensure_ascii=False, indent=2))
    elif out.format == "github":
        from engine.render.findings_github import findings_github

        out.write(findings_github(report, out.lang))
    else:
        from engine.render.findings_text import findings_text

        out.write(findings_text(report, out.lang, out.color_for(sys.stdout), stats=stats))
    return exits.DECIDED if report.passed(strict=strict) else exits.FINDINGS
