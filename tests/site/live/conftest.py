"""The site of the shipped data and of the toy data, from disk, in a browser that reports whatever goes wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOY = Path(__file__).parents[2] / "toy"
FOLDERS = ("criteria", "facts", "forums", "sources")
"""Of pages that do not lie at the top."""


def built(folder: Path, *arguments: str) -> Path:
    """A site in a folder of its own."""
    command = [sys.executable, "-m", "govaudit", "site", "build", str(folder), "--quiet", *arguments]
    subprocess.run(command, check=True)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data."""
    return built(tmp_path_factory.mktemp("sites") / "shipped")


@pytest.fixture(scope="session")
def toy_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("sites") / "toy", "--data", str(TOY), "--framework", "toy")


@contextmanager
def opened(browser: Browser, address: str, **context: Any) -> Iterator[Page]:
    """A page in a context of its own. It may ask for nothing but what lies beside it, and its console stays empty."""
    surroundings = browser.new_context(**context)
    page, said, asked = surroundings.new_page(), [], []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    yield page
    surroundings.close()
    folder, _, name = address.partition("#")[0].rpartition("/")[0].rpartition("/")
    base = folder if name in FOLDERS else f"{folder}/{name}"
    assert said == []
    assert [url for url in asked if not url.startswith(base)] == []


def address(site: Path, view: str) -> str:
    """Of a view, with its state after the `#`."""
    page, sign, state = view.partition("#")
    return (site / page).as_uri() + sign + state
