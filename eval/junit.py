"""A run as JUnit XML: a test case for every item and every gate, for the pages of continuous integration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from eval.reasons import reasons

if TYPE_CHECKING:
    from eval.results import Results
    from eval.scored import Scored

UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Results) -> str:
    """The XML text. What decides the exit code fails: gates and doubts; a wrong item, which gates allow, is skipped."""
    top = ElementTree.Element("testsuites", name="pullquote eval")
    gates = ElementTree.SubElement(top, "testsuite", name="gates")
    for verdict in results.gates:
        case = _case(gates, f"{verdict.gate.metric} of {verdict.gate.group} {verdict.gate.bound}", "gates")
        if verdict.passed is not True:
            _child(case, "skipped" if verdict.passed is None else "failure", str(verdict))
    case = _case(gates, "the run is whole", "gates")
    if results.doubts:
        _child(case, "failure", " ".join(results.doubts))
    for name in dict.fromkeys(row.case.set for row in results.rows):
        suite = ElementTree.SubElement(top, "testsuite", name=name)
        for row in results.rows:
            if row.case.set == name:
                _item(suite, row)
    for suite in top:
        suite.set("tests", str(len(suite)))
        for kind in ("failure", "error", "skipped"):
            suite.set(f"{kind}s" if kind != "skipped" else kind, str(len(suite.findall(f"testcase/{kind}"))))
    ElementTree.indent(top)
    return ElementTree.tostring(top, encoding="unicode", xml_declaration=True) + "\n"


def _item(suite: ElementTree.Element, row: Scored) -> None:
    case = _case(suite, f"{row.case.id}: {row.case.question}", f"{row.case.set}.{row.case.item.category}")
    if row.shown is None:
        _child(case, "error", f"no answer came: {row.error}")
    elif why := reasons(row):
        _child(case, "skipped", f"wrong, as gates allow: {'; '.join(why)}")


def _case(suite: ElementTree.Element, name: str, group: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", name=_fit(name), classname=_fit(group))


def _child(case: ElementTree.Element, kind: str, message: str) -> None:
    ElementTree.SubElement(case, kind, message=_fit(message))


def _fit(text: str) -> str:
    return UNFIT.sub("\ufffd", text)
