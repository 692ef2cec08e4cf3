"""`policy-eval test`: run the policy tests, judge them by mutants, propose new ones.

In: a policy folder. Out: results on standard output; exit 0 when everything passed, 1 when not, 4 when the policies are invalid.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

import click

from engine.cli import exits
from engine.cli.options import output_options, policies_option
from engine.cli.output import Output
from engine.ground.records import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked."""

    policies: str | None
    pattern: str
    coverage: str | None
    fail_under: float | None
    sample: int | None
    seed: int
    search: bool
    jobs: int
    file: str | None


@click.command("test")
@policies_option
@click.option(
    "--run",
    "pattern",
    default="",
    metavar="PATTERN",
    help="Only tests whose id, title or file contains it; with --mutate and --generate: only rules.",
)
@click.option(
    "--coverage",
    is_flag=False,
    flag_value="rules",
    type=click.Choice(["rules", "conditions"]),
    help="Show which rules no test sees effective or defeated, or which conditions none sees true and false.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Fail when coverage (with --mutate: the score) is below N percent.",
)
@click.option("--mutate", is_flag=True, help="Change the policies in one place at a time, and show the changes no test notices.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="With --mutate: N changes taken at random.")
@click.option("--seed", type=int, default=2016, show_default=True, help="With --sample: where chance begins.")
@click.option(
    "--search/--no-search", default=True, show_default=True, help="With --mutate: search a test for each change not noticed."
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="With --mutate: processes; by default one for each core.")
@click.option("--generate", is_flag=True, help="Propose tests on both sides of each threshold and each date of the rules.")
@click.option("--out", "file", type=click.Path(dir_okay=False), metavar="FILE", help="With --generate: write the tests there.")
@output_options("text", "json", "junit")
def command(
    policies: str | None, pattern: str, coverage: str | None, fail_under: float | None, mutate: bool, sample: int | None,
    seed: int, search: bool, jobs: int | None, generate: bool, file: str | None, out: Output,
) -> int:  # fmt: skip
    """Run the policy tests of a set.

    Exit code 1 when a test fails, when executors disagree, or when coverage (with --mutate: the share of changes that the tests
    notice) is below --fail-under.
    """
    _check(mutate, generate, coverage, out, sample, file)
    wanted = Wanted(policies, pattern, coverage, fail_under, sample, seed, search, jobs or os.cpu_count() or 1, file)
    if mutate:
        return _mutate(wanted, out)
    return _generate(wanted, out) if generate else _run(wanted, out)


def _check(mutate: bool, generate: bool, coverage: str | None, out: Output, sample: int | None, file: str | None) -> None:
    """What does not go together."""
    if mutate and generate:
        raise click.UsageError("--mutate and --generate do not go together")
    if (mutate or generate) and (coverage is not None or out.format == "junit"):
        raise click.UsageError("--coverage and --format junit go with neither --mutate nor --generate")
    if sample is not None and not mutate:
        raise click.UsageError("--sample goes with --mutate")
    if file is not None and not generate:
        raise click.UsageError("--out goes with --generate")


def _run(wanted: Wanted, out: Output) -> int:
    from engine.analysis.testreport import PolicyTestReport
    from engine.api.testing import run_policy_tests

    conditions = wanted.coverage == "conditions"
    report: PolicyTestReport = run_policy_tests(wanted.policies, wanted.pattern, conditions=conditions)
    rules = wanted.coverage == "rules" or (wanted.fail_under is not None and not conditions)
    if out.format == "json":
        from engine.render.tests_json import tests_json

        out.write(json.dumps(tests_json(report, out.lang, with_coverage=rules), ensure_ascii=False, indent=2))
    elif out.format == "junit":
        from engine.render.tests_junit import tests_junit

        out.write(tests_junit(report, out.lang))
    else:
        from engine.render.tests_text import tests_text

        out.write(tests_text(report, out.lang, out.color_for(sys.stdout), with_coverage=rules))
    if wanted.fail_under is not None and report.percent < wanted.fail_under:
        from engine.render.findings_words import say

        click.echo(say("coverage.below", out.lang, wanted=f"{wanted.fail_under:g}"), err=True)
    return exits.DECIDED if report.passed(wanted.fail_under) else exits.FINDINGS


def _mutate(wanted: Wanted, out: Output) -> int:
    from engine.analysis.mutation import Choice
    from engine.analysis.verify.verify import can_prove
    from engine.api.mutating import mutate
    from engine.render.mutation import mutation_json, mutation_text
    from engine.render.words import word

    choice = Choice(wanted.pattern, wanted.sample, wanted.seed, wanted.search, can_prove(), wanted.jobs)
    report = mutate(wanted.policies, choice, _progress(out))
    if out.format == "json":
        out.write(json.dumps(mutation_json(report, out.lang), ensure_ascii=False, indent=2))
    else:
        out.write(mutation_text(report, out.lang, out.color_for(sys.stdout)))
    if report.passed(wanted.fail_under):
        return exits.DECIDED
    click.echo(word("mutation.below", out.lang, wanted=f"{wanted.fail_under:g}"), err=True)
    return exits.FINDINGS


def _generate(wanted: Wanted, out: Output) -> int:
    from engine.api.mutating import propose_tests
    from engine.api.policyset import load
    from engine.render.generated import generated_json, generated_summary, generated_yaml
    from engine.render.words import word

    report, book = propose_tests(wanted.policies, wanted.pattern), load(wanted.policies).book
    if out.format == "json":
        text = json.dumps(generated_json(report, book), ensure_ascii=False, indent=2)
    else:
        text = generated_yaml(report, book, out.lang)
        click.echo(generated_summary(report, out.lang), err=True)
    if not text:
        click.echo(word("generated.none", out.lang), err=True)
    elif wanted.file is None:
        out.write(text)
    else:
        _write(wanted.file, text)
        tests = sum(len(proposal.sides) for proposal in report.generated.proposals)
        click.echo(word("generated.written", out.lang, n=tests, file=wanted.file), err=True)
    return exits.DECIDED


def _write(file: str, text: str) -> None:
    from engine.ground.files import write_atomically

    try:
        write_atomically(file, text + "\n")
    except OSError as error:
        raise exits.Unwritable(file, error.strerror or str(error)) from None


def _progress(out: Output) -> Callable[[int, int], None]:
    """Counts on a terminal; nothing elsewhere."""
    from engine.render.words import word

    def show(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        click.echo("\r" + word("mutation.running", out.lang, done=done, total=total) + end, err=True, nl=False)

    from engine.analysis.parallel import silent

    return show if sys.stderr.isatty() else silent
