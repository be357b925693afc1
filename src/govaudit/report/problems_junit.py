"""Problems as JUnit XML: a file is a test case, and fails by its errors.

A case has one failure at most, however many problems its file has: then every reader counts alike, whether it counts cases or
failures. What does not fail `check` is output of the case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from xml.etree import ElementTree as ET

from govaudit.problems import Checked, Problem
from govaudit.report.problems import fails, ordered, summary, text

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOWHERE = "the data folder"
"""The case of problems that name no file."""


def junit(found: Checked, *, on: Collection[str]) -> str:
    """One suite, a case a file, ASCII. What is returned was parsed again."""
    cases: dict[str, list[Problem]] = {name: [] for name in found.files}
    for problem in ordered(found.problems):
        cases.setdefault(problem.document or NOWHERE, []).append(problem)
    suites = ET.Element("testsuites", name="govaudit")
    suite = ET.SubElement(suites, "testsuite", name="govaudit check")
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", name="suppressed", value=str(len(found.suppressed)))
    for name, problems in cases.items():
        _case(suite, name, problems, on)
    failures = len(suite.findall("testcase/failure"))
    for counted in (suites, suite):
        counted.attrib.update(tests=str(len(cases)), failures=str(failures), errors="0")
    ET.indent(suites)
    written = f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="us-ascii").decode()}\n'
    ET.fromstring(written)  # noqa: S314  # our own; a report that no reader can parse must not leave
    return written


def _case(suite: ET.Element, name: str, problems: Sequence[Problem], on: Collection[str]) -> None:
    case = ET.SubElement(suite, "testcase", classname="govaudit.check", name=_xml(name))
    if failing := [item for item in problems if fails(item, on)]:
        failure = ET.SubElement(case, "failure", type="problems", message=summary(failing))
        failure.text = _xml(text(failing))
    if others := [item for item in problems if not fails(item, on)]:
        ET.SubElement(case, "system-out").text = _xml(text(others))


def _xml(text: str) -> str:
    """Text without what XML 1.0 does not allow."""
    return NOT_XML.sub("�", text)
