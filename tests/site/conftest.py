"""A page of a real browser, Debian's Chromium, that has loaded the engine from disk under a strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from govaudit.site.scripts import SCRIPTS, script

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

POLICY = "default-src 'none'; script-src 'self'"
"""Of the content of a page: no script that does not come from a file, none made of text."""


def html(*scripts: str) -> str:
    """A page that loads these scripts and holds nothing."""
    loaded = "".join(f'<script src="{name}"></script>' for name in scripts)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return f'<!doctype html><html lang="en"><meta charset="utf-8">{policy}<title>Engine</title>{loaded}</html>'


@pytest.fixture(scope="session")
def engine_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with the engine and nothing else; whatever it reports on its console is a mistake."""
    folder = tmp_path_factory.mktemp("engine")
    for name in SCRIPTS:
        (folder / name).write_text(script(name), encoding="utf-8")
    (folder / "index.html").write_text(html(*SCRIPTS), encoding="utf-8")
    page, said = browser.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.goto((folder / "index.html").as_uri())
    yield page
    assert said == []
