"""Every row of the research notes is accounted for, and the page says so. GOLDEN=write makes it anew."""

import os
from pathlib import Path

import pytest

import govaudit
from govaudit.report import coverage

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "data" / "coverage.md"
DATA = govaudit.open_data(str(ROOT))


def test_the_page_is_current() -> None:
    profiles = [DATA.profile(name) for name in DATA.forum_ids()]
    page = coverage.page(profiles, DATA.codebook, DATA.latest_review()[0])
    if os.environ.get("GOLDEN") == "write":
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page


@pytest.mark.parametrize("forum", DATA.forum_ids())
def test_no_more_rows_are_set_aside_than_there_are(forum: str) -> None:
    profile = DATA.profile(forum)
    assert profile.research is not None
    assert len(profile.set_aside) < profile.research.rows


@pytest.mark.parametrize("forum", DATA.forum_ids())
def test_every_fact_of_the_codebook_is_coded(forum: str) -> None:
    assert list(DATA.profile(forum).facts) == list(DATA.codebook)
