"""Very many profiles: any number of processes says the same, a killed one costs its file alone, and nothing stays behind."""

import json
import os
import pickle
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from govaudit.files import documents, read, yaml
from govaudit.files.check import Checker
from govaudit.files.crew import CHUNK, FEW, spread
from govaudit.files.judge import Judge
from govaudit.files.workspace import Workspace

from .test_commands import ENVIRONMENT, TOY, run

MANY = FEW + 2 * CHUNK + 1
BAD, LONELY = "alpha-0100", "alpha-0200"
STRANGE = """
import os, signal, sys, time
from pathlib import Path
from govaudit.files.judge import Judge
judge = Judge._judge
def strange(self, document, root, found):
    {}
    judge(self, document, root, found)
Judge._judge = strange
from govaudit.cli.main import main
main()
"""
"""The program with something that happens before a profile is judged."""
KILLED = f"if '{LONELY}' in document: os.kill(os.getpid(), signal.SIGKILL)"
KILLED_ONCE = """mark = Path(os.environ['MARK'])
    if mark.exists(): mark.unlink(); os.kill(os.getpid(), signal.SIGKILL)"""
SLOW = "time.sleep(60)"
BUG = f"if '{LONELY}' in document: {{}}['no such key']"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy data with some hundred profiles more, of which one cannot be read and one rests on no evidence."""
    folder = multiplied(tmp_path_factory.mktemp("many") / "data", MANY)
    edit(folder / f"forums/{BAD}.yaml", "kind: council", "kind: [council")
    edit(folder / f"forums/{LONELY}.yaml", ", evidence: [{source: book, at: p. 3}]", "")
    return folder


def multiplied(folder: Path, count: int) -> Path:
    shutil.copytree(TOY, folder)
    text = (folder / "forums/alpha.yaml").read_text(encoding="utf-8")
    for number in range(count):
        name = f"alpha-{number:04d}"
        (folder / f"forums/{name}.yaml").write_text(text.replace("id: alpha", f"id: {name}"), encoding="utf-8")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def started(event: str, data: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """`check` by two processes, in a group of its own, with something that happens."""
    return subprocess.Popen(
        [sys.executable, "-c", STRANGE.format(event), "check", "--jobs", "2", "--data", str(data), *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
        env={**ENVIRONMENT, "PYTHONUTF8": "1", **environment},
    )  # fmt: skip


@pytest.mark.parametrize("format", ["text", "sarif"])
def test_any_number_of_processes_says_the_same_to_the_letter(many: Path, format: str) -> None:
    one, two, three = (run("check", "--format", format, "--jobs", jobs, data=many) for jobs in ("1", "2", "3"))
    assert (two.returncode, two.stdout, two.stderr) == (one.returncode, one.stdout, one.stderr)
    assert (three.returncode, three.stdout, three.stderr) == (one.returncode, one.stdout, one.stderr)
    assert one.returncode == 2


def test_the_bad_file_is_named_and_all_others_are_checked(many: Path) -> None:
    done = run("check", "--format", "json", data=many)
    found = [
        (item["path"], item["code"]) for item in json.loads(done.stdout)["problems"] if item["severity"] == "error"
    ]
    assert found == [(f"forums/{BAD}.yaml", "GA107"), (f"forums/{LONELY}.yaml", "GA401")]
    files = int(run("check").stdout.split()[0]) + MANY
    assert run("check", data=many).stdout == f"{files} files checked: 2 errors\n"


def test_a_folder_that_is_named_is_checked_alike(many: Path) -> None:
    named = [run("check", str(many / "forums"), "--jobs", jobs, data=many) for jobs in ("1", "2")]
    assert named[0].stderr == named[1].stderr
    assert f"forums/{BAD}.yaml:" in named[0].stderr


def test_some_processes_share_the_work_and_one_does_it_alone() -> None:
    alone = by_whom(1)
    assert alone == {os.getpid()}
    shared = by_whom(3)
    assert len(shared) == 3
    assert os.getpid() not in shared


def by_whom(jobs: int) -> set[int]:
    """The processes that did some slow work."""
    script = f"""
import os, time
from govaudit.files.crew import spread
def work(items): time.sleep(0.05); return os.getpid()
print(os.getpid(), *(done for _, done in spread(work, range({MANY}), {jobs})))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    own, *others = map(int, done.stdout.split())
    return {os.getpid() if other == own else other for other in others}


def test_few_items_are_done_by_this_process() -> None:
    assert {done for _, done in spread(lambda _: os.getpid(), range(FEW - 1), 2)} == {os.getpid()}


def test_results_come_in_order_with_their_items() -> None:
    pieces = list(spread(list, range(MANY), 1))
    assert [item for chunk, _ in pieces for item in chunk] == list(range(MANY))
    assert all(list(chunk) == done for chunk, done in pieces)


def test_a_file_that_kills_its_process_is_named_and_the_others_are_checked(many: Path) -> None:
    process = started(KILLED, many)
    said, problems = process.communicate()
    assert process.returncode == 3
    assert [line for line in problems.splitlines() if "[GA702]" in line] == [
        f"forums/{LONELY}.yaml: expected the file to be checked; the process that read it was killed, twice [GA702]"
    ]
    assert f"forums/{BAD}.yaml:" in problems
    whole = run("check", data=many)
    assert int(said.split()[0]) == int(whole.stdout.split()[0]) - 1


