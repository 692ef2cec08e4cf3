"""`policy-eval batch IN OUT`: decide a file of profiles.

In: a CSV, JSON Lines or Parquet file. Out: a file with one result a profile, a file of rejected rows, counts on standard error.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from engine.cli import exits
from engine.cli.evaluate import Deciding
from engine.cli.options import deciding_options, output_options
from engine.cli.output import Output
from engine.ground.records import replace

if TYPE_CHECKING:
    from engine.api.policyset import PolicySet
    from engine.batch.model import Job, Summary

FORMS = ("csv", "jsonl", "parquet")
STANDARD = "-"
SELECTED = "entitlement,ground,procedure"


@click.command("batch")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT", required=False)
@click.option("--from", "read_as", type=click.Choice(FORMS), help="Format of IN; by default what its ending names.")
@click.option("--to", "write_as", type=click.Choice(FORMS), help="Format of OUT; by default what its ending names.")
@click.option(
    "--select", default=SELECTED, show_default=True, metavar="NAMES", help="What to write of each profile, with commas."
)
@click.option("--id", "ids", metavar="COLUMN", help="Column of IN to carry through to OUT: of Parquet as it is, else as text.")
@click.option("--rejects", metavar="FILE", help="Where rows that are no profile go; by default OUT.rejects.jsonl.")
@click.option("--summary", metavar="FILE", help="Write the counts as JSON.")
@click.option(
    "--nulls", type=click.Choice(["missing", "unknown"]), default="missing", show_default=True,
    help="An empty cell is an answer that is missing, or one that the person does not know.",
)  # fmt: skip
@click.option("--ignore-others", is_flag=True, help="Leave out columns that are no facts instead of refusing them.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True,
    help="Processes at most; others are started once the work left is worth it.",
)  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on from what an interrupted run has finished.")
@click.option(
    "--explain", type=click.IntRange(1), metavar="ROW", help="Print the whole decision of one row, as eval prints it in JSON."
)
@deciding_options
@output_options("text", "json")
def command(
    source: str,
    target: str | None,
    read_as: str | None,
    write_as: str | None,
    select: str,
    ids: str | None,
    rejects: str | None,
    summary: str | None,
    nulls: str,
    ignore_others: bool,
    jobs: int,
    resume: bool,
    explain: int | None,
    deciding: Deciding,
    out: Output,
) -> int:
    """Decide a file of profiles: one result a profile, in the same order.

    Columns are named by fact, with dots (person.birth_date); JSON and Parquet may nest instead. Columns as_of and office.code
    hold the day and the office of each profile. `--select` takes any derived fact, and: requirements, open_requirements,
    not_required, attributes, steps, notes, entitled_from, settled, office, confidence, complete, open, conflicts, gaps,
    presumed. Only derived facts and requirements are fast.

    Rows that are no profile get a line in the file of rejects and never stop the others; the exit code then is 3.
    """
    from engine.batch.needs import columns_installed

    if explain is None and target is None:
        raise click.UsageError("Missing argument 'OUT'.")
    if not select.strip(", "):
        raise click.UsageError("--select names nothing")
    if resume and STANDARD in (source, target):
        raise click.UsageError("--resume needs files: standard input and output cannot be gone back to")
    columns_installed()
    from engine.batch.model import Deciding as Day
    from engine.batch.model import Job

    as_of = datetime.date.fromisoformat(deciding.as_of) if deciding.as_of else None
    job = Job(
        source=source, target=target or STANDARD, read_as=read_as or _form(source, "--from"),
        write_as=write_as or ("jsonl" if target in (None, STANDARD) else _form(str(target), "--to")),
        deciding=Day(deciding.policies, datetime.date.today(), as_of, deciding.office, deciding.presume == "listed"),
        select=tuple(name.strip() for name in select.split(",") if name.strip()), ids=ids, nulls=nulls, ignore=ignore_others,
        rejects=rejects or f"{target if target != STANDARD else 'batch'}.rejects.jsonl", lang=out.lang,
    )  # fmt: skip
    if explain is None:
        _check_apart({"IN": source, "OUT": job.target, "--rejects": job.rejects, "--summary": summary})
    with _file(source) as path:
        if explain is not None:
            return _explain(job, path, explain, deciding, out)
        policies = deciding.load()
        found = _run(job, path, policies, jobs, resume, out)
    _tell(job, found, policies, summary, out)
    return exits.PROFILE if found.rejected else exits.DECIDED


def _check_apart(files: dict[str, str | None]) -> None:
    """One file for each purpose: what is written last would destroy what was read, or written before."""
    seen: dict[str, str] = {}
    for role, name in files.items():
        if name is None or name == STANDARD:
            continue
        other = seen.setdefault(os.path.realpath(name), role)
        if other != role:
            raise click.UsageError(f"{other} and {role} are the same file")


def _form(name: str, option: str) -> str:
    from engine.batch.model import form_of
    from engine.batch.needs import refused

    found = form_of(name)
    if found is None:
        raise refused("PE873", name=name, option=option)
    return found


@contextlib.contextmanager
def _file(source: str) -> Iterator[str]:
    """The file to read: standard input is copied, since it is read twice."""
    from engine.batch.needs import refused

    if source != STANDARD:
        try:
            with open(source, "rb"):
                pass
        except OSError as error:
            raise refused("PE874", name=source, detail=error.strerror or type(error).__name__) from error
        yield source
        return
    with tempfile.NamedTemporaryFile(prefix="policy-eval-") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield copy.name


def _run(job: Job, path: str, policies: PolicySet, jobs: int, resume: bool, out: Output) -> Summary:
    from engine.batch.run import run_batch

    bar = Bar(out.lang)
    passing = job.target == STANDARD
    folder = tempfile.mkdtemp(prefix="policy-eval-") if passing else f"{job.target}.parts"
    try:
        return run_batch(job, path, folder, policies, jobs=jobs, resume=resume, tell=bar.tell)
    except OSError as error:
        raise exits.Unwritable(str(error.filename or job.target), error.strerror or type(error).__name__) from error
    except KeyboardInterrupt:
        bar.close()
        if not passing and os.path.isdir(folder):
            from engine.render.words import word

            print("\n" + word("batch.interrupted", out.lang, folder=folder), file=sys.stderr)
        raise
    finally:
        bar.close()
        if passing:
            shutil.rmtree(folder, ignore_errors=True)


class Bar:
    """How far a long run is, on a terminal."""

    def __init__(self, lang: str) -> None:
        self._lang, self._began = lang, time.monotonic()
        self._shown = 0.0
        self._first: int | None = None
        self._width = 0

    def tell(self, rows: int, total: int) -> None:
        """Rows done, of all; what was done before counts for no speed."""
        from engine.render.batch import progress_line

        now = time.monotonic()
        if self._first is None:
            self._first = rows
        if not sys.stderr.isatty() or now - self._began < 1 or now - self._shown < 0.1:
            return
        self._shown = now
        line = progress_line(self._lang, rows, total, (rows - self._first) / (now - self._began))
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)

    def close(self) -> None:
        """Leave no trace."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            self._width = 0


