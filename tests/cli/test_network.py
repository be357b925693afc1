"""No command opens a connection, but `check --check-links`; and that one from the data to what is said of them."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.files import links
from tests.unit.files.test_links import OK, Names, Server, only_here
from tools.reference import commands

from .test_commands import ENVIRONMENT, TOY

WATCHED = """
import sys
def hear(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        sys.stderr.write(f"NETWORK {event}\\n")
        raise OSError(event)
sys.addaudithook(hear)
from govaudit.cli.main import main
sys.argv = ["govaudit", *sys.argv[1:]]
main()
"""
RUNS = {
    "score": "alpha",
    "compare": "--all",
    "explain": "alpha",
    "claims": "",
    "history": "alpha",
    "diff": "2009-06-30 2026-01-31",
    "robustness": "--all --draws 64 --completions 0",
    "agree": "alpha codings/second",
    "whatif": "alpha --reform hear-complaints",
    "reforms": "",
    "unknowns": "alpha",
    "views": "--framework toy --weights records=2",
    "plan": "gamma --target 40",
    "list": "sources",
    "show": "alpha",
    "verify": "toy --answers tables/answers.csv --published tables/published.csv",
    "export": "exported",
    "check": "",
    "fmt": "--check",
    "test": "",
    "schema": "problems",
    "new forum": "delta --name Delta --kind forum",
    "new source": "paper --title Paper --grade scholarly --url https://example.org/paper",
    "new framework": "other --fact minutes",
    "new criterion": "other --fact minutes",
    "new claim": "doe-2011 other --claim Few --rule '{minutes: none}' --section 3",
    "site build": "site",
    "corpus score": "tables/answers.csv --output scores.csv",
}
FRAMED = {"score", "compare", "explain", "history", "diff", "robustness", "agree", "whatif", "unknowns", "plan", "corpus score", "reforms", "site build", "new criterion", "new claim"}  # fmt: skip


def heard(name: str, arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    shutil.copytree(TOY, folder, dirs_exist_ok=True)
    framework = ["--framework", "toy"] if name in FRAMED else []
    return subprocess.run(
        [sys.executable, "-c", WATCHED, *name.split(), *shlex.split(arguments), *framework],
        cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8", env=ENVIRONMENT,
    )  # fmt: skip


@pytest.mark.parametrize("name", list(commands()))
def test_no_command_touches_a_socket(name: str, tmp_path: Path) -> None:
    done = heard(name, RUNS[name], tmp_path)
    assert "NETWORK" not in done.stderr
    assert done.returncode in {0, 1}, done.stderr


def test_what_touches_one_is_heard(tmp_path: Path) -> None:
    assert "NETWORK socket.getaddrinfo" in heard("check", "--check-links", tmp_path).stderr


# ── check --check-links ──


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TOY, tmp_path, dirs_exist_ok=True)
    made = links.Asker
    monkeypatch.setattr("govaudit.files.links.Asker", lambda: made(resolve=Names(), allowed=only_here))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    return tmp_path


def addressed(data: Path, server: Server) -> None:
    path = data / "forums/sources.yaml"
    text = path.read_text(encoding="utf-8").replace("https://example.org/", f"http://example.org:{server.port}/")
    path.write_text(text.replace("custom: {", f'custom: {{read-at: "http://example.org:{server.port}/copy#p", ', 1).replace("custom: {grade: off", f'custom: {{read-at: "http://example.org:{server.port}/copy", grade: off'), encoding="utf-8")  # fmt: skip


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", "--check-links", *arguments])


def gone(request: bytes) -> bytes:
    return OK if request.split()[1] == b"/alpha" else b"HTTP/1.1 410 Gone\r\n\r\n"


def test_a_missing_page_is_a_warning_at_every_place_of_its_address_and_asked_for_once(data: Path) -> None:
    with Server(gone) as server:
        addressed(data, server)
        done = check("--format", "json")
    assert done.exit_code == 0
    found = [item for item in json.loads(done.stdout)["problems"] if item["code"] == "GA316"]
    assert [(item["line"], item["node"]) for item in found] == [
        (2, "$.references[0].URL"),
        (2, "$.references[0].custom.read-at"),
        (3, "$.references[1].custom.read-at"),
    ]
    assert {item["message"] for item in found} == {"expected a page; found 410 (Gone)"}
    asked = sorted(request.split(maxsplit=2)[1] for request in server.requests if request.startswith(b"HEAD"))
    assert asked == [b"/alpha", b"/book", b"/copy"]


def test_the_links_fail_a_check_only_where_that_is_asked_for(data: Path) -> None:
    with Server(gone) as server:
        addressed(data, server)
        assert [check(*more).exit_code for more in ((), ("--fail-on", "GA316"), ("--fail-on", "GA702"))] == [0, 1, 0]


def test_of_a_profile_the_sources_are_asked_that_it_cites(data: Path) -> None:
    (data / "forums/alpha.yaml").write_text(
        "id: alpha\nname: Alpha\nkind: forum\nreviewed: {on: 2026-01-30, by: the testers}\nfacts:\n"
        "  minutes:\n    - {value: none, evidence: [{source: book, at: p. 3}]}\n",
        encoding="utf-8",
    )
    with Server(lambda _: OK) as server:
        addressed(data, server)
        assert check("forums/alpha.yaml").exit_code == 0
    assert {request.split()[1] for request in server.requests} == {b"/book", b"/copy"}


def test_data_that_cannot_be_read_have_no_addresses(data: Path) -> None:
    (data / "forums/sources.yaml").write_text("references: [", encoding="utf-8")
    assert check().exit_code == 2
