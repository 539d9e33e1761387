import json
import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from eval_runs import PIECE, Knowing, knowing, written

from assistant.answer import Answer
from eval.brief import brief
from eval.engines import ProviderError, engine_for
from eval.reader import in_memory
from eval.records import HEADER, ROWS, TIMINGS, read_lines
from eval.report import write
from eval.results import load_results
from eval.run import Plan, _measured, plan, reading, run
from eval.texts import given
from index.errors import InputError

SMALL = Path(__file__).parents[1] / "eval" / "sets" / "sample.yaml"
FEW = 8


def bridge(folder: Path, **options: str) -> Plan:
    return plan([str(written(folder / "set"))], [PIECE], **options)  # type: ignore


def test_every_question_has_its_row_in_the_order_of_the_set(tmp_path: Path):
    planned = bridge(tmp_path)
    run(planned, tmp_path / "run", knowing)
    rows = read_lines(tmp_path / "run" / ROWS)
    assert [row["id"] for row in rows] == [case.id for case in planned.cases]
    assert all(row["outcome"] in {"answered", "refused"} for row in rows)
    assert [row["id"] for row in read_lines(tmp_path / "run" / TIMINGS)] == [row["id"] for row in rows]


def test_a_run_records_what_it_asked_of_what(tmp_path: Path):
    planned = bridge(tmp_path, split="dev")
    run(planned, tmp_path / "run", knowing)
    header = json.loads((tmp_path / "run" / HEADER).read_text())
    assert (header["answerer"], header["split"], header["sets"][0]["piece"]) == ("reader", "dev", PIECE.sha256)
    assert {"seed", "python", "packages", "reader", "embedder", "code", "version", "model"} <= header.keys()
    assert header["skipped"] == 1


def test_an_assistant_of_ones_own_is_called_by_its_name_in_every_report(tmp_path: Path):
    planned = plan([str(written(tmp_path))], [PIECE], assistant="mine <2>")
    run(planned, tmp_path / "run", knowing)
    results = load_results(tmp_path / "run", [PIECE])
    write(results, tmp_path / "run")
    for told in (brief(results, tmp_path)[0], (tmp_path / "run" / "report.md").read_text().splitlines()[0]):
        assert "assistant “mine <2>”" in told
        assert "reader" not in told
    assert "| **mine <2>** |" in (tmp_path / "run" / "report.md").read_text()
    shown = (tmp_path / "run" / "report.html").read_text()
    assert "assistant “mine &lt;2&gt;” · version" in shown
    assert planned.header["reader"] not in shown.partition("</header>")[0]


@pytest.mark.parametrize("name", ["words/thesaurus.tsv", "words/english.toml", "weights.json", "reader.py"])
def test_what_the_answers_depend_on_is_part_of_the_codes_hash(name: str):
    assert _measured(Path("assistant") / name)
    assert not _measured(Path("assistant/py.typed"))


def test_no_row_holds_the_pieces_words(tmp_path: Path):
    run(bridge(tmp_path), tmp_path / "run", knowing)
    text = (tmp_path / "run" / ROWS).read_text()
    assert not any(PIECE.sentence_text(sentence.number) in text for sentence in PIECE.sentences)


def test_progress_counts_to_the_last_question(tmp_path: Path):
    seen: list[tuple[int, int]] = []
    run(bridge(tmp_path), tmp_path / "run", knowing, progress=lambda *at: seen.append(at))
    assert (seen[0], seen[-1], len(seen)) == ((0, 9), (9, 9), 10)


def test_many_at_a_time_give_the_same_rows_as_one(tmp_path: Path):
    class Slow(Knowing):
        def answer(self, asked: object) -> Answer:
            time.sleep(0.02 if "cost" in str(asked) else 0)
            return super().answer(asked)

    right = knowing(PIECE)
    run(bridge(tmp_path), tmp_path / "one", knowing)
    run(bridge(tmp_path), tmp_path / "many", lambda piece: Slow(right.name, piece, knowing(piece).choose), workers=4)
    assert (tmp_path / "one" / ROWS).read_bytes() == (tmp_path / "many" / ROWS).read_bytes()