def test_a_process_that_is_killed_once_costs_nothing(many: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.touch()
    process = started(KILLED_ONCE, many, MARK=str(mark))
    whole = run("check", data=many)
    assert process.communicate() == (whole.stdout, whole.stderr)
    assert process.returncode == 2
    assert not mark.exists()


def test_a_bug_in_a_process_is_told_as_one(many: Path) -> None:
    process = started(BUG, many)
    _, problems = process.communicate()
    assert process.returncode == 70
    assert "a bug of govaudit: KeyError" in problems


@pytest.mark.parametrize(
    ("number", "send", "code"),
    [(signal.SIGINT, os.killpg, 130), (signal.SIGTERM, os.kill, 143), (signal.SIGKILL, os.kill, -signal.SIGKILL)],
)
def test_whoever_ends_the_run_ends_its_processes(
    many: Path, number: int, send: Callable[[int, int], None], code: int
) -> None:
    process = started("time.sleep(0.2)" if number == signal.SIGKILL else SLOW, many)
    try:
        workers = until(lambda: children(process.pid) if len(children(process.pid)) == 2 else [])
        send(process.pid, number)
        assert process.communicate(timeout=30) == ("", "")
        assert process.returncode == code
        until(lambda: [True] if not any(map(alive, workers)) else [])
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()]


def alive(process: int) -> bool:
    """Whether it still runs; one that has ended may wait to be buried by whoever took it over."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Callable[[], list[Any]]) -> list[Any]:
    """What a condition gives once it gives something, within a minute."""
    for _ in range(600):
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError


def test_where_no_process_can_be_started_this_one_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    pieces = list(spread(lambda _: os.getpid(), range(MANY), 2))
    assert {done for _, done in pieces} == {os.getpid()}
    assert sum(len(chunk) for chunk, _ in pieces) == MANY


def test_a_process_that_shares_no_memory_judges_alike(many: Path) -> None:
    elsewhere = "import types; from govaudit.files import crew; crew.sys = types.SimpleNamespace(platform='darwin')"
    script = f"{elsewhere}\n{STRANGE.format('pass')}"
    spawned = subprocess.run(
        [sys.executable, "-c", script, "check", "--jobs", "2", "--data", str(many)],
        capture_output=True, text=True, check=False, encoding="utf-8", env={**ENVIRONMENT, "PYTHONUTF8": "1"},
    )  # fmt: skip
    whole = run("check", data=many)
    assert (spawned.stdout, spawned.stderr) == (whole.stdout, whole.stderr)
    judge = Judge(Workspace(many), date(2026, 1, 1), 18)
    assert pickle.loads(pickle.dumps(judge))([(f"forums/{LONELY}.yaml", None)]) == judge(
        [(f"forums/{LONELY}.yaml", None)]
    )


def test_ten_thousand_files_need_no_more_than_thirty_two_descriptors(tmp_path: Path) -> None:
    data = multiplied(tmp_path / "data", 10_000)
    done = subprocess.run(
        [sys.executable, "-m", "govaudit", "check", "--jobs", "2", "--data", str(data)],
        capture_output=True, text=True, check=False, encoding="utf-8", env=ENVIRONMENT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("100")


def test_nothing_of_a_profile_is_kept(many: Path) -> None:
    checker = Checker(Workspace(many)).these(())
    assert f"forums/{BAD}.yaml" in checker.documents
    assert not [name for name in checker.workspace.documents.texts if "/alpha-" in name]
    assert not [name for name in checker.workspace.known if "alpha-" in name]


def test_a_bad_shared_file_is_parsed_once_and_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = multiplied(tmp_path / "data", 20)
    edit(data / "forums/sources.yaml", "references:", "refs:")
    parsed: list[str] = []

    def parse(text: str) -> dict[str, Any]:
        parsed.append(text)
        return yaml.parse(text)

    monkeypatch.setattr(documents, "parse", parse)
    checker = Checker(Workspace(data)).these(())
    assert sum("refs:" in text for text in parsed) == 1
    assert [problem.document for problem in checker.problems].count(
        "forums/sources.yaml"
    ) == 2  # one key too few, one too many


@pytest.mark.parametrize("command", [("check",), ("compare", "--all", "--framework", "toy"), ("claims",)])
def test_the_folder_of_profiles_is_listed_a_few_times_whatever_is_in_it(
    command: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from govaudit.cli.app import app

    data = multiplied(tmp_path / "data", 20)
    listed: list[str] = []
    scan = os.scandir

    def noted(folder: str | Path) -> Any:
        listed.append(str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", noted)
    CliRunner().invoke(app, [*command, "--data", str(data)])
    assert 1 <= listed.count(str(data / "forums")) <= 3


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("MOST_FILES", 4, "forums: expected at most 4 files in a folder; found 5 [GA121]\n"),
        ("MOST_BYTES", 1024, "forums: expected at most 0 MiB in the files of a folder; found 0.0 MiB [GA121]\n"),
    ],
)
def test_a_folder_beyond_the_limits_is_refused_with_what_it_has_and_may_have(
    limit: str, value: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from govaudit.cli.app import app

    monkeypatch.setattr(read, limit, value)
    done = CliRunner().invoke(app, ["check", "--data", str(TOY)])
    assert done.exit_code == 2
    assert said in done.stderr
