"""The whole story in a scratch repository: a stranger adds a forum, makes twelve kinds of mistake, is told of each, mends it, and the
maintainer sees what the change does.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TOY = Path(__file__).parents[1] / "toy"
FORUM = "forums/delta.yaml"
STATEMENTS = {
    "minutes": "[{value: summary, from: 2019, confidence: high, evidence: [{source: delta-site, at: Minutes}]}]",
    "complaints": "[{not-found: {searched: [delta-site, book], on: 2026-01-15}}]",
    "languages": "[{value: [english], confidence: medium, evidence: [{source: delta-site, at: Languages}]}]",
    "members": "[{contested: [{value: 12, evidence: [{source: delta-site, at: Members}]}, {value: 14, evidence: [{source: book, at: p. 7}]}]}]",
    "seat": "[{not-applicable: It meets where its chair sits.}]",
    "staffed": "[{value: true, from: 2019, until: 2022, confidence: high, evidence: [{source: delta-site, at: Staff}]}, {value: false, from: 2022, confidence: low, inferred: true, note: Its staff left., evidence: [{source: book, at: p. 8}]}]",
}
MISTAKES = {
    "GA201": ("scored-as:", "scored-at:"),  # a key that means nothing
    "GA301": ("  minutes: [", "  minuets: ["),  # a fact of no codebook
    "GA203": ("until: 2022, confidence: high", "until: 2022, confidence: hihg"),  # a word that is not allowed
    "GA204": ("note: Its staff left.", "note: [Its staff left.]"),  # a list where text is meant
    "GA205": ("id: delta", "id: dleta"),  # an id that is not the file's name
    "GA206": ("{value: true, from: 2019,", "{value: true, from: 2019-02-30,"),  # a day that does not exist
    "GA304": ("source: book, at: p. 7", "source: boook, at: p. 7"),  # a source nobody knows
    "GA401": ("evidence: [{source: delta-site, at: Minutes}]", "evidence: []"),  # nothing to rest on
    "GA403": ("from: 2022,", "from: 2021,"),  # two values on one day
    "GA404": ("{value: 14, evidence", "{value: 12,  evidence"),  # contested, but alike
    "GA405": ("searched: [delta-site, book]", "searched: []"),  # not found, but nowhere looked
    "GA406": ("confidence: low, inferred", "confidence: high, inferred"),  # inferred, but sure
    "GA410": ("[english], confidence", "[english], from: 2018, confidence"),  # before the forum began
    "GA107": ("tags: [regional]", "tags: [regional"),  # no YAML
}
READ_FIRST = {"GA107"}, {"GA201", "GA203", "GA204", "GA206"}
"""What keeps a file from being read, and what keeps it from being compared with the codebook: it is told of first, and alone."""


class Stranger:
    """Someone with a clone, a shell, and the command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *command: str, ok: int | None = 0) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1768435200", "GIT_CONFIG_GLOBAL": os.devnull}
        environment.pop("GOVAUDIT_DATA", None)
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, encoding="utf-8", env=environment
        )
        assert ok is None or done.returncode == ok, done.stdout + done.stderr
        return done

    def govaudit(self, *arguments: str, ok: int | None = 0) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "govaudit", *arguments, ok=ok)

    def git(self, *arguments: str) -> None:
        self.run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments)

    def write(self, change: Callable[[str], str], name: str = FORUM) -> None:
        path = self.folder / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def put(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert text.count(old) == 1, (old, text.count(old))
        return text.replace(old, new)

    return change


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    folder = tmp_path / "data"
    shutil.copytree(TOY, folder)
    made = Stranger(folder)
    made.git("init", "-q", "-b", "main")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "The data")
    made.git("checkout", "-q", "-b", "add-delta")
    return made


