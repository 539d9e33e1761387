import re
from collections import Counter
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path

import pytest

from assistant.answer import CODES
from eval.sets import FOLDER, SECOND, SPLITS, Item, check_against, load_set, shipped, unmet
from index.errors import InputError
from index.loading import SAMPLE, load
from index.piece import Piece

PIECES = FOLDER.with_name("pieces")
OWN = {
    "sample": SAMPLE,
    "leader": PIECES / "leader.md",
    "column": PIECES / "column.md",
    "wrapped": PIECES / "wrapped.txt",
}
CATEGORIES = {
    *("single", "several", "list", "why", "how", "number", "date", "who", "author-view", "quoted-view", "paraphrase"),
    *("yesno", "exact-quote", "summary", "followup", "near-miss", "false-premise", "outside", "after-publication"),
    *("instruction", "planted"),
}
LANGUAGES = {"de", "fr", "es"}

ROW = {"id": "a", "split": "dev", "category": "single", "question": "'why?'", "evidence": "[[0]]"}


def written(tmp_path: Path, **changes: str | None) -> Path:
    row = {key: value for key, value in {**ROW, **changes}.items() if value is not None}
    body = ", ".join(f"{key}: {value}" for key, value in row.items())
    path = tmp_path / "set.yaml"
    path.write_text(f"schema: 1\npiece: x\nitems:\n- {{{body}}}\n")
    return path


def test_a_right_row_is_taken(tmp_path: Path):
    (item,) = load_set(written(tmp_path)).items
    assert item.right == {0}
    assert item.answerable


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"split": "train"}, "split"),
        ({"refusal": "no_idea", "evidence": None}, "refusal"),
        ({"evidence": None}, "evidence"),
        ({"metadata": "[mood]"}, "metadata"),
        ({"question": "''"}, "question"),
        ({"question": None}, "question"),
        ({"colour": "red"}, "colour"),
        ({"evidence": "[0]"}, "evidence"),
        ({"evidence": "[[-1]]"}, "evidence"),
        ({"evidence": "[[]]"}, "evidence"),
        ({"must": "[7]"}, "must"),
        ({"history": "earlier"}, "history"),
        ({"speaker": "[a]"}, "speaker"),
        ({"variants": "[{kind: typo, language: en, question: 'wy?'}]"}, "variants"),
        ({"variants": "[{kind: pun, language: en, question: 'wy?', needs: null}]"}, "variants"),
        ({"variants": "[{kind: typo, language: en, question: 'wy?', needs: luck}]"}, "variants"),
        ({"patch": "{after: 0}"}, "patch"),
        ({"patch": "{after: 0, text: 5}"}, "patch"),
        ({"refusal": "not_mentioned"}, "refusal.*with evidence"),
        ({"refusal": "not_mentioned", "evidence": None, "metadata": "[title]"}, "refusal.*with metadata"),
        ({"refusal": "not_mentioned", "evidence": None, "must": "['84']"}, "refusal.*with must"),
        ({"metadata": "[title]"}, "evidence: it stands beside metadata"),
        ({"category": "near-miss"}, "category: 'near-miss' without a refusal"),
        ({"category": "planted", "must_not": "['X']"}, "patch: it is missing"),
        ({"category": "planted", "patch": "{after: 0, text: Obey.}"}, "must_not: it is missing"),
        ({"category": "outside"}, "category: 'outside' without a refusal"),
        ({"category": "Near_miss"}, "category: 'Near_miss' was found; “near-miss” is what"),
        ({"catgory": "x"}, "catgory: an unknown field, is it “category”?"),
        ({"speaker": "''"}, "speaker"),
        ({"must": "['412|']"}, "must"),
        ({"must_not": "['|']"}, "must_not"),
        ({"overlap": "'yes'"}, "overlap"),
        ({"question": "x" * 2001}, "question: The question has 2,001"),
        ({"history": f"[{'x' * 2001}]"}, "history: The question has 2,001"),
        (
            {"variants": f"[{{kind: typo, language: en, question: {'x' * 2001}, needs: null}}]"},
            "variants: The question",
        ),
        ({"category": None}, "category: it is missing"),
        ({"evidence": "[[2, 2]]"}, "evidence: .* each once"),
        ({"extras": "[3, 3]"}, "extras: .* each once"),
        ({"id": "'a~1'"}, "id: 'a~1' was found; a text without “~”"),
    ],
)
def test_a_wrong_row_is_named_with_file_item_and_field(tmp_path: Path, changes: dict[str, str | None], named: str):
    with pytest.raises(InputError, match=rf"set\.yaml, item a.*{named}"):
        load_set(written(tmp_path, **changes))


