"""A run as one HTML file that opens from disk: gates, figures, plots, and every item with its quotes lit in the piece.

Nothing is loaded from elsewhere. The page holds the text of the pieces that were asked; `rows.jsonl` does not.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval import plots
from eval.cases import questions
from eval.compare import several
from eval.gates import exit_code, headline
from eval.items import items
from eval.junit import junit
from eval.markdown import BESIDE, main_group, markdown
from eval.records import put
from eval.results import save
from eval.scoring import METRICS, QUESTIONS
from eval.summary import ABOUT, COUNTED, called, curve, judged, reliability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eval.compare import Paired
    from eval.gates import Verdict
    from eval.results import Results
    from eval.statistics import Estimate
    from eval.summary import Figures

Changed = tuple["Sequence[str]", "Sequence[str]"]  # what only B, and what only A, has right
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def report(results: Results) -> str:
    """The page of one run."""
    parts = [
        _header(results),
        _banner(results),
        _gates(results.gates),
        _beside(results),
        _newsroom(results.figures[main_group(results)], main_group(results)),
        _opinion(results.opinion),
        _plots(results),
        _all_figures(results),
        _items(results),
    ]
    return _page("Faithfulness of the answers", "".join(parts), items(results))


def write(results: Results, folder: Path) -> None:
    """Every form of the report into the run's folder."""
    save(results, folder)
    for name, written in FORMS.items():
        put(folder / name, written(results))


FORMS: dict[str, Callable[[Results], str]] = {
    "report.html": report,
    "report.md": lambda results: "\n".join(markdown(results)) + "\n",
    "junit.xml": junit,
}


def comparison(
    names: tuple[str, str],
    found: Sequence[Paired],
    changed: Changed,
    variants: Changed = ((), ()),
    dropped: Sequence[str] = (),
) -> str:
    """The page that holds two runs against each other."""
    rows = "".join(map(_paired, found))
    head = "<tr><th>figure<th class=n>A<th class=n>B<th class=n>B − A<th class=n>p<th></tr>"
    body = (
        f"<h1>Two runs compared</h1><p class=meta>A: {escape(names[0])} · B: {escape(names[1])}</p>"
        "<p>On the items that both have: exact McNemar for right and wrong, a paired bootstrap for the rest, "
        f"clustered by item where variants count. A dot is filled where a difference was seen. {several(found)}</p>"
        f"{''.join(f'<p>{escape(line)}</p>' for line in dropped)}"
        f"<figure class=card style='margin:0'>{plots.comparison(found)}</figure>"
        f"<h2>Figures</h2><div class=scroll><table>{head}{rows}</table></div>"
        f"<h2>Items that changed</h2>{_ids('', changed)}{_ids('Of variants: ', variants)}"
    )
    return _page("Two runs compared", body, None)


def _ids(what: str, changed: Changed) -> str:
    """The ids that only B, and that only A, has right."""
    return "".join(
        f"<p><b>{what}Only {run} is right ({len(ids)}):</b> {escape(', '.join(ids) or 'none')}</p>"
        for run, ids in zip("BA", changed, strict=True)
    )


def _paired(pair: Paired) -> str:
    result = pair.result
    return (
        f"<tr><td>{escape(called(pair.metric))}<br><span class=about>{escape(ABOUT[pair.metric])}</span></td>"
        f"<td class=n>{pair.first:.3f}</td><td class=n>{pair.second:.3f}</td><td class=n>{result.difference:+.3f}<br>"
        f"<span class=interval>{result.low:+.2f} to {result.high:+.2f}</span></td><td class=n>{escape(pair.p)}<br>"
        f"<span class=about>{result.test}{pair.discordant}</span></td><td>{escape(pair.verdict)}</td></tr>"
    )


def _page(title: str, body: str, data: dict[str, Any] | None) -> str:
    style, script = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    tail = f'<script type="application/json" id="data">{_inert(data)}</script><script>{script}</script>' if data else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head><body><main>{body}</main>{tail}</body></html>\n"
    )