def _tell(job: Job, found: Summary, policies: PolicySet, summary: str | None, out: Output) -> None:
    from engine.ground.files import write_atomically
    from engine.render.batch import summary_lines
    from engine.render.names import Names

    text = json.dumps(found.as_json(job, policies.digest), ensure_ascii=False, indent=2)
    if summary is not None:
        try:
            write_atomically(summary, text + "\n")
        except OSError as error:
            raise exits.Unwritable(summary, error.strerror or type(error).__name__) from error
    if out.format == "json" and job.target != STANDARD:
        out.write(text)
        return
    names = Names(policies.book, out.lang, job.deciding.today.isoformat())
    lines = summary_lines(
        names, found.rows, found.seconds, found.outcomes, found.rejected, found.resumed, job.target, job.rejects
    )
    print("\n".join(lines), file=sys.stderr)


def _explain(job: Job, path: str, row: int, deciding: Deciding, out: Output) -> int:
    """The decision of one row, by the road of eval."""
    from engine.batch.explain import profile_of

    policies = deciding.load()
    profile = profile_of(job, path, row, policies.book)
    decided = policies.decide(profile, as_of=deciding.as_of, office=deciding.office, presume=deciding.presume)
    replace(out, format="json").use().write(json.dumps(decided.as_json(out.lang), ensure_ascii=False, indent=2))
    return exits.POLICIES if decided.decision.conflicts else exits.DECIDED
