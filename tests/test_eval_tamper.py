import pytest

from eval.tamper import PIECES, asserted, gathered, half, pairs
from index.loading import SAMPLE


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pieces")
    for name in ("a04", "a08"):
        (folder / f"{name}.txt").write_text((PIECES / f"{name}.txt").read_text("utf-8"), "utf-8")
    return pairs("dev", folder)


def test_rows_are_made_of_the_half_that_is_asked_for(rows):
    assert {row.name for row in rows} == {"a04", "a08"}
    assert half("a04") == half("a08") == "dev"
    assert half("a02") == "test"


def test_every_row_cites_sentences_of_its_piece(rows):
    assert all(0 <= number < len(row.piece.sentences) for row in rows for number in row.cited)
    assert all(row.evidence and row.text.strip() for row in rows)


def test_there_are_true_and_false_rows_of_each_base(rows):
    assert {(row.base, row.true) for row in rows} == {
        (base, true) for base in ("quote", "sentence", "paraphrase") for true in (True, False)
    }


def test_no_false_row_is_what_its_evidence_says(rows):
    false = [row for row in rows if not row.true and row.kind not in WORDS_ARE_RIGHT]
    assert [row for row in false if row.text in row.evidence and row.kind not in PARTS] == []


# Rows whose words are the piece's own: what is wrong is who speaks, or what was left out.
WORDS_ARE_RIGHT = {"wrong speaker", "author’s words as a person’s", "words of another as the author’s", "cut"}
PARTS = {"condition dropped", "attribution dropped"}


def test_a_matcher_is_given_the_words_inside_the_frame(rows):
    framed = next(row for row in rows if row.kind == "verbatim")
    assert asserted(framed) in framed.evidence
    prose = next(row for row in rows if row.base == "paraphrase")
    assert asserted(prose) == prose.text


def test_the_rows_are_the_same_each_time(rows, tmp_path):
    assert list(gathered(tmp_path)) == ["sample"]
    assert gathered(tmp_path, str(SAMPLE))["editorial"].sha256 == gathered(tmp_path)["sample"].sha256
