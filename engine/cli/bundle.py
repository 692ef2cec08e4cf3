"""`policy-eval bundle`: keep a policy set as one content-addressed file.

In: a policy set, or a bundle, or a folder of bundles. Out: a bundle; its files; a list. Exit 4 when the policies have errors or a
bundle is damaged; 1 when a list has damaged ones among others.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from engine.cli import exits
from engine.cli.options import day_option, output_options
from engine.cli.output import Output

if TYPE_CHECKING:
    from engine.api.store import Entry


@click.command("bundle")
@click.argument("policies", metavar="[PLACE]", required=False)
@click.option("--out", "target", metavar="FILE|DIR", help="Where to write; in a folder the name is NAME-VERSION-DIGEST.bundle.")
@click.option("--published-on", metavar="DATE", callback=day_option, help="Day of publication; today, or the day of the commit.")
@click.option("--list", "listed", metavar="STORE", is_flag=False, flag_value="", help="List a folder of bundles, oldest first.")
@click.option("--unpack", "unpacked", metavar="FOLDER", help="Write the files of the bundle PLACE to a new folder.")
@output_options("text", "json")
def command(
    policies: str | None, target: str | None, published_on: str | None, listed: str | None, unpacked: str | None, out: Output
) -> int:
    """Keep a policy set as one content-addressed file.

    PLACE is a folder, a bundle or git:REV[:PATH]; the bundled policies by default. The digest is that of the folder. Without
    --out the bundle goes to the store: POLICY_EVAL_STORE, or the folder for the user's data.
    """
    if listed is not None:
        return _list(listed or None, out)
    if unpacked is not None:
        return _unpack(policies, unpacked, out)
    from engine.api.bundles import save_bundle
    from engine.api.store import default_store
    from engine.render.words import word

    goal = target or default_store() + "/"
    try:
        written = save_bundle(policies, goal, published_on)
    except OSError as error:
        raise exits.Unwritable(goal, error.strerror or type(error).__name__) from error
    head = written.head
    if out.format == "json":
        out.write(json.dumps({"path": written.path, "new": written.new, **_head(head)}, ensure_ascii=False, indent=2))
        return exits.DECIDED
    shown = {"name": head.name, "version": head.version, "digest": head.digest, "day": head.published_on}
    out.write(word("bundle.written" if written.new else "bundle.there", out.lang, path=written.path, **shown))
    return exits.DECIDED


def _list(store: str | None, out: Output) -> int:
    from engine.api.store import Store
    from engine.ground.problems import Rejected
    from engine.render.words import word

    found = Store(store)
    entries, problems = found.survey()
    if out.format == "json":
        listed = [{"path": entry.path, **_head(entry.head)} for entry in entries]
        out.write(json.dumps({"store": found.folder, "bundles": listed}, ensure_ascii=False, indent=2))
    elif not entries and not problems:
        out.write(word("bundle.none", out.lang, folder=found.folder))
    else:
        for entry in entries:
            out.write(_line(entry))
    if problems:
        sys.stdout.flush()
        exits.show_rejected(Rejected(problems, "policies"))
    return exits.FINDINGS if problems else exits.DECIDED


def _line(entry: Entry) -> str:
    head = entry.head
    return f"{head.published_on}  {head.name} {head.version}  {head.digest}  {entry.path}"


def _unpack(bundle: str | None, folder: str, out: Output) -> int:
    from engine.api.bundles import unpack
    from engine.render.words import count

    if bundle is None:
        raise click.UsageError("--unpack needs the bundle: policy-eval bundle FILE --unpack FOLDER")
    try:
        files = unpack(bundle, folder)
    except OSError as error:
        raise exits.Unwritable(folder, error.strerror or type(error).__name__) from error
    out.write(json.dumps({"files": list(files)}, indent=2) if out.format == "json" else
              count("bundle.unpacked", len(files), out.lang, folder=folder))  # fmt: skip
    return exits.DECIDED


def _head(head: object) -> dict[str, object]:
    return {name: getattr(head, name) for name in ("name", "version", "digest", "published_on")}
