"""The reports, and how they are opened in a browser without a network."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from tests import hostile

TOY = Path(__file__).parents[1] / "toy"
NAMES = {
    "score": ("score", "gfmd"),
    "several": ("score", "ilo", "gcim", "--lang", "fr"),
    "compare": ("compare", "--all", "--lang", "es"),
    "policies": ("compare", "ilo", "gfmd", "gcim", "--missing", "all"),
    "functions": ("score", "gfmd", "--framework", "governance-functions"),
    "toy": ("score", "alpha", "--framework", "toy", "--data", str(TOY)),
}


@dataclass
class Seen:
    """A page that was opened, and what it asked for and complained about."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Seen]]:
    """Opens a file: `open_page(path, width=360, color_scheme="dark", media="print")`."""
    contexts = []

    def opened(path: Path, *, width: int = 1200, color_scheme: str = "light", media: str = "screen") -> Seen:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=color_scheme, offline=True, reduced_motion="reduce"
        )
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("dialog", lambda dialog: seen.complaints.append(dialog.message))
        seen.page.emulate_media(media=media, color_scheme=color_scheme)
        seen.page.goto(path.as_uri())
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    return {name: written(folder / f"{name}.html", *arguments) for name, arguments in NAMES.items()}


def written(path: Path, *arguments: str) -> Path:
    """A report in a file of this name, whose ending says the format."""
    done = CliRunner().invoke(app, [*arguments, "--format", path.suffix[1:], "--output", str(path)])
    assert done.exit_code == 0, done.stderr
    return path


def spoilt(folder: Path, word: str) -> Path:
    """The page of a forum whose every free text is this word."""
    data = hostile.write(folder, word)
    return written(folder / "page.html", "score", "alpha", "gamma", "--framework", "toy", "--data", str(data))
