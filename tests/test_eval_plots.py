from xml.etree import ElementTree

from eval import plots
from eval.compare import Paired
from eval.statistics import Bin, Comparison, Estimate

SVG = "{http://www.w3.org/2000/svg}"


def test_a_category_has_its_dot_where_its_share_is():
    svg = ElementTree.fromstring(
        plots.categories({"a<b": Estimate(0.5, 0.2, 0.8, 10, 5), "c": Estimate(1, 0.7, 1, 9, 9)})
    )
    places = [float(dot.get("cx") or 0) for dot in svg.iter(f"{SVG}circle")]
    names = [text.text for text in svg.iter(f"{SVG}text")]
    assert places[0] < places[1]
    assert "a<b" in names
    assert "5/10" in names


def test_curves_and_bins_are_drawn_inside_their_square():
    curve = ElementTree.fromstring(plots.risk_coverage([(0.5, 0.0), (1.0, 0.4)]))
    assert (curve.find(f"{SVG}path") or curve[-1]).get("d") == "M192.0 314.0 L342.0 194.0"
    bins = ElementTree.fromstring(plots.calibration([Bin(0.1, 0.2, 4), Bin(0.9, 0.9, 16)]))
    sizes = [float(dot.get("r") or 0) for dot in bins.iter(f"{SVG}circle")]
    assert sizes == [7.5, 12.0]


def test_the_largest_dot_is_whole_in_the_corner():
    svg = ElementTree.fromstring(plots.calibration([Bin(1.0, 1.0, 16)]))
    (dot,) = svg.iter(f"{SVG}circle")
    across, upward, radius = (float(dot.get(name) or 0) for name in ("cx", "cy", "r"))
    width = float((svg.get("viewBox") or "").split()[2])
    assert radius <= upward
    assert across + radius <= width


def test_a_difference_that_was_seen_is_filled_and_another_hollow():
    seen = Paired("right", 0.5, 0.8, Comparison(0.3, 0.1, 0.5, 0.01, 40, ""))
    unseen = Paired("hit1", 0.5, 0.5, Comparison(0.0, -0.1, 0.1, 1.0, 40, ""))
    svg = ElementTree.fromstring(plots.comparison([seen, unseen]))
    assert [dot.get("class") for dot in svg.iter(f"{SVG}circle")] == ["dot", "hollow"]
