"""`policy-eval test`: run the policy tests.

In: a policy folder. Out: results on standard output; exit 0 when everything passed, 1 when not, 4 when the policies are invalid.
"""

from __future__ import annotations

import json
import sys

import click

from engine.cli import exits
from engine.cli.options import output_options, policies_option
from engine.cli.output import Output


@click.command("test")
@policies_option
@click.option("--run", "pattern", default="", metavar="PATTERN", help="Only tests whose id, title or file contains it.")
@click.option("--coverage", is_flag=True, help="Show which rules no test sees effective or defeated.")
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="N", help="Fail when coverage is below N percent.")
@output_options("text", "json", "junit")
def command(policies: str | None, pattern: str, coverage: bool, fail_under: float | None, out: Output) -> int:
    """Run the policy tests of a set.

    Exit code 1 when a test fails, when executors disagree, or when coverage is below --fail-under.
    """
    from engine.analysis.testreport import PolicyTestReport
    from engine.api.testing import run_policy_tests

    report: PolicyTestReport = run_policy_tests(policies, pattern)
    with_coverage = coverage or fail_under is not None
    if out.format == "json":
        from engine.render.tests_json import tests_json

        out.write(json.dumps(tests_json(report, out.lang, with_coverage=with_coverage), ensure_ascii=False, indent=2))
    elif out.format == "junit":
        from engine.render.tests_junit import tests_junit

        out.write(tests_junit(report, out.lang))
    else:
        from engine.render.tests_text import tests_text

        out.write(tests_text(report, out.lang, out.color_for(sys.stdout), with_coverage=with_coverage))
    if fail_under is not None and report.coverage.percent < fail_under:
        from engine.render.findings_words import say

        click.echo(say("coverage.below", out.lang, wanted=f"{fail_under:g}"), err=True)
    return exits.DECIDED if report.passed(fail_under) else exits.FINDINGS
