"""A run as Markdown: gates, the tables of figures, and what went wrong. The README's table is made from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eval.cases import questions
from eval.scoring import METRICS, QUESTIONS
from eval.summary import ABOUT, COUNTED, PARAPHRASES, called

if TYPE_CHECKING:
    from eval.results import Results
    from eval.scored import Scored
    from eval.statistics import Estimate

BESIDE = ("faithful", "right", "balanced", "hit1", "evidence_f1", "keys", "quoted_share")
MARKS, ESCAPED = re.compile(r"[\\`*_|<>\[\]]"), r"\\\g<0>"
PASSED = {True: "passed", False: "**failed**", None: "not asked"}


def markdown(results: Results, *, full: bool = True) -> list[str]:
    """The report's lines; without `full`, only what is printed after a run."""
    parts = [_head(results), _gates(results), beside_baselines(results, main_group(results)), _newsroom(results)]
    parts.append(list(results.opinion))
    if full:
        parts += [_all_figures(results), _categories(results), _wrong(results)]
    return [line for part in parts if part for line in (*part, "")][:-1]


def main_group(results: Results) -> str:
    """The items that count: the test split where it was asked, else all."""
    return "test" if "test" in results.figures else "all"


def _head(results: Results) -> list[str]:
    lines = [f"{results.answerer}; sets: {results.sets}; {questions(results.asked)}"]
    if results.skipped:
        lines[0] += f", {results.skipped} more need a model"
    lines += results.doubts
    if tokens := results.cost["input_tokens"] + results.cost["output_tokens"]:
        lines.append(
            f"{tokens:,.0f} tokens: {results.cost['input_tokens']:,.0f} in, {results.cost['output_tokens']:,.0f} out."
        )
    return lines + list(results.notes)


def _gates(results: Results) -> list[str]:
    rows = [
        f"| {_escaped(verdict.gate.why)} | {PASSED[verdict.passed]} | {called(verdict.gate.metric)} "
        f"| {verdict.gate.group} | {verdict.gate.bound} | {verdict.estimate or '–'} |"
        for verdict in results.gates
    ]
    return ["| gate | | figure | items | bound | measured |", "|---|---|---|---|---|---|", *rows]


def beside_baselines(results: Results, group: str) -> list[str]:
    """Faithfulness beside usefulness, and both beside the trivial assistants."""
    rows = {f"**{results.product}**": results.figures.get(group, {})}
    rows |= {name: held.get(group, {}) for name, held in results.baselines.items()}
    head = " | ".join(called(name) for name in BESIDE)
    return [
        f"| {group} items | {head} |",
        "|---" * (len(BESIDE) + 1) + "|",
        *(f"| {name} | {' | '.join(_cell(found.get(key)) for key in BESIDE)} |" for name, found in rows.items()),
    ]


def _cell(estimate: Estimate | None) -> str:
    return f"{estimate.value:.2f} ({estimate.interval})" if estimate else "–"


def _newsroom(results: Results) -> list[str]:
    group = main_group(results)
    found = results.figures[group]
    lines = [f"| what newsrooms ask, {group} items | measured as | |", "|---|---|---|"]
    for question, words in QUESTIONS.items():
        for name, metric in METRICS.items():
            if metric.asks == question and name in found:
                lines.append(f"| {question}: {words} | {metric.about} | {found[name]} |")
    return [*lines, "", COUNTED]


def _all_figures(results: Results) -> list[str]:
    lines: list[str] = []
    for group, found in results.figures.items():
        lines += [
            f"| {group} | |",
            "|---|---|",
            *(f"| {ABOUT[name]} | {found[name]} |" for name in ABOUT if name in found),
            "",
        ]
    bm25 = results.baselines.get("BM25’s best sentence", {}).get(PARAPHRASES, {}).get("hit1")
    ours = results.figures.get(PARAPHRASES, {}).get("hit1")
    return (
        [*lines, f"Evidence first on paraphrases: {ours}; BM25’s best sentence: {bm25}."]
        if ours and bm25
        else lines[:-1]
    )


def _categories(results: Results) -> list[str]:
    rows = [f"| {name} | {estimate} |" for name, estimate in results.categories.items()]
    return ["| category | right |", "|---|---|", *rows]


def _wrong(results: Results) -> list[str]:
    """What went wrong of the dev items; test items are counted, and nobody's to tune on."""
    wrong = results.wrong
    dev = [(row, why) for row, why in wrong if row.case.item.split == "dev"]
    lines = [
        f"* {row.case.id} ({row.case.item.category}) {_question(row)}: {_escaped('; '.join(why))}" for row, why in dev
    ]
    head = f"{len(wrong)} of {questions(results.answers)} went wrong, {len(dev)} of them of dev items"
    return [f"{head}:" if dev else f"{head}.", "", *lines]


def _escaped(text: str) -> str:
    """A text in one line, which ends no cell and opens no element."""
    return " ".join(re.sub(r"[|<]", ESCAPED, text).split())


def _question(row: Scored) -> str:
    """Earlier questions before the question, with nothing that Markdown or HTML would take for its own."""
    text = " … ".join([*row.case.item.history, row.case.question])
    return f"“{MARKS.sub(ESCAPED, text)}”"
