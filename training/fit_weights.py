r"""Fits `assistant/weights.json`: how scores are summed, when to refuse and why, how many sentences to quote.

    python -m training.fit_weights --squad FOLDER --set sample=index/sample.md --out assistant/weights.json

It reads the dev pieces, which the embedded reader was not trained on, and of an eval set only its dev items. Of the
SQuAD-like passages one half (by passage) is fitted on and the other half is left for measuring; SQuAD-like questions
asked of the pieces stand for questions from another subject. Prints what the weights do on pieces left out in turn.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.decision import (
    FEATURES,
    LISTED,
    Linear,
    Ranking,
    Weights,
    quoted,
    rank,
    softmax,
    stored,
    thread_features,
)
from assistant.question import SETTLED
from eval.reader import answers, asked_of_squad, in_memory, json_lines, portion
from eval.sets import FOLDER, check_against, load_set
from eval.texts import patched
from index.loading import load
from training.pieces import FOLDER as PIECES
from training.pieces import names as names_of
from training.pieces import read_items, read_piece
from training.spread import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from assistant.engine import Engine
    from assistant.evidence import Evidence

    Features = Callable[[Evidence], NDArray[np.float64]]

OUTSIDE_PER_PIECE = 8
FALSE_REFUSALS = 0.06  # at most 8 % are allowed; pieces differ
FALSE_REFUSALS_IN_THREADS = 0.08
FOLLOWUPS = Path(__file__).with_name("followups.jsonl")
SQUAD_WEIGHT = 1.5
PENALTY, STEPS = 0.002, 300
OUT_OF_RANKING = {"summary"}
# Why an unanswerable question of a kind is to be refused; "" where it is about the piece and presumes nothing.
REASONS = {
    "near-miss": "",
    "after-publication": "",
    "false-premise": "presumed",
    "outside": "outside",
    "stranger": "outside",
}


@dataclass(frozen=True)
class Row:
    """One question with its evidence: `kind` as labelled, `group` what must stay together in cross-validation."""

    group: str
    kind: str
    gold: list[list[int]]
    evidence: Evidence

    @property
    def right(self) -> list[int]:
        """Rows of the sentences that are right to quote."""
        return sorted({number for alternatives in self.gold for number in alternatives})


def piece_rows(folder: Path, names: list[str], strangers: list[str], part: int, parts: int) -> list[Row]:
    """Every labelled question of the pieces, and questions from elsewhere asked of them."""
    rows = []
    for name in portion(names, part, parts):
        engine = in_memory(read_piece(folder / f"{name}.txt"))
        for item in read_items(folder / f"{name}.jsonl"):
            question = engine.question(item.question, item.history)
            rows.append(Row(name, item.kind, item.gold, engine.reader.scorer.evidence(question)))
        chosen = random.Random(name).sample(strangers, OUTSIDE_PER_PIECE)  # noqa: S311  (a sample, no secret)
        rows += [Row(name, "stranger", [], evidence(engine, question)) for question in chosen]
    return rows


def followup_rows(folder: Path, part: int, parts: int) -> list[Row]:
    """Follow-ups in threads about dev pieces, half of which the piece does not answer."""
    asked = [json.loads(line) for line in FOLLOWUPS.read_text(encoding="utf-8").splitlines()]
    rows = []
    for name in portion(sorted({row["piece"] for row in asked}), part, parts):
        engine = in_memory(read_piece(folder / f"{name}.txt"))
        for row in (row for row in asked if row["piece"] == name):
            question = engine.question(row["q"], row["history"])
            rows.append(Row(name, "in a thread", row["gold"], engine.reader.scorer.evidence(question)))
    return rows


def evidence(engine: Engine, question: str) -> Evidence:
    """What `ask` would gather."""
    return engine.reader.scorer.evidence(engine.question(question))


def set_rows(sets: list[str], strangers: list[str]) -> Iterator[Row]:
    """The dev items of eval sets, each given as NAME=PIECE; what no evidence is gathered for is left out."""
    for name, _, path in (given.partition("=") for given in sets):
        piece = load(path)
        evaluated = load_set(FOLDER / f"{name}.yaml")
        check_against(evaluated, piece)
        engine = in_memory(piece)
        for given_item in evaluated.items:
            if given_item.split != "dev":
                continue
            item, asked_of = patched(given_item, piece)
            reading = engine if asked_of is piece else in_memory(asked_of)
            question = reading.question(item.question, item.history)
            if not item.metadata and question.kind not in SETTLED and not question.vague:
                gold = [sorted(item.right)] if item.evidence else []
                yield Row(f"set {name}", item.category, gold, reading.reader.scorer.evidence(question))
        for question in random.Random(1).sample(strangers, OUTSIDE_PER_PIECE):  # noqa: S311  (a sample, not a secret)
            yield Row(f"set {name}", "stranger", [], evidence(engine, question))


def squad_rows(folder: Path, half: int, part: int, parts: int) -> list[Row]:
    """The answerable questions about every second passage of the SQuAD-like dev set."""
    rows = []
    for _, engine, question in asked_of_squad(folder, {half}, part, parts):
        if question["answerable"]:
            gold = [sentence.number for sentence in engine.piece.sentences if answers(sentence, question)]
            rows.append(Row(question["passage"], "squad", [gold], evidence(engine, question["question"])))
    return rows


def fit_ranking(rows: list[Row], threads: list[Row]) -> Ranking:
    """How sentences are ranked, for a question by itself and for a follow-up."""
    sentence = fit_sentence(rows)
    return Ranking(sentence, fit_thread(answered_threads([*rows, *threads]), sentence))


def fit_sentence(rows: list[Row]) -> Linear:
    """The ranking by what is read of each sentence."""
    squad = sum(row.kind == "squad" for row in rows)
    share = SQUAD_WEIGHT * (len(rows) - squad) / max(1, squad)
    importance = np.array([share if row.kind == "squad" else 1.0 for row in rows])
    return fit_softmax([row.evidence.sentence_features for row in rows], rows, importance, len(FEATURES["sentence"]))


def fit_thread(rows: list[Row], sentence: Linear) -> Linear:
    """The ranking for follow-ups, by what that of the sentences makes of their readings."""
    features = [thread_features(row.evidence, sentence) for row in rows]
    return fit_softmax(features, rows, np.ones(len(rows)), len(FEATURES["thread"]))


def fit_softmax(
    features: list[NDArray[np.float64]], rows: list[Row], importance: NDArray[np.float64], size: int
) -> Linear:
    """Softmax over each question's sentences, maximising the probability of the right ones (Adam)."""
    weights = np.zeros(size)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = -PENALTY * weights
        for row, matrix, weight in zip(rows, features, importance / importance.sum(), strict=True):
            slope += weight * _slope(matrix, matrix @ weights, row.right)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights += 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return Linear(weights)


