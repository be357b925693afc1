"""Hypothesis profiles: `ci` gives the same examples on every run; `nightly` searches on, from a new seed each time; `mutation` looks for a change of the code, quickly. And the one browser of a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLOW_START = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile(
    "ci", derandomize=True, max_examples=150, deadline=None, database=None, suppress_health_check=SLOW_START
)
settings.register_profile(
    "nightly", max_examples=20_000, deadline=None, print_blob=True, suppress_health_check=SLOW_START
)
settings.register_profile(
    "mutation",
    derandomize=True,
    max_examples=15,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=SLOW_START,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Where it is lacking, the tests fail."""
    from playwright.sync_api import sync_playwright  # the extra `browser`

    chromium = shutil.which("chromium")
    assert chromium, "expected chromium on the PATH; nox -s browser installs it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()