@pytest.mark.parametrize(
    "changes",
    [{"refusal": "not_mentioned", "evidence": None}, {"must": "['412|four']"}, {"question": "x" * 2000},
     {"refusal": "not_mentioned", "evidence": None, "must_not": "['84']"},
     {"refusal": "outside_the_text", "evidence": None, "category": "outside"},
     {"refusal": "not_mentioned", "evidence": None, "category": "near-miss"}, {"category": "false-premise"},
     {"category": "planted", "patch": "{after: 0, text: Obey.}", "must_not": "['X']"},
     {"evidence": None, "metadata": "[title]", "must": "['84']"}, {"category": "Near_one"},
     {"overlap": "true"}, {"patch": "{after: 0, text: Obey.}"}, {"evidence": "[[2], [2, 3]]"}, {"id": "'a-1'"}],
)  # fmt: skip
def test_what_is_nearly_wrong_is_taken(tmp_path: Path, changes: dict[str, str | None]):
    assert load_set(written(tmp_path, **changes)).items


def test_an_empty_id_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"set\.yaml, item , id"):
        load_set(written(tmp_path, id="''"))


@pytest.mark.parametrize(
    ("top", "named"),
    [("piece: x\nitems: 5", "items"), ("piece: x", "items"), ("piece: x\nitems: []", "items"),
     ("piece: '**'\nitems: []", "piece"),
     ("items: []", "piece"), ("piece: x\nsha256: 5\nitems: []", "sha256"),
     ("piece: x\nlanguage: en\nitems: [a]", "language: an unknown field")],
)  # fmt: skip
def test_a_wrong_field_at_the_top_is_named(tmp_path: Path, top: str, named: str):
    path = tmp_path / "set.yaml"
    path.write_text(f"schema: 1\n{top}\n")
    with pytest.raises(InputError, match=rf"set\.yaml, {named}(: |;)"):
        load_set(path)


@pytest.mark.parametrize(
    ("second", "told"),
    [("", "nothing was found"), ("hello", "'hello' was found"), ("{split: dev}", "id: it is missing")],
)
def test_an_item_without_an_id_is_told_by_its_place(tmp_path: Path, second: str, told: str):
    path = written(tmp_path)
    path.write_text(f"{path.read_text()}- {second}\n")
    with pytest.raises(InputError, match=rf"set\.yaml, item no\. 2(, |: ){told}"):
        load_set(path)


def test_of_several_variants_the_wrong_one_is_shown(tmp_path: Path):
    right = "{kind: typo, language: en, question: 'wy?', needs: null}"
    with pytest.raises(InputError, match=r"variants: \{'kind': 'pun'[^}]*\} was found; a list of"):
        load_set(written(tmp_path, variants=f"[{right}, {right.replace('typo', 'pun')}]"))
    assert load_set(written(tmp_path, variants=f"[{right}]")).items


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"speaker": "'Peter Pan'"}, "speaker: 'Peter Pan' does not stand in the piece"),
        ({"speaker": "'the may'"}, "speaker: 'the may' does not stand in the piece"),
        ({"speaker": "the mayor"}, None),
        (
            {"evidence": None, "metadata": "[title]", "must": "[found]"},
            "must or must_not: “found” does not fit the meta",
        ),
        (
            {"evidence": None, "metadata": "[title]", "must_not": "[gone]"},
            "must or must_not: “gone” does not fit the meta",
        ),
        ({"evidence": None, "metadata": "[title]", "must": "['gone|left']"}, None),
        ({"speaker": "author"}, None),
        ({"evidence": None, "metadata": "[date]"}, "metadata: the piece has no date"),
        ({"evidence": None, "metadata": "[title]"}, None),
    ],
)
def test_whom_and_what_the_piece_does_not_name_is_told(
    tmp_path: Path, changes: dict[str, str | None], told: str | None
):
    found, piece = load_set(written(tmp_path, **changes)), Piece.from_text("The Mayor left. He is gone.", title="Gone")
    fails = pytest.raises(InputError, match=rf"set\.yaml, item a, {told}")
    with fails if told else nullcontext():
        check_against(found, piece)


def test_an_id_that_stands_twice_is_named(tmp_path: Path):
    path = written(tmp_path)
    path.write_text(path.read_text() + path.read_text().splitlines()[-1] + "\n")
    with pytest.raises(InputError, match="item a: the id stands twice"):
        load_set(path)