def _inert(data: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _header(results: Results) -> str:
    header = results.header
    reader = f" · reader {header['reader']}" if header["model"] else ""
    lines = [
        *_pieces(results),
        f"sets: {results.sets}{' · only ' + header['split'] if header['split'] else ''} · {questions(results.asked)}"
        + (f", {results.skipped} more need a model" if results.skipped else ""),
        f"{results.answerer}{reader} · version {header['version']}",
        f"{results.cost['seconds']:.0f} s · code {header['code'][:12]} · seed {header['seed']}",
    ]
    if tokens := results.cost["input_tokens"] + results.cost["output_tokens"]:
        lines.append(f"{tokens:,.0f} tokens, {results.cost['output_tokens']:,.0f} of them written")
    if results.failures:
        lines.append(f"{questions(len(results.failures))} got no answer from the provider; they count nowhere")
    if not results.complete:
        lines.append(f"not complete: {len(results.rows)} of {results.asked} were asked")
    shown = "".join(f"<div>{escape(line)}</div>" for line in [*lines, *results.notes])
    return f"<header><h1>Faithfulness of the answers</h1><div class=meta>{shown}</div></header>"


def _pieces(results: Results) -> list[str]:
    """Each piece as it is known, with its SHA-256; planted copies are no pieces of their own."""
    found = {row.case.set: row.case.piece for row in results.rows if row.case.item.patch is None}
    return [
        f"{' · '.join(filter(None, (piece.title or name, piece.author, piece.date)))} · SHA-256 {piece.sha256[:12]}"
        for name, piece in found.items()
    ]


def _banner(results: Results) -> str:
    """What the exit code says, in words, and how many questions went wrong."""
    kind = "banner failed" if exit_code(results.gates, results.doubts) else "banner"
    doubts = f" {' '.join(results.doubts)}" if results.doubts else ""
    wrong = len(results.wrong)
    told = f"{wrong} of {questions(results.answers)} went wrong."
    button = " <button data-verdict=wrong>Show them</button>" if wrong else ""
    return f"<div class='{kind}'><b>{escape(headline(results.gates))}</b>{escape(doubts)}<br>{told}{button}</div>"


def _gates(gates: Sequence[Verdict]) -> str:
    marks = {True: "<b class=good>✓</b>", False: "<b class=bad>✗ failed</b>", None: "<span class=soft>not asked</span>"}
    rows = "".join(
        f"<tr><td>{marks[verdict.passed]}</td><td>{escape(verdict.gate.why)}</td>"
        f"<td class=figure>{escape(called(verdict.gate.metric))} "
        f"<span class=interval>of {verdict.gate.group} items</span></td>"
        f"<td class=n>{verdict.gate.bound}</td><td class=n>{_value(verdict.estimate)}</td></tr>"
        for verdict in gates
    )
    head = "<tr><th><th>gate<th class=figure>figure<th class=n>bound<th class=n>measured</tr>"
    return f"<h2>Gates</h2><div class=scroll><table>{head}{rows}</table></div>"


def _beside(results: Results) -> str:
    names = [group for group in ("test", "dev", "all", "paraphrases") if group in results.figures]
    head = "".join(f"<th class=n title='{escape(ABOUT[key])}'>{escape(called(key))}" for key in BESIDE)
    meanings = "".join(f"<dt>{escape(called(key))}<dd>{escape(ABOUT[key])}" for key in BESIDE)
    tables: list[str] = []
    for group in names:
        rows = [(results.product, results.figures[group], "ours")]
        rows += [(name, held.get(group, {}), "") for name, held in results.baselines.items()]
        body = "".join(_beside_row(*row) for row in rows)
        tables.append(f"<table data-group-of=beside data-group={group}><tr><th>{group} items{head}</tr>{body}</table>")
    return (
        "<h2>Faithful, and of any use?</h2><p>An assistant that always refuses, or quotes everything, is faithful too. "
        "So each figure stands beside those of four trivial assistants on the same items.</p>"
        f"{_choice('beside', names)}<div class=scroll>{''.join(tables)}</div>"
        f"<details class=all><summary>What these columns mean</summary><dl>{meanings}</dl></details>"
    )


def _beside_row(name: str, found: Figures, kind: str) -> str:
    cells = "".join(f"<td class=n>{_short(found.get(key))}</td>" for key in BESIDE)
    return f"<tr class='{kind}'><td>{escape(name)}</td>{cells}</tr>"


def _choice(name: str, groups: Iterable[str]) -> str:
    options = "".join(f"<option>{escape(group)}</option>" for group in groups)
    return f"<p><select aria-label='items' data-groups={name}>{options}</select></p>"


def _newsroom(found: Figures, group: str) -> str:
    cards: list[str] = []
    for question, words in QUESTIONS.items():
        figures = "".join(
            f"<li><span class=value>{found[name].value:.2f}</span>{escape(metric.about)} "
            f"<span class=interval>{_count(found[name])}</span>{_bar(found[name])}</li>"
            for name, metric in METRICS.items()
            if metric.asks == question and name in found
        )
        listed = (
            f"<ul class=figures>{figures}</ul>" if figures else "<p class=soft>None of these items asks for it.</p>"
        )
        cards.append(
            f"<div class=card><h3>{escape(question.capitalize())}</h3><div class=soft>{escape(words)}</div>"
            f"{listed}</div>"
        )
    return (
        f"<h2>What newsrooms ask of AI answers</h2><p class=soft>Measured on {group} items; "
        f"the bar is the 95 % interval. {COUNTED}</p><div class=columns>{''.join(cards)}</div>"
    )


def _plots(results: Results) -> str:
    which = _which(results)
    told = f"Share of right items by category, with Wilson intervals; {which}"
    figures = [_figure(plots.categories(results.categories), told)]
    if items := judged(results.rows):
        found = results.figures["all"]
        risk = f"Risk–coverage: only the surest of {len(items)} items answered; area {found['aurc']}; {which}"
        told = f"Calibration of the refusal score; mean distance {found['calibration_error']}; {which}"
        figures += [_figure(plots.risk_coverage(curve(items)), risk)]
        figures += [_figure(plots.calibration(reliability(items)), told)]
    return f"<h2>By category, and by how sure it is</h2><div class=plots>{''.join(figures)}</div>"


def _which(results: Results) -> str:
    """The items of a plot: those of all splits that were asked."""
    splits = sorted({row.case.item.split for row in results.rows})
    return f"{' and '.join(splits)} items{' together' if len(splits) > 1 else ''}"


def _opinion(lines: Sequence[str]) -> str:
    """The judge's tables, from their Markdown lines."""
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        if len(row) > 1
        else f"<tr><th>{escape(row[0])}</tr>"
        for row in rows
    )
    return f"<h2>Second opinion</h2><div class=scroll><table>{body}</table></div>" if rows else ""


