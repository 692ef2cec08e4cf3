"""Files in and out: formats, rejects, resuming, processes, one row explained."""

from __future__ import annotations

import csv
import datetime
import decimal
import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import engine
from engine.batch import run as running
from engine.batch.columns import from_arrow
from engine.batch.model import Deciding, Job, form_of
from engine.batch.parts import clear
from engine.batch.read_text import stretches
from engine.batch.run import run_batch
from engine.cli import main as cli
from engine.ground.problems import Rejected
from engine.linked.model import Fact
from tests.batch.people import flat, nested, person

SMALL = Path(__file__).parents[1] / "data" / "small"
TODAY = datetime.date(2026, 11, 23)
FORMS = ("csv", "jsonl", "parquet")
SELECT = ("entitlement", "stay.lawful", "requirements", "birth_record.translation_needed@here")


@pytest.fixture(scope="module")
def policies() -> engine.PolicySet:
    return engine.load(SMALL)


@pytest.fixture(scope="module")
def told(policies: engine.PolicySet) -> list[dict[str, object]]:
    """Profiles that every format can hold: an answer "I do not know" has no cell of its own in Parquet."""
    rng, book = random.Random(3), policies.book
    columns = [name for name in book.index.facts("input") if name != "held"]
    people = [person(book, rng, {}, columns, 0.7) for _ in range(150)]
    kept = [{name: value for name, value in one.items() if _plain(book.facts[name], value)} for one in people]
    kept[7]["residence.postcode"] = "7501"
    return kept


def _plain(fact: Fact, value: object) -> bool:
    """Of the kind of its fact, and neither an empty text nor an empty set (CSV writes both as an empty cell)."""
    if fact.type.many:
        return isinstance(value, list) and bool(value)
    return isinstance(value, bool) if fact.type.kind == "boolean" else isinstance(value, str) and value != ""


def write(path: Path, form: str, people: list[dict[str, object]], book: object) -> Path:
    """The profiles as a file, with an id."""
    names = sorted({name for one in people for name in one})
    if form == "csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["ref", *names])
            out.writerows([f"p{at}", *(_cell(one.get(name)) for name in names)] for at, one in enumerate(people))
    elif form == "jsonl":
        path.write_text(
            "\n".join(json.dumps({"ref": f"p{at}", **nested(one)}) for at, one in enumerate(people)) + "\n\n", "utf-8"
        )
    else:
        kinds = {name: _typed(name, people) for name in names}
        columns = {name: pa.array([_of(one.get(name), kind) for one in people], kind) for name, kind in kinds.items()}
        pq.write_table(pa.table({"ref": [f"p{at}" for at in range(len(people))], **columns}), path, row_group_size=40)
    return path


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _typed(name: str, people: list[dict[str, object]]) -> pa.DataType:
    values = [one[name] for one in people if name in one]
    if any(isinstance(value, list) for value in values):
        return pa.list_(pa.string())
    return pa.bool_() if all(isinstance(value, bool) for value in values) else pa.string()


def _of(value: object, kind: pa.DataType) -> object:
    return None if value is None else str(value) if pa.types.is_string(kind) else value


def read(path: Path) -> list[dict[str, object]]:
    """A result as rows, in the types of JSON."""
    form = form_of(path.name)
    if form == "parquet":
        return [{key: value for key, value in row.items() if value is not None} for row in pq.read_table(path).to_pylist()]
    if form == "jsonl":
        lines = path.read_text("utf-8").splitlines()
        return [{key: value for key, value in json.loads(line).items() if value is not None} for line in lines]
    with path.open(encoding="utf-8", newline="") as file:
        return [_from_csv(row) for row in csv.DictReader(file)]