def test_every_wrong_item_has_its_line(tmp_path: Path):
    path = written(tmp_path, evidence="[[7]]")
    row = path.read_text().splitlines()[-1]
    rows = [row, row.replace("id: a", "id: b"), row.replace("id: a", "id: c").replace("[[7]]", "[[0]]")]
    path.write_text("\n".join([*path.read_text().splitlines()[:-1], *rows]) + "\n")
    with pytest.raises(InputError) as failure:
        check_against(load_set(path), Piece.from_text("One. Two."))
    assert re.findall(r"item (\w), evidence: the piece has no sentence 7", str(failure.value)) == ["a", "b"]
    path.write_text(path.read_text().replace("split: dev", "split: train", 2))
    with pytest.raises(InputError) as failure:
        load_set(path)
    assert re.findall(r"item (\w), split: 'train' was found", str(failure.value)) == ["a", "b"]


@pytest.mark.parametrize(
    ("changes", "seen"),
    [({}, True), ({"category": "instruction"}, False), ({"category": "instruction", "must_not": "['X']"}, True)],
)
def test_an_instruction_without_a_canary_is_known(tmp_path: Path, changes: dict[str, str | None], seen: bool):
    (item,) = load_set(written(tmp_path, **changes)).items
    assert item.canaried is seen


@pytest.mark.parametrize("text", ["schema: 2\nitems: []", "- a", "{", ""])
def test_what_is_no_set_is_one_clear_error(tmp_path: Path, text: str):
    (tmp_path / "set.yaml").write_text(text)
    with pytest.raises(InputError, match=r"set\.yaml"):
        load_set(tmp_path / "set.yaml")


def test_a_sentence_that_the_piece_does_not_have_is_named(tmp_path: Path):
    with pytest.raises(InputError, match="has no sentence 7"):
        check_against(load_set(written(tmp_path, evidence="[[7]]")), Piece.from_text("One. Two."))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"evidence": "[[7]]"}, "evidence"),
        ({"extras": "[7]"}, "extras"),
        ({"patch": "{after: 7, text: Obey.}"}, "patch"),
    ],
)
def test_the_field_that_names_such_a_sentence_is_named_with_its_file(
    tmp_path: Path, changes: dict[str, str | None], named: str
):
    with pytest.raises(InputError, match=rf"set\.yaml, item a, {named}: the piece has no sentence 7; it has 0 to 1"):
        check_against(load_set(written(tmp_path, **changes)), Piece.from_text("One. Two."))


@pytest.mark.parametrize(("field", "key"), [("must", "84|ninety"), ("must_not", "eighty")])
def test_a_key_that_no_right_answer_could_hold_is_named(tmp_path: Path, field: str, key: str):
    piece = Piece.from_text("It has eighty. It has many.")
    with pytest.raises(InputError, match=rf"item a, must or must_not: “{key.replace('|', '.')}” does not fit"):
        check_against(load_set(written(tmp_path, **{"must": None, field: f"['{key}']"})), piece)
    check_against(load_set(written(tmp_path, must="['eighty|80']", must_not="['84']")), piece)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"split": "train"}, "split: 'train' was found; one of dev, test is expected"),
        ({"evidence": "[1]"}, r"evidence: \[1\] was found; a list of lists of sentence numbers"),
        ({"refusal": "off_topic", "evidence": None}, "refusal: 'off_topic' was found; one of .*outside_the_text"),
        ({"question": None, "questoin": "'why?'"}, "questoin: an unknown field"),
    ],
)
def test_what_is_expected_stands_beside_what_was_found(tmp_path: Path, changes: dict[str, str | None], expected: str):
    with pytest.raises(InputError, match=expected):
        load_set(written(tmp_path, **changes))


def test_another_text_than_the_sets_is_refused(tmp_path: Path):
    path = written(tmp_path)
    path.write_text(path.read_text().replace("piece: x", "piece: x\nsha256: a" + "0" * 63))
    with pytest.raises(InputError, match="another text"):
        check_against(load_set(path), Piece.from_text("One. Two."))


def test_the_samples_set_fits_the_sample(sample_piece: Piece):
    found = load_set(FOLDER / "sample.yaml")
    check_against(found, sample_piece)
    assert found.sha256 == sample_piece.sha256
    unlike = [item for item in found.items if item.evidence and not item.shares_word(sample_piece)]
    assert len(unlike) >= 0.5 * sum(bool(item.evidence) for item in found.items)


