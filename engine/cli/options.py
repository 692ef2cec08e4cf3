"""Options that commands share.

In: nothing. Out: decorators for commands.
Newly guaranteed: the same option means the same everywhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

import click

from engine.cli.evaluate import Deciding
from engine.cli.output import Output, default_language

F = TypeVar("F", bound=Callable[..., Any])
LANGUAGES = ("en", "fr")
PLACE_HELP = "Policies to use instead of the bundled ones: a folder, a bundle, or git:REV[:PATH]."


def day_option(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from engine.ground.dates import parse_date

    try:
        return parse_date(value).isoformat() if value != "today" else datetime.date.today().isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date written YYYY-MM-DD") from None


def policies_option(command: F) -> F:
    """--policies."""
    return click.option("--policies", type=click.Path(), metavar="PLACE", help=PLACE_HELP)(command)


def store_option(command: F) -> F:
    """--store."""
    return click.option("--store", envvar="POLICY_EVAL_STORE", metavar="DIR", help="Folder of bundles (or POLICY_EVAL_STORE).")(
        command
    )


def as_of_option(command: F, help: str = "The day to look from (YYYY-MM-DD); today by default.") -> F:
    """--as-of."""
    return click.option("--as-of", metavar="DATE", callback=day_option, help=help)(command)


def deciding_options(command: F) -> F:
    """--policies, --as-of, --office, --presume, --known-at, --store: passed together as `deciding`."""

    def pack(
        *args: Any, policies: str | None, as_of: str | None, office: str | None, presume: str, known_at: str | None,
        store: str | None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        if known_at is not None and policies is not None:
            raise click.UsageError("--known-at chooses the policies: it goes without --policies")
        return command(*args, deciding=Deciding(policies, as_of, office, presume, known_at, store), **kwargs)

    pack.__name__, pack.__doc__ = command.__name__, command.__doc__
    pack.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    decorated: Any = click.option(
        "--presume", type=click.Choice(["listed", "none"]), default="listed", show_default=True,
        help="Apply the presumptions of the vocabulary, or none.",
    )(pack)  # fmt: skip
    decorated = click.option(
        "--office", metavar="CODE", help="Decide before this office (751 is Paris), wherever the person lives."
    )(decorated)
    decorated = store_option(decorated)
    decorated = click.option(
        "--known-at",
        metavar="DATE",
        callback=day_option,
        help="Decide by what was published by then: the newest bundle of the store.",
    )(decorated)
    found: F = policies_option(as_of_option(decorated, "Day of the decision (YYYY-MM-DD), before the profile's own."))
    return found


def output_options(*formats: str) -> Callable[[F], F]:
    """--lang, --format, --color: passed together as `out`, an `Output` in use."""

    def decorate(command: F) -> F:
        def pack(*args: Any, lang: str | None, format: str, color: str, **kwargs: Any) -> Any:
            return command(*args, out=Output(lang or default_language(), format, color).use(), **kwargs)

        pack.__name__, pack.__doc__ = command.__name__, command.__doc__
        pack.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
        decorated: Any = click.option(
            "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Colours."
        )(pack)
        decorated = click.option(
            "--format", type=click.Choice(formats), default=formats[0], show_default=True,
            help="Form of the output; plain is for screen readers." if "plain" in formats else "Form of the output.",
        )(decorated)  # fmt: skip
        found: F = click.option(
            "--lang", type=click.Choice(LANGUAGES), help="Language; by default POLICY_EVAL_LANG, then the locale."
        )(decorated)
        return found

    return decorate


def profile_argument(command: F) -> F:
    """PROFILE: one profile."""
    return click.argument("profile", metavar="PROFILE")(command)