def test_a_stranger_adds_a_forum_by_pull_request(stranger: Stranger) -> None:
    # ── a draft, which passes as one ──
    made = stranger.govaudit(
        "new", "forum", "delta", "--name", "Delta Forum", "--kind", "council", "--by", "A. Stranger"
    )
    assert made.stdout == "forums/delta.yaml: a draft with 6 questions\nnext: govaudit check forums/delta.yaml\n"
    assert stranger.govaudit("check").stdout.endswith("1 warning\n")

    # ── filled in, with a source of its own ──
    told = ("--title", "The forum's site", "--grade", "official-document", "--url", "https://example.org/delta")
    stranger.govaudit("new", "source", "delta-site", *told, "--issued", "2025", "--by", "delta")
    for fact, statement in STATEMENTS.items():
        empty = f"  # {fact}: [{{value: , from: , confidence: , evidence: [{{source: , at: }}]}}]"
        stranger.write(put(empty, f"  {fact}: {statement}"))
    stranger.write(put("\ntags: []", "\ntags: [regional]"))
    stranger.write(put("scored-as: ''", "scored-as: The forum, not its members."))
    stranger.write(put("active: {}", "active: {from: 2019}"))
    sound = (stranger.folder / FORUM).read_text(encoding="utf-8")
    assert stranger.govaudit("check").stdout.endswith("1 warning\n")

    # ── twelve kinds of mistake and more, each told of where it is ──
    assert len(MISTAKES) >= 12
    spoilt = sound
    for old, new in MISTAKES.values():
        spoilt = put(old, new)(spoilt)
    (stranger.folder / FORUM).write_text(spoilt, encoding="utf-8")
    lines = spoilt.splitlines()
    met: set[str] = set()
    for mended_next in (*READ_FIRST, set(MISTAKES) - set().union(*READ_FIRST)):
        found = results(stranger)
        met |= set(found)
        assert mended_next <= set(found), (mended_next, found)
        for code in mended_next & set(found):
            old, new = MISTAKES[code]
            assert any(new.split("\n")[0] in lines[line - 1] or code in {"GA107", "GA401"} for line in found[code]), (
                code
            )
            stranger.write(put(new, old))
        lines = (stranger.folder / FORUM).read_text(encoding="utf-8").splitlines()
    assert set(MISTAKES) <= met
    assert (stranger.folder / FORUM).read_text(encoding="utf-8") == sound

    # ── a slip that the tool mends itself, and one layout for all ──
    stranger.write(put("tags: [regional]", "tags: [ regionl ]"))
    assert "regionl is now regional" in stranger.govaudit("check", "--fix").stderr
    assert stranger.govaudit("fmt").stdout == f"formatted: {stranger.folder / FORUM}\n"
    assert (stranger.folder / FORUM).read_text(encoding="utf-8") == sound

    # ── what the change does, for the maintainer: the same twice, and from the report alone ──
    stranger.git("add", "-A")
    stranger.git("commit", "-q", "-m", "Delta")
    ask = ("diff", "--base", "main", "--framework", "toy")
    comment = stranger.govaudit(*ask, "--format", "markdown").stdout
    assert comment == stranger.govaudit(*ask, "--format", "markdown").stdout
    for said in ("**1 new forum", "### Delta Forum (delta)", "| minutes | summary |", "| warning | GA418 |"):
        assert said in comment
    stranger.govaudit(*ask, "--format", "json", "--output", "../diff.json")
    assert stranger.govaudit("diff", "--report", "../diff.json", "--format", "markdown").stdout == comment

    # ── a draft counts nowhere; reviewed by another it does, and everything is green ──
    assert "delta" not in stranger.govaudit("compare", "--all", "--framework", "toy").stdout
    assert stranger.govaudit("check", "--strict", ok=1).stdout.endswith("1 warning\n")
    stranger.write(
        lambda text: text.replace(
            "# reviewed: {on: 2026-11-26, by: NAME}", "reviewed: {on: 2026-01-30, by: the testers}"
        )
    )
    green = stranger.govaudit("check", "--strict")
    assert (green.stderr, green.stdout[-14:]) == ("", ": no problems\n")
    assert "delta" in stranger.govaudit("compare", "--all", "--framework", "toy").stdout
    assert "1 warning" not in stranger.govaudit(*ask, "--format", "markdown").stdout


def results(stranger: Stranger) -> dict[str, list[int]]:
    """What `check --format sarif` says of the new profile: lines by code."""
    done = stranger.govaudit("check", FORUM, "--format", "sarif", ok=2)
    found: dict[str, list[int]] = {}
    for result in json.loads(done.stdout)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == FORUM
        found.setdefault(result["ruleId"], []).append(place["region"]["startLine"])
    return found
