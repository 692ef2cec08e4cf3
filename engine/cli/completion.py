"""`policy-eval completion SHELL`: the completion script of a shell.

In: bash, zsh or fish. Out: a script on standard output, for the shell to read.
"""

from __future__ import annotations

import click

from engine.cli import exits

SCRIPTS = ("bash", "zsh", "fish")
VARIABLE = "_POLICY_EVAL_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(SCRIPTS))
def command(shell: str) -> int:
    """Print the completion script of a shell.

    \b
    bash:  eval "$(policy-eval completion bash)"           in ~/.bashrc
    zsh:   eval "$(policy-eval completion zsh)"            in ~/.zshrc
    fish:  policy-eval completion fish > ~/.config/fish/completions/policy-eval.fish
    """
    from click.shell_completion import get_completion_class

    from engine.cli.program import program

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(program, {}, "policy-eval", VARIABLE).source())
    return exits.DECIDED
