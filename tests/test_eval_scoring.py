from pathlib import Path

import pytest
from eval_runs import ANSWERS, ROWS, Changed, adding, misquoting
from eval_runs import rows_of as rows

from assistant.answer import Answer
from eval.reasons import reasons
from eval.scored import Scored
from eval.scoring import METRICS, QUESTIONS, observed


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scored]:
    return rows(tmp_path_factory.mktemp("right"))


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scored]:
    from eval.baselines import refuse_always

    return rows(tmp_path_factory.mktemp("silent"), refuse_always)


def seen(rows: dict[str, Scored], metric: str) -> list[float]:
    return [float(value) for row in rows.values() for value in observed(row).get(metric, [])]


def test_a_right_assistant_is_right_everywhere(right: dict[str, Scored]):
    assert len(right) == 9
    assert all(row.right and row.faithful and reasons(row) == [] for row in right.values())


@pytest.mark.parametrize(
    "metric", ["exact_quotes", "supported", "quotation_marks", "neutral", "hit1", "keys", "complete"]
)
def test_its_figures_are_full(right: dict[str, Scored], metric: str):
    assert seen(right, metric)
    assert set(seen(right, metric)) == {1}


def test_an_assistant_that_always_refuses_is_faithful_and_of_no_use(silent: dict[str, Scored]):
    assert all(row.faithful for row in silent.values())
    assert [id_ for id_, row in silent.items() if row.right] == ["b-5", "b-6"]
    assert set(seen(silent, "hit1")) == {0}
    assert set(seen(silent, "keys")) == {0}
    assert reasons(silent["b-1"]) == ["refused (not_mentioned), though the piece answers"]


def test_a_misquoting_assistant_is_told_from_one_that_quotes(tmp_path: Path):
    found = rows(tmp_path, lambda piece: Changed(piece, misquoting))
    assert not found["b-1"].faithful
    assert 0 in seen(found, "exact_quotes")
    assert any("not the whole sentences" in line for line in reasons(found["b-1"]))
    assert found["b-2"].faithful


@pytest.mark.parametrize(
    ("added", "quoted", "metric", "reason"),
    [
        ("It was a bargain.", False, "supported", "stands on nothing"),
        ("It cost 7 dollars.", True, "numbers_grounded", "the figure 7"),
        ("He said “it is too much”.", True, "quotation_marks", "stands in quotation marks"),
    ],
)
def test_an_invented_sentence_is_caught(tmp_path: Path, added: str, quoted: bool, metric: str, reason: str):
    found = rows(tmp_path, lambda piece: Changed(piece, adding(added, quoted=quoted)))
    assert 0 in seen(found, metric)
    assert any(reason in line for line in reasons(found["b-1"]))


def test_an_opinion_of_its_own_is_caught(tmp_path: Path):
    found = rows(tmp_path, lambda piece: Changed(piece, adding("That is a terrible waste.", quoted=True)))
    assert 0 in seen(found, "neutral")


def test_an_answer_where_a_refusal_is_due_is_wrong(tmp_path: Path):
    from eval.baselines import first_sentence

    found = rows(tmp_path, first_sentence)
    assert reasons(found["b-5"]) == ["answered, where “outside_the_text” was due"]
    assert seen(found, "outside_answered") == [1]


def test_variants_count_in_consistency_and_in_no_figure_of_items(right: dict[str, Scored], tmp_path: Path):
    assert seen(right, "consistent") == [1]
    assert len(seen(right, "right")) == 8

    class Fickle(Changed):
        def answer(self, asked: object) -> Answer:
            assert isinstance(asked, dict)
            if asked["question"].startswith("waht"):
                asked = {"question": "who drew the plans?"}
            return super().answer(asked)

    assert seen(rows(tmp_path, lambda piece: Fickle(piece, lambda answer: answer)), "consistent") == [0]


def test_a_row_without_an_answer_counts_nowhere(right: dict[str, Scored]):
    lost = Scored(right["b-1"].case, None, "the provider is down")
    assert observed(lost) == {}
    assert reasons(lost) == []


def test_every_question_of_newsrooms_is_asked_by_a_metric():
    assert {metric.asks for metric in METRICS.values()} - {None} == QUESTIONS.keys()


def test_the_small_set_is_what_the_right_assistant_knows():
    assert all(question in ROWS for question in ANSWERS)
