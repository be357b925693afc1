"""Forums side by side: scores, findings, and where they differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import govaudit
from govaudit.audit import Audit, score
from govaudit.model.scorecard import NodeScore
from govaudit.report.html.wording import words_of
from govaudit.report.sentences import finding

from .conftest import address, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

DATA = govaudit.open_data()
DAY, _ = DATA.latest_review()
PLAN = DATA.plan("accountability")
WORDS = words_of("en")


def audit(name: str) -> Audit:
    return score(PLAN, DATA.profile(name), DATA.sources, DAY)


def differs(one: NodeScore, other: NodeScore) -> str:
    """Surely, perhaps or no; both apply in any case."""
    a, b = one.score, other.score
    assert a.low is not None
    assert a.high is not None
    assert b.low is not None
    assert b.high is not None
    if a.low > b.high or b.low > a.high:
        return "surely"
    sure = one.applies == other.applies == "yes"
    return "no" if sure and a.low == a.high == b.low == b.high else "perhaps"


def test_two_forums(browser: Browser, site: Path) -> None:
    one, other = audit("gfmd"), audit("iom")
    with opened(browser, address(site, "compare.html#a=gfmd&b=iom")) as page:
        page.locator("#sides tbody tr").nth(len(PLAN.nodes) - 1).wait_for()
        rows = page.locator("#sides tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
        )
    seen = set()
    for name, (heading, left, right, mark) in zip(PLAN.nodes, rows, strict=True):
        assert heading == PLAN.nodes[name].authored.heading
        nodes = one.card.node(name), other.card.node(name)
        for each, text, node in ((one, left, nodes[0]), (other, right, nodes[1])):
            if node.applies == "no":
                assert text == "does not apply"
                continue
            assert text.startswith(WORDS.number(node.score.point))
            if node.score.low != node.score.high:
                assert WORDS.span(node.score.low, node.score.high) in text
            if node.kind == "indicator":
                assert text.endswith(finding(each, name))
        if "no" not in {node.applies for node in nodes}:
            assert mark == differs(*nodes)
            seen.add(mark)
    assert seen == {"surely", "perhaps", "no"}


def test_choices_stand_in_the_address_and_lead_back(browser: Browser, site: Path) -> None:
    from playwright.sync_api import expect

    with opened(browser, address(site, "compare.html")) as page:
        expect(page.get_by_role("status")).to_have_text("Choose at least two forums.")
        page.get_by_label("First forum").select_option("gfmd")
        page.get_by_label("Second forum").select_option("iom")
        expect(page.locator("#sides thead th")).to_have_count(4)
        page.get_by_label("Third forum").select_option("cmw")
        expect(page.locator("#sides thead th")).to_have_count(5)
        assert page.url.endswith("#a=gfmd&b=iom&c=cmw")
        page.get_by_label("only where they differ").check()
        expect(page.locator("#sides .no")).to_have_count(0)
        page.go_back()
        page.go_back()
        expect(page.locator("#sides thead th")).to_have_count(4)
        expect(page.get_by_label("Third forum")).to_have_value("")


def test_a_forum_that_has_ended_is_said_to(browser: Browser, site: Path) -> None:
    from playwright.sync_api import expect

    with opened(browser, address(site, "compare.html#a=gcim&b=iom")) as page:
        expect(page.get_by_role("status")).to_contain_text("No score: the forum had ended")
        expect(page.locator("#sides")).to_be_hidden()