def _slope(matrix: NDArray[np.float64], logits: NDArray[np.float64], right: list[int]) -> NDArray[np.float64]:
    shares = softmax(logits)
    wanted = np.zeros_like(shares)
    wanted[right] = shares[right] / max(shares[right].sum(), 1e-9)
    return matrix.T @ (wanted - shares)


def fit_answerable(rows: list[Row], features: Features) -> Linear:
    """Logistic regression of answerable on these features of each question."""
    return logistic(matrix_of(rows, features), np.array([bool(row.gold) for row in rows]), balanced=True)


def parted(rows: list[Row], folds: int) -> Iterator[set[str]]:
    """The groups of the rows that are left out in turn."""
    groups = sorted({row.group for row in rows})
    return (set(groups[fold::folds]) for fold in range(folds))


def fit_threads(rows: list[Row], sentence: Linear, limit: float, folds: int) -> tuple[Ranking, Linear]:
    """The follow-ups' ranking and what judges them, so that `limit` refuses a fixed share of what is answered.

    Prints figures on pieces left out in turn.
    """
    rows = [row for row in rows if row.evidence.thread]
    chances, right, hits = list[float](), list[bool](), list[float]()
    for held in parted(rows, folds):
        train, test = [r for r in rows if r.group not in held], [r for r in rows if r.group in held]
        ranking = Ranking(sentence, fit_thread(answered_threads(train), sentence))
        features = ranking.followup_features
        chances += fit_answerable(train, features).chances(matrix_of(test, features)).tolist()
        right += [bool(row.gold) for row in test]
        hits += [hit_rate([row], ranking) for row in answered_threads(test)]
    least = float(np.quantile([p for p, told in zip(chances, right, strict=True) if told], FALSE_REFUSALS_IN_THREADS))
    refused = np.array(chances) < least
    print(
        f"follow-ups left out ({sum(right)} answered, {len(right) - sum(right)} not): hit@1 {np.mean(hits):.3f}, "
        f"refused wrongly {refused[np.array(right)].mean():.3f}, rightly {refused[~np.array(right)].mean():.3f}"
    )
    ranking = Ranking(sentence, fit_thread(answered_threads(rows), sentence))
    fitted = fit_answerable(rows, ranking.followup_features)
    bias = fitted.bias + np.log(limit / (1 - limit)) - np.log(least / (1 - least))
    return ranking, replace(fitted, bias=float(bias))