def _from_csv(row: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {key: value for key, value in row.items() if value != ""}
    found["row"] = int(row["row"])
    if "problem" not in found:
        found["requirements"] = row["requirements"].split("|") if row["requirements"] else []
    if "stay.lawful" in found:
        found["stay.lawful"] = found["stay.lawful"] == "true"
    return found


def job(source: Path, target: Path, **changes: object) -> Job:
    values: dict[str, object] = {
        "source": str(source), "target": str(target), "read_as": form_of(source.name), "write_as": form_of(target.name),
        "deciding": Deciding(str(SMALL), TODAY), "select": SELECT, "ids": "ref", "rejects": f"{target}.rejects.jsonl", "rows": 16,
    }  # fmt: skip
    return Job(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("read_as", FORMS)
@pytest.mark.parametrize("write_as", FORMS)
def test_any_format_to_any(
    read_as: str, write_as: str, tmp_path: Path, policies: engine.PolicySet, told: list[dict[str, object]]
) -> None:
    source, target = write(tmp_path / f"in.{read_as}", read_as, told, policies.book), tmp_path / f"out.{write_as}"
    found = run_batch(job(source, target), str(source), f"{target}.parts", policies)
    rows = read(target)
    assert [row["row"] for row in rows] == list(range(1, len(told) + 1))
    assert [row["ref"] for row in rows] == [f"p{at}" for at in range(len(told))]
    wrong = 0
    for row, one in zip(rows, told, strict=True):
        try:
            decided = policies.decide(nested(one), today=TODAY, executor="lanes").decision
        except Rejected as rejected:
            wrong += 1
            assert row["problem"] == " ".join(dict.fromkeys(problem.code for problem in rejected.problems))
            assert "entitlement" not in row
            continue
        here = dict(decided.here)["birth_record.translation_needed"]
        lawful = dict(decided.facts)["stay.lawful"]
        expected = {
            "entitlement": decided.entitlement, "stay.lawful": lawful, "birth_record.translation_needed@here": here,
            "requirements": [item.id for item in decided.requirements if item.required], "row": row["row"], "ref": row["ref"],
        }  # fmt: skip
        assert row == {key: value for key, value in expected.items() if value is not None}, one
    assert (found.rows, found.rejected) == (len(told), wrong) and wrong > 0
    assert sum(found.outcomes.values()) == len(told) - wrong
    rejects = [json.loads(line) for line in Path(f"{target}.rejects.jsonl").read_text("utf-8").splitlines()]
    assert len(rejects) == wrong
    assert rejects[[one["row"] for one in rejects].index(8)]["problems"][0]["code"] == "PE510"
    assert not Path(f"{target}.parts").exists()


def test_processes_change_nothing(
    tmp_path: Path, policies: engine.PolicySet, told: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    several = running._several
    monkeypatch.setattr(running, "_help_pays", lambda seconds, rows, left: True)  # they would not, for so few
    monkeypatch.setattr(running, "_several", lambda *given: started.append(given) or several(*given))
    source = write(tmp_path / "in.parquet", "parquet", told, policies.book)
    outs = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for jobs, out in enumerate(outs, 1):
        run_batch(job(source, out), str(source), f"{out}.parts", policies, jobs=jobs)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert len(started) == 1


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    """Beside the output, where no process of that number runs; nothing else is touched."""
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    left, runs, other = (tmp_path / f"out.csv.{name}.tmp" for name in (killed.pid, os.getpid(), "mine"))
    for file in (left, runs, other):
        file.write_text("x", "utf-8")
    clear(str(tmp_path / "out.csv"), "-")
    assert not left.exists() and runs.exists() and other.exists()


def test_other_processes_are_started_where_they_pay() -> None:
    assert not running._help_pays(0.1, 10, 1_000_000), "too early to tell"
    assert not running._help_pays(1, 1_000_000, 1_000_000), "a second is left"
    assert running._help_pays(1, 1_000, 10_000)


class Stop(Exception):  # noqa: N818
    """An interruption."""


@pytest.mark.parametrize("write_as", FORMS)
def test_an_interrupted_run_goes_on(
    write_as: str, tmp_path: Path, policies: engine.PolicySet, told: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = write(tmp_path / "in.parquet", "parquet", told, policies.book), tmp_path / f"out.{write_as}"
    whole = tmp_path / f"whole.{write_as}"
    run_batch(job(source, whole), str(source), f"{whole}.parts", policies)

    def stop(rows: int, total: int) -> None:
        if rows > total / 2:
            raise Stop

    with pytest.raises(Stop):
        run_batch(job(source, target), str(source), f"{target}.parts", policies, tell=stop)
    assert not target.exists()
    units: list[int] = []
    real = running.Worker.work
    monkeypatch.setattr(running.Worker, "work", lambda self, unit, *rest: (units.append(unit.number), real(self, unit, *rest))[1])
    later = job(source, target, deciding=Deciding(str(SMALL), TODAY + datetime.timedelta(days=1)))
    found = run_batch(later, str(source), f"{target}.parts", policies, resume=True)
    assert units and min(units) > 0 and found.resumed + len(units) == 11
    assert target.read_bytes() == whole.read_bytes()
    assert found.rows == len(told)


def test_parts_of_another_run_are_refused(tmp_path: Path, policies: engine.PolicySet, told: list[dict[str, object]]) -> None:
    source, target = write(tmp_path / "in.csv", "csv", told, policies.book), tmp_path / "out.csv"

    def stop(rows: int, total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        run_batch(job(source, target), str(source), f"{target}.parts", policies, tell=stop)
    with pytest.raises(Rejected) as caught:
        run_batch(job(source, target, select=("entitlement",)), str(source), f"{target}.parts", policies, resume=True)
    assert caught.value.problems[0].code == "PE871"
    assert caught.value.problems[0].arg("differing") == "select"
    write(source, "csv", told[1:], policies.book)
    with pytest.raises(Rejected) as caught:
        run_batch(job(source, target), str(source), f"{target}.parts", policies, resume=True)
    assert caught.value.problems[0].arg("differing") == "input"


AWKWARD = (
    b'\xef\xbb\xbfref;person.nationalities;stay.document;stay.validated;residence.since\r\n'
    b'a;FR|US;visa;TRUE;2020-01-01\r\n'
    b'\r\n'
    b'"b\r\nc";["DE"];null;;\r\n'
    b'd;FR\r\n'
    b'e;FR;card;maybe;2020-01-01\r\n'
    b'f;FR;card;false;2020-13-01\r\n'
    b'g;\xff;card;false;2020-01-01\r\n'
    b'h;;unknown;;2020-01-01'
)  # fmt: skip


def test_awkward_csv(tmp_path: Path, policies: engine.PolicySet) -> None:
    """A mark at the start, semicolons, line breaks in cells, empty lines, odd rows, bytes that are no text."""
    source, target = tmp_path / "in.csv", tmp_path / "out.jsonl"
    source.write_bytes(AWKWARD)
    run_batch(job(source, target, select=("entitlement",)), str(source), f"{target}.parts", policies)
    found = [(row.get("ref"), row.get("entitlement"), row.get("problem")) for row in read(target)]
    assert found == [
        ("a", "entitled", None), ("b\r\nc", "undetermined", None), (None, None, "PE870"),
        ("e", None, "PE502"), ("f", None, "PE519"), ("g", None, "PE102"), ("h", "undetermined", None),
    ]  # fmt: skip


def test_json_lines_with_dots_and_odd_lines(tmp_path: Path, policies: engine.PolicySet) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        '{"person": {"nationalities": ["FR"]}, "residence.since": "2020-01-01"}',
        "[]",
        "{",
        '{"person": {"nationalities": ["FR"]}, "person.nationalities": ["FR"]}',
        '{"person": {"nationalites": ["FR"]}}',
        '{"person": {"nationalities": ["FR"]}, "residence": null, "stay": {"diplomatic": null}}',
        '{"person": {"nationalities": ["FR"], "nationalities": ["FR"]}}',
        '{"held": [{"document": "birth-record", "translation": "sworn"}], "person": {"nationalities": ["FR"]}}',
    ]
    source.write_text("\n".join(lines), "utf-8")
    run_batch(job(source, target, select=("entitlement",), ids=None), str(source), f"{target}.parts", policies)
    found = [row.get("problem", row.get("entitlement")) for row in read(target)]
    assert found == ["entitled", "PE511", "PE132", "PE521", "PE501", "undetermined", "PE107", "undetermined"]


def test_nested_parquet(tmp_path: Path, policies: engine.PolicySet) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.csv"
    rows = [
        {
            "person": {"nationalities": ["FR"], "birth_date": datetime.date(1990, 5, 2)},
            "residence": {"since": datetime.date(2020, 1, 1)},
        },
        {"person": None, "residence": {"since": None}},
        {"person": {"nationalities": [], "birth_date": None}, "residence": None},
    ]
    pq.write_table(pa.Table.from_pylist(rows), source)
    run_batch(job(source, target, select=("entitlement", "requirements"), ids=None), str(source), f"{target}.parts", policies)
    found = [(row["entitlement"], row["requirements"]) for row in read(target)]
    expected = []
    for one in (
        {"person": {"nationalities": ["FR"], "birth_date": "1990-05-02"}, "residence": {"since": "2020-01-01"}},
        {},
        {"person": {"nationalities": []}},
    ):
        decided = policies.decide(one, today=TODAY)
        expected.append((decided.entitlement, [item.id for item in decided.requirements if item.required]))
    assert found == expected


def main(arguments: list[str]) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    return int(caught.value.code or 0)


def test_a_row_is_explained_as_eval_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = {"person": {"nationalities": ["US"], "birth_date": "1990-05-02"}, "stay": {"document": "visa", "validated": True}}
    alone, source = tmp_path / "profile.json", tmp_path / "in.jsonl"
    alone.write_text(json.dumps(one), "utf-8")
    source.write_text("{}\n" + json.dumps(one) + "\n", "utf-8")
    assert main(["eval", str(alone), "--policies", str(SMALL), "--as-of", "2026-11-23", "--format", "json", "--lang", "en"]) == 0
    expected = capsys.readouterr().out
    assert main(["batch", str(source), "--explain", "2", "--policies", str(SMALL), "--as-of", "2026-11-23", "--lang", "en"]) == 0
    assert capsys.readouterr().out == expected
    assert main(["batch", str(source), "--explain", "3", "--policies", str(SMALL)]) == 2
    assert "there is no row 3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("in.csv", "out.csv"), "PE861"),
        (("in.csv", "out.csv", "--ignore-others", "--select", "entitlment"), "PE863"),
        (("in.csv", "out.csv", "--ignore-others", "--id", "none"), "PE865"),
        (("in.csv", "out.xls"), "PE873"),
        (("none.csv", "out.csv"), "PE874"),
        (("in.csv", "out.csv", "--from", "parquet"), "PE868"),
    ],
)
def test_wrong_use(
    arguments: tuple[str, ...], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("ref,person.birth_dat\n1,2000-01-01\n", "utf-8")
    assert main(["batch", *arguments, "--policies", str(SMALL)]) == 2
    assert code in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        (b"", (), "no first line with the names of the columns"),
        (gzip.compress(b"residence.postcode\n75019\n"), (), "compressed: unpack it first"),
        (gzip.compress(b"{}\n"), ("--from", "jsonl"), "compressed: unpack it first"),
    ],
)
def test_an_input_that_is_none(
    content: bytes, arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_bytes(content)
    assert main(["batch", "in.csv", "out.csv", *arguments, "--policies", str(SMALL), "--lang", "en"]) == 2
    assert said in capsys.readouterr().err and not Path("out.csv").exists()


def test_text_is_cut_finer_where_each_profile_is_slow(tmp_path: Path) -> None:
    """Lines are the same, whatever the size of the stretches."""
    file = tmp_path / "in.csv"
    file.write_text("residence.postcode\n" + "75019\n" * 1_000, "utf-8")
    cut = [list(stretches(str(file), 19, True, lambda data: None, size)) for size in (1 << 20, 700)]
    assert [len(units) for units in cut] == [1, 9] and all(sum(unit.rows for unit in units) == 1_000 for units in cut)


def test_counts_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text('{"stay": {"document": "card"}}\n{"stay": {"document": "crd"}}\n', "utf-8")
    arguments = ["batch", "in.jsonl", "out.csv", "--policies", str(SMALL), "--summary", "s.json", "--lang", "fr"]
    assert main(arguments) == 3
    told = capsys.readouterr().err
    assert "2 profils traités" in told and "1 ligne rejetée" in told
    found = json.loads(Path("s.json").read_text("utf-8"))
    assert (found["rows"], found["rejected"], sum(found["outcomes"].values())) == (2, 1, 1)
    assert Path("out.csv").read_text("utf-8").splitlines()[0] == "row,entitlement,ground,procedure,problem"


def test_flat_is_the_reverse_of_nested(policies: engine.PolicySet, told: list[dict[str, object]]) -> None:
    assert [flat(nested(one), policies.book) for one in told] == told


@pytest.mark.parametrize(
    ("out", "options", "same"),
    [
        ("in.csv", [], "IN and OUT"),
        ("link.csv", [], "IN and OUT"),
        ("out.csv", ["--rejects", "in.csv"], "IN and --rejects"),
        ("out.csv", ["--rejects", "out.csv"], "OUT and --rejects"),
        ("out.csv", ["--summary", "in.csv"], "IN and --summary"),
        ("out.csv", ["--summary", "out.csv.rejects.jsonl"], "--rejects and --summary"),
    ],
)
def test_no_file_is_written_over(
    out: str, options: list[str], same: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What would destroy the input, or another output, is refused before anything is written."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("residence.postcode\nUS\nXX\n", "utf-8")
    Path("link.csv").symlink_to("in.csv")
    assert cli.run(["batch", "in.csv", out, *options, "--policies", str(SMALL)]) == 2
    assert f"{same} are the same file" in capsys.readouterr().err
    assert Path("in.csv").read_text("utf-8") == "residence.postcode\nUS\nXX\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "link.csv"]


def test_whole_decimals_are_whole_numbers() -> None:
    """Databases write counts as decimals."""
    found = from_arrow(pa.array([decimal.Decimal("2.00"), decimal.Decimal("2.50"), None]))
    assert [None if code < 0 else found.values[code] for code in found.codes.tolist()] == [2, 2.5, None]
    assert [type(value) for value in found.values] == [int, float]


def test_a_spoiled_parquet_is_the_fault_of_the_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file whose foot is whole and whose pages are not says so, and leaves nothing."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.csv"
    pq.write_table(pa.table({"residence.postcode": ["US", "FR"] * 500}), source)
    data = source.read_bytes()
    source.write_bytes(data[:4] + b"\xff" * 40 + data[44:])
    assert cli.run(["batch", str(source), str(target), "--policies", str(SMALL)]) == 2
    assert "PE868" in capsys.readouterr().err
    assert not target.exists()


def test_bytes_that_are_no_text_are_shown_as_they_stand(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(b"residence.postcode\nUS\n\xff\xfe\n")
    assert cli.run(["batch", str(source), str(target), "--policies", str(SMALL)]) == 3
    line = Path(f"{target}.rejects.jsonl").read_text("utf-8").splitlines()[-1]
    assert json.loads(line)["row"] == 2 and "0xFF" in json.loads(line)["problems"][0]["message"]