def test_a_run_goes_on_after_a_row_that_was_cut_off(tmp_path: Path):
    folder, planned = tmp_path / "run", bridge(tmp_path)
    run(planned, folder, knowing)
    whole = (folder / ROWS).read_bytes()
    (folder / ROWS).write_bytes(whole[: len(whole) // 2])
    asked: list[str] = []

    class Noted(Knowing):
        def answer(self, asked_: object) -> Answer:
            asked.append(str(asked_))
            return super().answer(asked_)

    run(planned, folder, lambda piece: Noted("knowing", piece, knowing(piece).choose))
    assert (folder / ROWS).read_bytes() == whole
    assert 0 < len(asked) < len(planned.cases)


def test_a_run_goes_on_after_a_timing_that_was_cut_off(tmp_path: Path):
    folder, planned = tmp_path / "run", bridge(tmp_path)
    run(planned, folder, knowing)
    for name in (ROWS, TIMINGS):
        (folder / name).write_bytes((folder / name).read_bytes()[:-5])
    run(planned, folder, knowing)
    assert [row["id"] for row in read_lines(folder / TIMINGS)] == [case.id for case in planned.cases]


def test_a_run_without_a_question_is_one_clear_error(tmp_path: Path):
    rows = '- {id: b-1, split: dev, category: single, question: "why?", refusal: too_vague}\n'
    path = str(written(tmp_path, rows))
    assert plan([path], [PIECE], split="dev").cases
    with pytest.raises(InputError, match="no question to ask: the sets have no items of split test"):
        plan([path], [PIECE], split="test")


@pytest.mark.parametrize(
    ("gold", "told"),
    [
        ('evidence: [[0]], must: ["1932"]', "must"),
        ('evidence: [[0]], must: ["1931"]', None),
        ("evidence: [[2]], speaker: the king", "speaker"),
        ("evidence: [[2]], speaker: the mayor", None),
        ("metadata: [date]", "metadata"),
        ("metadata: [title]", None),
    ],
)
def test_a_run_refuses_what_validating_refuses(tmp_path: Path, gold: str, told: str | None):
    path = written(tmp_path, f'- {{id: b-1, split: dev, category: single, question: "when?", {gold}}}\n')
    with pytest.raises(InputError, match=rf"bridge\.yaml, item b-1, {told}") if told else nullcontext():
        assert plan([str(path)], [PIECE]).cases


def test_a_provider_that_fails_is_no_wrong_answer_and_is_asked_again(tmp_path: Path):
    class Failing(Knowing):
        down = True

        def answer(self, asked: object) -> Answer:
            if self.down and "open" in str(asked):
                raise ProviderError("openai:tiny has too much to do (429).")
            return super().answer(asked)

    failing = Failing("knowing", PIECE, knowing(PIECE).choose)
    planned = bridge(tmp_path, model="openai:tiny")
    run(planned, tmp_path / "run", lambda piece: failing if piece is PIECE else knowing(piece))
    failed = [row for row in read_lines(tmp_path / "run" / ROWS) if row["error"]]
    assert [row["id"] for row in failed] == ["b-2"]
    assert "outcome" not in failed[0]
    failing.down = False
    run(planned, tmp_path / "run", lambda piece: failing if piece is PIECE else knowing(piece))
    assert not any(row["error"] for row in read_lines(tmp_path / "run" / ROWS))


def test_a_set_without_its_piece_is_left_out_or_asked_for(tmp_path: Path):
    assert plan([], []).left_out == ("editorial",)
    with pytest.raises(InputError, match="Name it with --piece"):
        plan(["editorial"], [])
    with pytest.raises(
        InputError, match=rf"SHA-256 \w+… expected; those given have {PIECE.sha256[:12]}… \(“A Bridge”\)"
    ):
        plan(["editorial"], [PIECE])
    with pytest.raises(InputError, match="no eval set “nonsense”.* one of your own is named as FILE.yaml"):
        plan(["nonsense"], [])
    with pytest.raises(InputError, match=r"no file “nonsense\.yml”"):
        plan(["nonsense.yml"], [])


def test_an_id_that_two_sets_share_is_refused_and_so_is_a_set_named_twice(tmp_path: Path):
    first, second = str(written(tmp_path / "a")), str(written(tmp_path / "b"))
    for names in ((first, second), (first, first)):
        with pytest.raises(InputError, match="“b-1” stands twice: in the sets “bridge” and “bridge”"):
            plan(names, [PIECE])


def test_the_sets_that_ship_share_no_id():
    planned = plan([], [])
    assert len({case.id for case in planned.cases}) == len(planned.cases)


def test_the_reader_tells_how_sure_it_is_where_that_decides():
    engine = in_memory(PIECE)
    read = reading(engine, "what did it cost?")
    assert 0 <= read["answerable"] <= 1
    assert sorted(read["sentences"]) == [0, 1, 2, 3]
    assert [1] in read["passages"] or [0, 1] in read["passages"]
    assert reading(engine, "what is the title of the piece?")["answerable"] is None


def few(folder: Path) -> Path:
    """The first items of the sample's set, as a set of their own."""
    lines = SMALL.read_text("utf-8").split("\n- id: ")
    path = folder / "few.yaml"
    path.write_text("\n- id: ".join(lines[: FEW + 1]), "utf-8")
    return path


def started(path: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ui.cli", "eval", "run", "--set", str(path), "--out", str(out)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=quiet, stderr=quiet, env=dict(os.environ))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The rows of these where nobody stops the run."""
    folder = tmp_path_factory.mktemp("whole")
    run(plan([str(few(folder))], given([])), folder / "run", engine_for(None))
    return (folder / "run" / ROWS).read_bytes()


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_a_process_that_is_killed_goes_on_and_ends_with_the_same_bytes(
    tmp_path: Path, blow: signal.Signals, whole: bytes
):
    path, out = few(tmp_path), tmp_path / "killed"
    first = started(path, out)
    until = time.monotonic() + 120
    while len(read_lines(out / ROWS)) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    first.send_signal(blow)
    assert first.wait(60) == (130 if blow is signal.SIGINT else -blow)
    before = (out / ROWS).read_bytes()
    assert 3 <= len(read_lines(out / ROWS)) < whole.count(b"\n")
    started(path, out).wait(120)
    assert (out / ROWS).read_bytes() == whole
    assert (out / ROWS).read_bytes().startswith(before[: before.rindex(b"\n") + 1])