def answered_threads(rows: list[Row]) -> list[Row]:
    """Follow-ups that have an answer."""
    return [row for row in rankable(rows) if row.evidence.thread]


def fit_reasons(rows: list[Row], ranking: Ranking) -> Iterator[Linear]:
    """Whether an unanswerable question is not about the piece, and whether one that is presumes what is not so."""
    held = [row for row in rows if not row.gold and row.kind in REASONS]
    for reason in ("outside", "presumed"):
        right = np.array([REASONS[row.kind] == reason for row in held])
        yield logistic(matrix_of(held, ranking.question_features), right, balanced=False)
        held = [row for row, told in zip(held, right, strict=True) if not told]


def reasons(rows: list[Row], ranking: Ranking, fitted: Iterable[Linear]) -> list[str]:
    """Why nothing answers each row, if nothing does, by two fitted regressions."""
    matrix = matrix_of(rows, ranking.question_features)
    outside, presumed = (model.logits(matrix) > 0 for model in fitted)
    return ["outside" if far else "presumed" if false else "" for far, false in zip(outside, presumed, strict=True)]


def logistic(matrix: NDArray[np.float64], right: NDArray[np.bool_], *, balanced: bool) -> Linear:
    """Logistic regression (Newton's method, ridge); `balanced` counts both outcomes alike."""
    share = right.mean()
    importance = np.where(right, 0.5 / share, 0.5 / (1 - share)) if balanced else np.ones(len(right))
    center, scale = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    design = np.hstack([(matrix - center) / scale, np.ones((len(matrix), 1))])
    ridge = 0.01 * len(matrix) * np.diag([1.0] * matrix.shape[1] + [0.0])
    beta = np.zeros(design.shape[1])
    for _ in range(25):
        chance = Linear(beta).chances(design)
        slope = design.T @ (importance * (chance - right)) + ridge @ beta
        curve = (design * (importance * chance * (1 - chance))[:, None]).T @ design + ridge
        beta -= np.linalg.solve(curve, slope)
    weights = beta[:-1] / scale
    return Linear(weights, float(beta[-1] - center @ weights))


def matrix_of(rows: list[Row], features: Features) -> NDArray[np.float64]:
    """One row of features for each question."""
    return np.stack([features(row.evidence) for row in rows])


def hit_rate(rows: list[Row], ranking: Ranking, k: int = 1) -> float:
    """Share of the answerable questions with a right sentence among the first `k`."""
    ranked = [np.argsort(-ranking.logits(row.evidence))[:k] for row in rows]
    return float(np.mean([bool(set(top.tolist()) & set(row.right)) for row, top in zip(rows, ranked, strict=True)]))


