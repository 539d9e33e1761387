"""The report's plots as SVG text: shares by category, risk–coverage, calibration, and two runs compared.

Colours are the page's (CSS classes), so that they follow light and dark.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from eval.summary import called

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.compare import Paired
    from eval.statistics import Bin, Estimate

ROW, LABEL, WIDE = 28, 132, 560
SIDE, EDGE, HEAD = 300, 42, 14  # HEAD holds the half of the largest dot


def categories(found: Mapping[str, Estimate]) -> str:
    """A dot with its interval for each category."""
    height = ROW * len(found) + 34
    scale = "".join(_mark(height, _x(at), f"{at:g}") for at in (0, 0.25, 0.5, 0.75, 1))
    rows = "".join(
        _whisker(n, name, _x(estimate.low), _x(estimate.value), _x(estimate.high))
        + f'<text class="tick" x="{WIDE - 52}" y="{ROW * n + 22}">{estimate.hits}/{estimate.count}</text>'
        for n, (name, estimate) in enumerate(found.items())
    )
    return _svg(WIDE, height, "Share of right items by category, with 95 % intervals", scale + rows)


def _x(share: float) -> float:
    return LABEL + share * (WIDE - LABEL - 70)


def _mark(height: int, x: float, label: str, kind: str = "grid") -> str:
    """A line from top to bottom with its label."""
    return (
        f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{height - 26}"/>'
        f'<text class="tick" x="{x:.1f}" y="{height - 9}" text-anchor="middle">{label}</text>'
    )


def _whisker(n: int, name: str, low: float, at: float, high: float, dot: str = "dot") -> str:
    """The n-th row: a name, and a dot with its interval."""
    y = ROW * n + 18
    return (
        f'<text class="name" x="{LABEL - 12}" y="{y + 4}" text-anchor="end">{escape(name)}</text>'
        f'<line class="range" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>'
        f'<circle class="{dot}" cx="{at:.1f}" cy="{y}" r="5"/>'
    )


def risk_coverage(points: Sequence[tuple[float, float]]) -> str:
    """Wrong answers among the surest items, from few to all."""
    path = " ".join(f"{'M' if n == 0 else 'L'}{_at(x):.1f} {_up(y):.1f}" for n, (x, y) in enumerate(points))
    body = _square("coverage: share of items answered", "risk: share wrong") + f'<path class="curve" d="{path}"/>'
    return _svg(SIDE + EDGE + 16, SIDE + EDGE + HEAD, "Risk by coverage", body)


def calibration(bins: Sequence[Bin]) -> str:
    """Observed share of answerable items by predicted probability; the area of a dot is the number of items."""
    most = max((bin_.count for bin_ in bins), default=1)
    dots = [
        f'<circle class="dot" cx="{_at(bin_.predicted):.1f}" cy="{_up(bin_.observed):.1f}" '
        f'r="{3 + 9 * (bin_.count / most) ** 0.5:.1f}"><title>{bin_.count} items: predicted {bin_.predicted:.2f}, '
        f"observed {bin_.observed:.2f}</title></circle>"
        for bin_ in bins
    ]
    diagonal = f'<line class="ideal" x1="{_at(0)}" y1="{_up(0)}" x2="{_at(1)}" y2="{_up(1)}"/>'
    body = _square("predicted probability of an answer", "share answerable") + diagonal + "".join(dots)
    return _svg(SIDE + EDGE + 16, SIDE + EDGE + HEAD, "Calibration of the refusal score", body)


def _at(share: float) -> float:
    return EDGE + share * SIDE


def _up(share: float) -> float:
    return HEAD + (1 - share) * SIDE


def _square(across: str, upward: str) -> str:
    """Axes from 0 to 1 both ways."""
    lines = [
        f'<line class="grid" x1="{_at(0)}" x2="{_at(1)}" y1="{_up(at)}" y2="{_up(at)}"/>'
        f'<line class="grid" x1="{_at(at)}" x2="{_at(at)}" y1="{_up(0)}" y2="{_up(1)}"/>'
        f'<text class="tick" x="{EDGE - 8}" y="{_up(at) + 4}" text-anchor="end">{at:g}</text>'
        f'<text class="tick" x="{_at(at)}" y="{_up(0) + 16}" text-anchor="middle">{at:g}</text>'
        for at in (0, 0.5, 1)
    ]
    middle = f"{_at(0.5):.0f}"
    return (
        "".join(lines)
        + f'<text class="tick" x="{middle}" y="{_up(0) + 34}" text-anchor="middle">{escape(across)}</text>'
        + f'<text class="tick" transform="translate(12 {_up(0.5):.0f}) rotate(-90)" text-anchor="middle">'
        + f"{escape(upward)}</text>"
    )


def comparison(found: Sequence[Paired]) -> str:
    """B minus A for each figure, with its interval; filled where a difference was seen."""
    reach = max([0.05, *(max(abs(pair.result.low), abs(pair.result.high)) for pair in found)])
    height = ROW * len(found) + 34

    def x(difference: float) -> float:
        return _x(0.5 + difference / reach / 2)

    grid = "".join(_mark(height, x(at), f"{at:+.2f}", "grid" if at else "zero") for at in (-reach, 0, reach))
    rows = "".join(
        _whisker(
            n,
            called(pair.metric),
            x(pair.result.low),
            x(pair.result.difference),
            x(pair.result.high),
            "dot" if pair.result.differs else "hollow",
        )
        for n, pair in enumerate(found)
    )
    return _svg(WIDE, height, "B minus A, with 95 % intervals", grid + rows)


def _svg(width: int, height: int, title: str, body: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" style="max-width:{width}px">{body}</svg>'
    )
