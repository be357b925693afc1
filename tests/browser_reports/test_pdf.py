"""PDF reports, read back: pages, links, page numbers, no network, no clock. Here because WeasyPrint needs Pango of the system."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from govaudit.problems import Code, EnvironmentFailure

from .conftest import TOY, written

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("pdf") / "gfmd.pdf", "score", "gfmd")


def texts(path: Path) -> list[str]:
    """The text of each page."""
    from pypdfium2 import PdfDocument  # installed by the session `browser` alone

    with PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_every_page_is_a4_and_bears_its_number(printed: Path) -> None:
    from pypdfium2 import PdfDocument  # installed by the session `browser` alone

    with PdfDocument(printed) as document:
        sizes = {tuple(round(side) for side in page.get_size()) for page in document}
    assert sizes == {(595, 842)}
    pages = texts(printed)
    assert len(pages) > 5
    assert all(f"{number} / {len(pages)}" in text for number, text in enumerate(pages, 1))


def test_addresses_are_shown_and_heads_of_tables_come_again(printed: Path, tmp_path: Path) -> None:
    everything = " ".join("".join(texts(printed)).split())
    assert "Global Forum on Migration and Development" in everything
    assert "<https://www.gfmd.org" in everything.replace("\ufffe", "").replace(" ", "")
    pages = texts(written(tmp_path / "all.pdf", "compare", "--all"))
    assert sum("Rank" in text and "Settled" in text for text in pages) >= 3


def test_a_pdf_is_the_same_bytes_at_any_time_and_place(tmp_path: Path) -> None:
    made = set()
    for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "Pacific/Pago_Pago")):
        command = ["score", "alpha", "--framework", "toy", "--data", str(TOY), "--format", "pdf"]
        done = subprocess.run(
            [sys.executable, "-m", "govaudit", *command],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )
        assert done.stderr == b""
        made.add(done.stdout)
    (pdf,) = made
    assert pdf.startswith(b"%PDF-")
    assert b"CreationDate" not in pdf


def test_the_printer_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    from govaudit.report.html.printer import pdf

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refused)
    secret = tmp_path / "secret.css"
    secret.write_text("body { color: red }", encoding="utf-8")
    page = f'<link rel="stylesheet" href="{secret.as_uri()}"><img src="http://127.0.0.1/a.png"><p>Hello'
    assert pdf(page) == pdf(page)


def test_without_pango_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    from govaudit.report.html.printer import pdf

    found = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("weasyprint"):
            sys.stdout.write("a page of advice")
            raise OSError
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(EnvironmentFailure) as caught:
        pdf("")
    (problem,) = caught.value.problems
    assert (problem.message, problem.code) == (
        "expected the system library Pango, to write PDF; it is not installed",
        Code.NOT_INSTALLED,
    )