def fit_further(rows: list[Row], ranking: Ranking) -> Linear:
    """Logistic regression of "right to quote too" on the sentences ranked after the best one."""
    features, right = [], []
    for row in rows:
        shares = softmax(ranking.logits(row.evidence))
        order = np.argsort(-shares)[1:LISTED]
        features.append(row.evidence.further_features(shares)[order])
        right += [int(number) in row.right for number in row.evidence.numbers[order]]
    return logistic(np.vstack(features), np.array(right), balanced=False)


def include_above(rows: list[Row], model: Weights) -> tuple[float, float]:
    """The probability from which a further sentence is quoted, and the mean evidence F1 that it gives.

    Of those whose mean lies within a standard error of the best it is the smallest: of equals the one that leaves less
    of an answer out.
    """
    limits = [round(float(limit), 2) for limit in np.arange(0.1, 0.91, 0.05)]
    scored = {limit: np.array([_f1(row, replace(model, include_above=limit)) for row in rows]) for limit in limits}
    best = max(scored.values(), key=np.mean)
    enough = best.mean() - best.std() / len(best) ** 0.5
    chosen = next(limit for limit in limits if scored[limit].mean() >= enough)
    return chosen, float(scored[chosen].mean())


def _f1(row: Row, model: Weights) -> float:
    chosen = quoted(row.evidence, rank(row.evidence, model), model)
    return evidence_f1({int(row.evidence.numbers[n]) for n in chosen}, row.gold)


def evidence_f1(shown: set[int], gold: list[list[int]]) -> float:
    """Precision: shown sentences that are right; recall: groups of alternatives of which one is shown."""
    right = {number for group in gold for number in group}
    met = sum(bool(set(group) & shown) for group in gold) / len(gold)
    precision = len(shown & right) / len(shown) if shown else 0.0
    return 2 * precision * met / (precision + met) if precision + met else 0.0


def dev_ids(sets: list[str]) -> list[str]:
    """The ids of the eval items that were read, for the test that none of them is a test item."""
    read = [load_set(FOLDER / f"{given.partition('=')[0]}.yaml") for given in sets]
    return [item.id for evaluated in read for item in evaluated.items if item.split == "dev"]


def rankable(rows: list[Row]) -> list[Row]:
    """Rows that have one best sentence."""
    return [row for row in rows if row.gold and row.kind not in OUT_OF_RANKING]


def refusable(rows: list[Row]) -> list[Row]:
    """Rows that the refusal is decided for (summaries are never refused)."""
    return [row for row in rows if row.kind not in OUT_OF_RANKING and row.kind != "squad"]


def cross_validate(rows: list[Row], threads: list[Row], squad: list[Row], folds: int) -> float:
    """Print figures on pieces left out in turn; returns the probability below which to refuse."""
    hits: list[tuple[int, float, float]] = []
    judged: list[tuple[str, bool, float, bool]] = []
    for held in parted(rows, folds):
        train, test = [r for r in rows if r.group not in held], [r for r in rows if r.group in held]
        ranking = fit_ranking(rankable(train) + squad, [row for row in threads if row.group not in held])
        refusal = fit_answerable(refusable(train), ranking.question_features)
        ranked, asked = rankable(test), refusable(test)
        hits.append((len(ranked), hit_rate(ranked, ranking), hit_rate(ranked, ranking, 3)))
        chance = refusal.chances(matrix_of(asked, ranking.question_features))
        told = reasons(asked, ranking, fit_reasons(train, ranking))
        judged += [
            (row.kind, bool(row.gold), float(p), why == REASONS.get(row.kind))
            for row, p, why in zip(asked, chance, told, strict=True)
        ]
    count = sum(n for n, _, _ in hits)
    print(
        f"left-out pieces: {count} answerable, hit@1 {sum(n * h for n, h, _ in hits) / count:.3f}, "
        f"hit@3 {sum(n * h for n, _, h in hits) / count:.3f}"
    )
    limit = float(np.quantile([p for _, right, p, _ in judged if right], FALSE_REFUSALS))
    wrongly = np.mean([p < limit for _, right, p, _ in judged if right])
    print(f"  refused of answerable: {wrongly:.3f}, below {limit:.3f}")
    for kind in sorted({kind for kind, right, _, _ in judged if not right}):
        refused = [p < limit for k, right, p, _ in judged if k == kind and not right]
        known = [told for k, right, p, told in judged if k == kind and not right and p < limit]
        reason = f", for the right reason {np.mean(known):.3f}" if kind in REASONS else ""
        print(f"  refused of {kind}: {np.mean(refused):.3f} of {len(refused)}{reason}")
    return limit


