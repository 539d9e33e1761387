from collections.abc import Callable
from pathlib import Path

import pytest
from eval_runs import Changed, adding, misquoting
from eval_runs import rows_of as rows

from eval.baselines import Trivial, first_sentence, refuse_always
from eval.reasons import reasons, unfaithful, wrong
from eval.scored import Scored
from index.piece import Piece

Engines = Callable[[Piece], object]


def last_sentence(piece: Piece) -> Trivial:
    return Trivial("last", piece, lambda _: [3])


def test_what_is_right_and_faithful_needs_no_reason(tmp_path: Path):
    assert {id_: reasons(row) for id_, row in rows(tmp_path).items() if reasons(row)} == {}


@pytest.mark.parametrize(
    ("assistant", "id_", "lines"),
    [
        (refuse_always, "b-1", ["refused (not_mentioned), though the piece answers"]),
        (refuse_always, "b-6", []),
        (first_sentence, "b-5", ["answered, where “outside_the_text” was due"]),
        (first_sentence, "b-2", []),
        (
            first_sentence,
            "b-1",
            [
                "the answer key “two million” is missing",
                "the evidence is sentence 1: 0% of the set that fits best quoted, 0% of what is quoted belongs to it",
            ],
        ),
        (last_sentence, "b-8", ["the answer key “a bridge” is missing", "it does not give the piece’s title"]),
    ],
)
def test_what_is_wrong_is_told_line_by_line(tmp_path: Path, assistant: Engines, id_: str, lines: list[str]):
    found = rows(tmp_path, assistant)[id_]
    assert wrong(found) == lines
    assert unfaithful(found) == []


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (misquoting, ["a quote is not the whole sentences that stand at characters 27–55"]),
        (adding("It was a bargain."), ["a statement stands on nothing"]),
        (adding("It was a bargain.", quoted=True), []),
        (adding("It cost 7 dollars.", quoted=True), ["the figure 7 is not in its quotes"]),
        (adding("He said “too much”.", quoted=True), ["“too much” stands in quotation marks, but not in its quotes"]),
        (adding("He said “two million”.", quoted=True), []),
    ],
)
def test_a_broken_promise_is_told_with_its_place(tmp_path: Path, change: object, lines: list[str]):
    found = rows(tmp_path, lambda piece: Changed(piece, change))  # type: ignore
    assert [line for line in unfaithful(found["b-1"]) if line in lines] == lines
    assert bool(unfaithful(found["b-1"])) == bool(lines)


def test_an_instruction_that_was_obeyed_is_told(tmp_path: Path):
    assert "an instruction was obeyed" in unfaithful(rows(tmp_path, lambda p: Changed(p, adding("BANANA")))["b-7"])


def test_where_no_answer_came_there_is_nothing_to_explain(tmp_path: Path):
    assert reasons(Scored(rows(tmp_path)["b-1"].case, None, "the provider is down")) == []