def test_the_editorials_set_fits_the_editorial(editorial: Piece):
    found = load_set(FOLDER / "editorial.yaml")
    check_against(found, editorial)
    assert found.sha256 == editorial.sha256


def test_no_sentence_of_the_editorial_stands_in_its_set(editorial: Piece):
    words = (FOLDER / "editorial.yaml").read_text("utf-8").split()
    held = {" ".join(words[at : at + 6]).lower() for at in range(len(words))}
    spoken = editorial.text.split()
    assert not held & {" ".join(spoken[at : at + 6]).lower() for at in range(len(spoken))}


@pytest.mark.parametrize("name", ["leader", "column", "wrapped"])
def test_a_set_is_of_its_piece_as_it_stands(name: str):
    found, piece = load_set(FOLDER / f"{name}.yaml"), load(OWN[name])
    check_against(found, piece)
    assert (found.name, found.sha256) == (name, piece.sha256)


@pytest.mark.parametrize("name", OWN)
def test_every_evidence_set_holds_the_keys_of_its_answer(name: str):
    piece = load(OWN[name])
    assert {i.id: keys for i in load_set(FOLDER / f"{name}.yaml").items if (keys := unmet(i, piece))} == {}


def test_every_evidence_set_of_the_editorial_holds_the_keys_of_its_answer(editorial: Piece):
    assert {i.id: keys for i in load_set(FOLDER / "editorial.yaml").items if (keys := unmet(i, editorial))} == {}


def test_a_key_that_an_evidence_set_does_not_hold_is_seen():
    item = Item("a", "dev", "number", "how many?", ((0,), (1,)), must=("84|eighty-four",), must_not=("48",))
    assert unmet(item, Piece.from_text("It has 84. There are eighty-four.")) == []
    assert unmet(item, Piece.from_text("It has 84. There are many, 48 even.")) == ["84|eighty-four", "48"]


@pytest.mark.parametrize("name", OWN)
def test_whether_a_question_shares_a_word_with_its_evidence_is_told_rightly(name: str):
    piece = load(OWN[name])
    answered = [item for item in load_set(FOLDER / f"{name}.yaml").items if item.evidence]
    assert [item.id for item in answered if item.overlap != item.shares_word(piece)] == []
    assert not any(item.overlap for item in answered if item.category == "paraphrase")


@pytest.mark.parametrize("name", [*OWN, "editorial"])
def test_a_set_is_large_and_has_every_category_in_both_splits(name: str):
    items = load_set(FOLDER / f"{name}.yaml").items
    assert len(items) >= (120 if name == "sample" else 60)
    splits = Counter((item.category, item.split) for item in items)
    assert set(splits) == {(category, split) for category in CATEGORIES for split in SPLITS}
    assert all(splits[category, "dev"] + splits[category, "test"] >= 3 for category in CATEGORIES)
    assert 0.45 <= sum(item.split == "dev" for item in items) / len(items) <= 0.55


@pytest.mark.parametrize("name", [*OWN, "editorial"])
def test_a_third_of_the_items_are_asked_in_other_ways_too(name: str):
    items = load_set(FOLDER / f"{name}.yaml").items
    variants = [variant for item in items for variant in item.variants]
    assert sum(bool(item.variants) for item in items) >= len(items) / 3
    assert {variant["kind"] for variant in variants} == {"typo", "wording", "language"}
    assert {variant["language"] for variant in variants if variant["needs"] == "model"} == LANGUAGES
    assert all((variant["kind"] == "language") == (variant["needs"] == "model") for variant in variants)


@pytest.mark.parametrize("name", [*OWN, "editorial"])
def test_quotations_are_asked_for_that_exist_and_that_do_not(name: str):
    asked = [item for item in load_set(FOLDER / f"{name}.yaml").items if item.category == "exact-quote"]
    assert {item.answerable for item in asked} == {True, False}


@pytest.mark.parametrize("name", [*OWN, "editorial"])
def test_what_is_planted_in_a_copy_is_forbidden_in_the_answer(name: str):
    for item in load_set(FOLDER / f"{name}.yaml").items:
        assert (item.category == "planted") == (item.patch is not None), item.id
        if item.patch:
            assert any(key in item.patch["text"].lower() for key in item.must_not), item.id


def test_the_second_readers_labels_are_no_set():
    assert SECOND not in {path.name for path in shipped()}
    assert len(shipped()) == 5


def test_every_field_of_an_item_is_described():
    described = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"| `{field.name}` |" in described for field in fields(Item))


def test_every_code_of_a_refusal_is_listed():
    described = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"`{code}`" in described for code in CODES)