def written(model: Linear, names: tuple[str, ...]) -> dict[str, float]:
    """A model as `weights.json` has it."""
    return dict(zip([*names, "bias"], [*model.weights.round(4).tolist(), round(model.bias, 4)], strict=True))


def read_options() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=Path, default=PIECES)
    parser.add_argument(
        "--squad", type=Path, required=True, help="folder with dev-* and train-* questions and passages"
    )
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=PIECE", help="eval sets whose dev items are used")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--only-followups", action="store_true", help="fit what judges follow-ups, and keep the rest")
    return parser.parse_args()


def fit_only_followups(options: argparse.Namespace, threads: list[Row]) -> dict[str, Any]:
    """The weights of the file that is there, with those for follow-ups fitted anew."""
    kept = json.loads(options.out.read_text(encoding="utf-8"))
    limit = kept["decision"]["refuse_below"]
    ranking, judge = fit_threads(threads, stored(kept, "sentence"), limit, options.folds)
    kept["thread"] = written(ranking.thread, FEATURES["thread"])
    kept["followup"] = written(judge, FEATURES["followup"])
    kept["made_from"]["follow_ups"] = len(threads)
    return kept


def fit_all(options: argparse.Namespace, threads: list[Row]) -> dict[str, Any]:
    """All weights, cross-validated, then fitted on everything."""
    names = names_of("dev", options.pieces)
    strangers = [row["question"] for row in json_lines(options.squad / "train-questions.jsonl.gz")[:5000]]
    rows = [*spread(partial(piece_rows, options.pieces, names, strangers)), *set_rows(options.set, strangers)]
    squad, held = (spread(partial(squad_rows, options.squad, half)) for half in (0, 1))
    limit = cross_validate(rows, threads, squad, options.folds)
    ranking, judge = fit_threads([*rows, *threads], fit_sentence(rankable(rows) + squad), limit, options.folds)
    outside, presumed = fit_reasons(rows, ranking)
    models = {
        "sentence": ranking.sentence,
        "thread": ranking.thread,
        "question": fit_answerable(refusable(rows), ranking.question_features),
        "followup": judge,
        "outside": outside,
        "presumed": presumed,
        "further": fit_further(rankable(rows), ranking),
    }
    fitted = Weights.of(models, refuse_below=limit, include_above=0.5)
    include, score = include_above(rankable(rows), fitted)
    print(f"evidence F1 {score:.3f}, further sentences from a probability of {include}")
    print(
        f"SQuAD-like: sentence accuracy@1 {hit_rate(squad, ranking):.3f} on the fitted half, "
        f"{hit_rate(held, ranking):.3f} on the other ({len(held)})"
    )
    data = {
        "made_from": {
            "pieces": names,
            "items": dev_ids(options.set),
            "dev_items_of": [given.partition("=")[0] for given in options.set],
            "questions": len(rows),
            "follow_ups": len(threads),
            "squad_like": len(squad),
        },
        **{
            model: written(getattr(fitted, model, None) or getattr(ranking, model), FEATURES[model])
            for model in FEATURES
        },
        "decision": {"refuse_below": round(limit, 4), "include_above": include},
    }
    print(json.dumps(data["decision"]))
    return data


def main() -> None:
    """Gather, fit, write."""
    options = read_options()
    threads = spread(partial(followup_rows, options.pieces))
    data = fit_only_followups(options, threads) if options.only_followups else fit_all(options, threads)
    options.out.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