def _figure(plot: str, caption: str) -> str:
    return f"<figure class=card>{plot}<figcaption>{escape(caption)}</figcaption></figure>"


def _all_figures(results: Results) -> str:
    tables = "".join(
        f"<table data-group-of=figures data-group='{escape(group)}'>"
        + "".join(
            f"<tr><td>{escape(ABOUT[name])}</td><td class=n>{_value(found[name])}</td></tr>"
            for name in ABOUT
            if name in found
        )
        + "</table>"
        for group, found in results.figures.items()
    )
    return (
        "<h2>All figures</h2><details class=all><summary>Every figure of every group of items</summary>"
        f"{_choice('figures', results.figures)}<div class=scroll>{tables}</div></details>"
    )


def _items(results: Results) -> str:
    fields = {
        "set": sorted({row.case.set for row in results.rows}),
        "split": sorted({row.case.item.split for row in results.rows}),
        "category": list(dict.fromkeys(row.case.item.category for row in results.rows)),
        "variant": sorted({row.case.variant for row in results.rows if row.case.variant}),
        "verdict": ["wrong", "right", *(["no answer"] if results.failures else [])],
    }
    selects = "".join(
        f"<select name={name} aria-label={name}><option value=''>every {name}</option>"
        + "".join(f"<option>{escape(value)}</option>" for value in values)
        + "</select>"
        for name, values in fields.items()
    )
    return (
        "<h2>Every question</h2><div class=filters>"
        f"{selects}<input type=search name=words placeholder='words of a question' aria-label='words'></div>"
        "<p class=meta id=count></p><div id=items></div>"
    )


def _short(estimate: Estimate | None) -> str:
    if estimate is None:
        return "<span class=soft>–</span>"
    return f"{estimate.value:.2f}<br><span class=interval>{estimate.interval}</span>"


def _count(estimate: Estimate) -> str:
    return f"{estimate.hits} of {estimate.count}" if estimate.hits is not None else f"{estimate.count} items"


def _value(estimate: Estimate | None) -> str:
    if estimate is None:
        return "–"
    return f"{estimate.value:.3f} <span class=interval>{_count(estimate)} · {estimate.interval}</span>"


def _bar(estimate: Estimate) -> str:
    """A figure and its interval on a line from 0 to 1."""
    width = 100 * (estimate.high - estimate.low)
    return (
        f"<span class=bar><i style='left:{100 * estimate.low:.1f}%;width:{width:.1f}%'></i>"
        f"<b style='left:calc({100 * estimate.value:.1f}% - 2px)'></b></span>"
    )
