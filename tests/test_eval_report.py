import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from eval_runs import PIECE, ROWS, Changed, misquoting, results_of

from eval.compare import Paired, changed, compare
from eval.report import comparison, report, write
from eval.results import Results
from eval.statistics import Comparison

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return results_of(tmp_path_factory.mktemp("report") / "run", lambda piece: Changed(piece, misquoting))


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    return page


def data_of(html: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_page_loads_nothing_and_says_so(results: Results):
    page = parsed(report(results))
    assert not any(tag in {"link", "img", "iframe"} or "src" in attrs or "href" in attrs for tag, attrs in page.tags)
    policy = next(attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "url(" not in report(results)


def test_the_banner_says_what_the_exit_code_says(tmp_path: Path):
    whole = results_of(tmp_path / "run")
    cut = replace(whole, rows=whole.rows[:3])
    assert "<div class='banner'>" in report(whole)
    assert "<div class='banner failed'>" in report(cut)
    assert "Not complete: 3 of 9 questions were asked." in report(cut)


def test_the_head_names_the_pieces_and_the_banner_how_much_went_wrong(results: Results, tmp_path: Path):
    right, wrong = report(results_of(tmp_path / "run")), report(results)
    assert f"A Bridge · SHA-256 {PIECE.sha256[:12]}" in right
    assert right.count("SHA-256") == 1, "a planted copy is no piece of its own"
    assert "0 of 9 questions went wrong.</div>" in right
    assert re.search(r"[1-9] of 9 questions went wrong\. <button data-verdict=wrong>", wrong)


def test_what_no_item_asks_for_is_said_to_be_so(tmp_path: Path):
    items = [item for item in ROWS.split("\n- ") if "speaker" not in item]
    silent = results_of(tmp_path / "silent", rows="\n- ".join(items) + "\n")
    assert report(silent).count("None of these items asks for it.") == 1
    asked = ROWS.replace("{id: b-3, split: dev", "{id: b-3, split: test")
    assert "None of these items asks for it." not in report(results_of(tmp_path / "asked", rows=asked))


def test_it_shows_gates_figures_plots_and_every_question(results: Results):
    html = report(results)
    for part in ("gates failed", "BM25’s best sentence", "What newsrooms ask", "<svg", "quotes that are exact slices"):
        assert part in html
    assert len(data_of(html)["items"]) == 9


def test_a_hostile_question_stays_text(tmp_path: Path):
    rows = f'- {{id: b-1, split: dev, category: single, question: "{HOSTILE}", refusal: outside_the_text}}\n'
    html = report(results_of(tmp_path / "run", rows=rows))
    assert HOSTILE not in html
    assert data_of(html)["items"][0]["question"] == HOSTILE
    assert [tag for tag, _ in parsed(html).tags].count("script") == 2


def test_every_form_of_the_report_is_written(results: Results, tmp_path: Path):
    write(results, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"report.html", "report.md", "junit.xml", "results.json", "scores.jsonl"}


def test_two_runs_have_a_page_of_their_own(results: Results, tmp_path: Path):
    right = results_of(tmp_path / "run")
    html = comparison(("a<b", "right"), compare(results, right), changed(results, right))
    assert "a&lt;b" in html
    assert "Only B is right" in html
    assert "no difference seen" in html
    assert "<svg" in html


def test_the_judges_tables_stand_in_the_report(results: Results):
    from dataclasses import replace

    opinion = ("| second opinion | |", "|---|---|", "| statements that the judge calls supported | 0.900 |")
    assert "statements that the judge calls supported" in report(replace(results, opinion=opinion))
    assert "Second opinion" not in report(results)


def test_what_a_provider_did_not_answer_can_be_chosen_where_there_is_such(tmp_path: Path):
    right = results_of(tmp_path / "run")
    lost = replace(right, rows=(replace(right.rows[0], shown=None, error="down"), *right.rows[1:]))
    assert "<option>no answer" in report(lost)
    assert "<option>no answer" not in report(right)


def test_long_words_of_a_comparison_wrap_and_no_p_is_nothing(results: Results, tmp_path: Path):
    right = results_of(tmp_path / "run")
    pair = Paired("right", 0.5, 0.8, Comparison(0.3, 0.1, 0.5, 0.00001, 40, "McNemar, exact"))
    html = comparison(("a", "b"), [pair], changed(results, right), dropped=["2 items in one run only"])
    assert "<span class=about>right items" in html
    assert "<span class=about>McNemar" in html
    assert re.search(r"\.about \{[^}]*white-space: normal", html)
    assert "&lt; 0.001" in html
    assert "2 items in one run only" in html


@pytest.mark.parametrize(("split", "told"), [(None, "dev and test items together"), ("dev", "dev items")])
def test_a_plot_says_whose_items_it_shows(tmp_path: Path, split: str | None, told: str):
    options = {"split": split} if split else {}
    assert f"with Wilson intervals; {told}</figcaption>" in report(results_of(tmp_path / "run", **options))
