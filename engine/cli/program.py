"""The commands of `policy-eval`.

In: arguments. Out: an exit code. Newly guaranteed: only the module of the command that is called is loaded.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence

import click

from engine import __version__
from engine.cli import exits

COMMANDS = {
    "eval": ("eval_", "Decide one profile or several (the default command)."),
    "explain": ("explain", "Prove one fact of a decision, true or false, or say what keeps it open."),
    "ask": ("ask", "Ask the questions that settle a decision, one by one, and write the profile."),
    "what-if": ("what_if", "Show the smallest changes of the answers that would change the outcome."),
    "timeline": ("timeline", "Show every date on which the decision changes, and why."),
    "compare": ("compare", "Show one profile at several offices, next to the law."),
    "offices": ("offices", "List the offices, or what one of them asks beside the law."),
    "check": ("check", "Validate and lint policies."),
    "test": ("test", "Run the policy tests."),
    "verify": ("verify", "Prove that policies have no conflict, no dead rule and no gap, or show a profile that has one."),
    "diff": ("diff", "Show what changed in meaning between two policy sets, and whom it touches."),
    "batch": ("batch", "Decide a file of profiles: CSV, JSON Lines or Parquet in and out."),
    "population": ("population", "Make a synthetic population of profiles."),
    "bundle": ("bundle", "Keep a policy set as one content-addressed file."),
    "schema": ("schema", "Print the schema of profiles, decisions or policy files."),
    "replay": ("replay", "Decide a recorded decision again and compare."),
    "explain-code": ("explain_code", "Print the page of a problem code."),
    "completion": ("completion", "Print the completion script of a shell."),
}
"""Each command: the module that holds it as `command`, and one line of help."""
DEFAULT = "eval"
OWN_OPTIONS = ("--help", "-h", "--version")


class Lazy(click.Group):
    """A group whose commands are modules, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands that are installed."""
        return [name for name in COMMANDS if _exists(COMMANDS[name][0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if cmd_name not in COMMANDS or not _exists(COMMANDS[cmd_name][0]):
            return None
        module = importlib.import_module(f"engine.cli.{COMMANDS[cmd_name][0]}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`policy-eval PROFILE` is `policy-eval eval PROFILE`."""
        if args and args[0] not in COMMANDS and args[0] not in OWN_OPTIONS:
            _check_is_no_typo(args[0])
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def _check_is_no_typo(name: str) -> None:
    """A word that is no file and nearly a command was meant as the command."""
    if name.startswith("-") or os.path.exists(name):
        return
    from engine.cli.output import Output
    from engine.ground.nearest import nearest
    from engine.render.words import word

    guess = nearest(name, COMMANDS)
    if guess is not None:
        raise click.UsageError(word("not_known_command", Output.current().lang, name=name, nearest=guess))


def _exists(module: str) -> bool:
    return os.path.isfile(os.path.join(os.path.dirname(__file__), f"{module}.py"))


@click.group(
    cls=Lazy,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`policy-eval PROFILE` is `policy-eval eval PROFILE`. Each command has its own --help.",
)
@click.version_option(__version__, "--version", prog_name="policy-eval")
def program() -> None:
    """Decide who is entitled to French health insurance (PUMA) and which papers a fund (CPAM) may ask for.

    Every line of a decision can be traced to a rule, a source and an answer.
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; errors of usage are raised."""
    found = program.main(args=list(arguments), prog_name="policy-eval", standalone_mode=False)
    return found if isinstance(found, int) else exits.DECIDED
