"""Drafts as a newcomer meets them: what is written passes `check`, nothing is written over, and a draft counts nowhere but where it is named."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.files.workspace import open_data
from govaudit.files.yaml import parse

TOY = Path(__file__).parents[1] / "toy"
ALL_TYPES = ("minutes", "complaints", "languages", "members", "seat", "rate", "founded")
MORE_FACTS = """
rate: {question: What share?, type: number, least: 0, greatest: 2.5, basis: practice}
founded: {question: Since when?, type: date, basis: law}
"""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(TOY, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")  # 2026-09-21
    return folder


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=typed)


def texts(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_draft_of_a_forum_asks_every_fact_and_passes_check(data: Path) -> None:
    done = run("new", "forum", "delta", "--name", "Delta: a forum", "--by", "A. Coder")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "forums/delta.yaml: a draft with 6 questions\nnext: govaudit check forums/delta.yaml\n"
    text = (data / "forums/delta.yaml").read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 140
    for fact in open_data().codebook.values():
        assert fact.question in text
        assert " ".join(fact.coding.split()) in " ".join(text.replace("#", " ").split())
        assert all(value in text for value in fact.values)
        assert f"\n  # {fact.id}: [{{value: , from: , confidence: , evidence: [{{source: , at: }}]}}]\n" in text
    checked = run("check", "forums/delta.yaml")
    assert (checked.exit_code, checked.stdout) == (0, "1 file checked: 1 warning\n")
    assert "[GA418]" in checked.stderr
    assert run("check", "--strict").exit_code == 1
    assert run("fmt", "--check").exit_code == 0


def test_an_answer_needs_no_more_than_the_sign_taken_away(data: Path) -> None:
    run("new", "forum", "delta")
    path = data / "forums/delta.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "  # minutes: [{value: , from: , confidence: , evidence: [{source: , at: }]}]",
            "  minutes: [{value: summary, from: 2003, confidence: high, evidence: [{source: book, at: p. 3}]}]",
        ),
        encoding="utf-8",
    )
    assert run("check", "forums/delta.yaml").exit_code == 0
    path.write_text(text.replace("  # staffed: ", "  staffed: "), encoding="utf-8")
    blank = run("check", "forums/delta.yaml")
    assert blank.exit_code == 2
    assert "$.facts.staffed[0].evidence[0].source: expected a kebab-case id" in blank.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("forum", "alpha"), "GA603"),
        (("forum", "sources"), "GA603"),
        (("forum", "../delta"), "GA205"),
        (("forum", "Delta"), "GA205"),
        (("forum", "delta", "--kind", "two words"), "GA205"),
        (("source", "book", "--title", "A", "--grade", "press", "--url", "https://example.org/"), "GA603"),
        (("source", "new-book", "--title", "A", "--grade", "pres", "--url", "https://example.org/"), "GA203"),
        (("source", "new-book", "--title", "A", "--grade", "press", "--type", "../../x"), "GA203"),
        (("source", "new-book", "--title", "A", "--grade", "press", "--url", "javascript:x"), "GA210"),
        (("source", "new-book", "--title", "A", "--grade", "press", "--accessed", "2026"), "GA206"),
        (("framework", "toy", "--fact", "minutes"), "GA603"),
        (("framework", "fresh"), "GA601"),
        (("framework", "fresh", "--fact", "minuets"), "GA301"),
        (("criterion", "records", "--framework", "toy", "--fact", "minutes"), "GA603"),
        (("criterion", "minutes-kept", "--framework", "toy", "--fact", "minutes"), "GA603"),
        (("criterion", "extra", "--framework", "toi", "--fact", "minutes"), "GA307"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_changes(arguments: tuple[str, ...], code: str, data: Path) -> None:
    before = texts(data)
    done = run("new", *arguments)
    assert done.exit_code == 2
    assert f"[{code}]" in done.stderr
    assert texts(data) == before


@pytest.mark.parametrize(
    ("rule", "code"), [("{minuets: none}", "GA301"), ("{minutes: non}", "GA203"), ("{a", "GA209"), ("none", "GA209")]
)
def test_a_claim_that_breaks_a_law_is_not_written(rule: str, code: str, data: Path) -> None:
    before = texts(data)
    told = ("--claim", "It is so.", "--section", "p. 1", "--rule", rule, "--framework", "toy")
    done = run("new", "claim", "doe-2011", "fresh", *told)
    assert done.exit_code == 2
    assert f"[{code}]" in done.stderr
    assert run("new", "claim", "new-paper", "fresh", *told, "--as-of", "2020-01-01").exit_code == 2
    assert texts(data) == before


def test_a_link_that_leads_out_is_not_written_through(data: Path, tmp_path: Path) -> None:
    for name in ("forums/delta.yaml", "criteria/fresh", "claims/roe-2020.yaml"):
        (data / name).symlink_to(tmp_path / "outside")
    told = (
        "--claim",
        "So.",
        "--section",
        "1",
        "--rule",
        "{minutes: none}",
        "--source",
        "book",
        "--as-of",
        "2020-01-01",
    )
    for arguments in (
        ("forum", "delta"),
        ("framework", "fresh", "--fact", "minutes"),
        ("claim", "roe-2020", "one", *told, "--framework", "toy"),
    ):
        done = run("new", *arguments)
        assert done.exit_code == 2, arguments
        assert "[GA603]" in done.stderr or "[GA101]" in done.stderr, arguments
    assert not (tmp_path / "outside").exists()


def test_claims_are_added_to_a_paper_and_to_a_new_one(data: Path) -> None:
    told = (
        "--claim",
        "It keeps minutes: all.",
        "--section",
        "p. 1",
        "--rule",
        "{minutes: verbatim}",
        "--about",
        "alpha",
    )
    before = (data / "claims/doe-2011.yaml").read_text(encoding="utf-8")
    assert run("new", "claim", "doe-2011", "fresh", *told).exit_code == 0
    assert (data / "claims/doe-2011.yaml").read_text(encoding="utf-8").startswith(before)
    made = run(
        "new", "claim", "roe-2020", "fresh", *told, "--source", "book", "--as-of", "2020-01-01", "--framework", "toy"
    )
    assert made.exit_code == 0
    assert run("check").exit_code == 0
    found = json.loads(run("claims", "roe-2020", "--format", "json").stdout)["claims"]
    assert [(claim["id"], claim["verdict"]) for claim in found] == [("fresh", "upheld")]


def test_a_source_is_added_at_the_end_and_all_else_stays(data: Path) -> None:
    path = data / "forums/sources.yaml"
    before = path.read_text(encoding="utf-8")
    told = ("--title", "Minutes: a list", "--grade", "press", "--url", "https://example.org/n", "--issued", "2020-05")
    assert run("new", "source", "news", *told).exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith(before)
    source = open_data().sources["news"]
    assert (source.title, source.issued, str(source.accessed)) == ("Minutes: a list", "2020-05", "2026-09-21")
    assert run("fmt", "--check").exit_code == 0


def test_the_drafts_of_criteria_pass_check_for_facts_of_every_type(data: Path) -> None:
    codebook = data / "criteria/codebook.yaml"
    codebook.write_text(codebook.read_text(encoding="utf-8") + MORE_FACTS, encoding="utf-8")
    facts = [word for fact in ALL_TYPES for word in ("--fact", fact)]
    before = json.loads(run("compare", "--all", "--framework", "toy", "--format", "json").stdout)
    assert run("new", "criterion", "extra", "--framework", "toy", *facts).exit_code == 0
    assert run("new", "framework", "fresh", "--title", "Fresh: one", *facts).exit_code == 0
    checked = run("check")
    assert checked.exit_code == 0
    assert checked.stderr.count("\n") == checked.stderr.count("[GA522]\n") == 1  # what is new has no French yet
    tried = run("test", "fresh", "--coverage-min", "100")
    assert tried.exit_code == 0, tried.stdout
    assert run("test", "toy").exit_code == 0
    assert run("fmt", "--check").exit_code == 0
    after = json.loads(run("compare", "--all", "--framework", "toy", "--format", "json").stdout)
    points = [[card["score"]["point"] for card in report["scorecards"]] for report in (before, after)]
    assert points[0] == points[1]


def test_a_criterion_goes_into_a_framework_without_any_and_without_weights(data: Path) -> None:
    run("new", "framework", "fresh", "--fact", "staffed")
    whole = data / "criteria/fresh/framework.yaml"
    text = (
        whole.read_text(encoding="utf-8")
        .replace("aggregation: mean", "aggregation: minimum")
        .replace(", weight: 1", "")
    )
    whole.write_text(text, encoding="utf-8")
    assert run("new", "criterion", "extra", "--framework", "fresh", "--fact", "staffed").exit_code == 0
    assert parse(whole.read_text(encoding="utf-8"))["criteria"] == [{"file": "first-criterion"}, {"file": "extra"}]
    assert run("check").stderr == ""
    flat = "id: fresh\nversion: 0.1.0\nindicators:\n  - {id: one, points: {fact: seat, table: {own: 1, host: 1, nobody: 0}}}\n"
    whole.write_text(flat, encoding="utf-8")
    assert run("new", "criterion", "third", "--framework", "fresh", "--fact", "staffed").exit_code == 0
    assert whole.read_text(encoding="utf-8").startswith(flat)
    assert "third" in open_data().plan("fresh").nodes


def test_a_draft_is_scored_when_it_is_named_and_counts_nowhere_else(data: Path) -> None:
    assert run("score", "beta", "--framework", "toy").exit_code == 0
    beta = data / "forums/beta.yaml"
    text = beta.read_text(encoding="utf-8")
    beta.write_text(text.replace("reviewed: {on: 2026-01-30, by: the testers}\n", ""), encoding="utf-8")
    named = run("score", "beta", "--framework", "toy")
    assert named.exit_code == 0
    assert "A draft: nobody has reviewed this profile" in named.stdout
    assert json.loads(run("score", "beta", "--framework", "toy", "--format", "json").stdout)["scorecards"][0]["draft"]
    for arguments in (("compare", "--all"), ("compare", "--tag", "regional"), ("history", "--all")):
        done = run(*arguments, "--framework", "toy", "--format", "csv")
        assert done.exit_code == 0
        assert "beta" not in done.stdout
        assert "left out, for nobody has reviewed them: beta" in done.stderr
    claims = json.loads(run("claims", "--format", "json").stdout)["claims"]
    assert all("beta" not in claim["forums"] for claim in claims if not claim["about"].startswith("["))
    assert run("list", "forums").exit_code == 0
    assert "a draft, not reviewed" in run("show", "beta").stdout


HEAD = "The delta\nforum\nThe forum alone\n2001\n\nglobal\nA. Coder\n"


def test_an_interview_writes_each_answer_and_goes_on_later(data: Path) -> None:
    first = run("new", "forum", "delta", "-i", typed=HEAD + "summary\n2003\nhigh\nMy note\nbook\np. 3\n\nq\n")
    assert first.exit_code == 0
    assert first.stdout.endswith("1 fact stated, 5 left; go on with govaudit new forum delta --interactive\n")
    answers = (
        "?\nbook, site\n"
        "\n"
        "!\n\n40\nbook\np. 1\n\n50\nsite\nMembers\n\n\n"
        "-\nIt has no seat.\n"
        "yes\n\nlow\n\nbook\np. 9\n\n"
    )
    second = run("new", "forum", "delta", "-i", typed=answers)
    assert second.stdout.endswith("5 facts stated, 1 left; go on with govaudit new forum delta --interactive\n")
    profile = parse((data / "forums/delta.yaml").read_text(encoding="utf-8"))
    assert (profile["name"], profile["active"], profile["tags"]) == ("The delta", {"from": 2001}, ["global"])
    assert profile["coded"] == {"by": "A. Coder"}
    assert profile["facts"]["minutes"] == [
        {
            "value": "summary",
            "from": 2003,
            "confidence": "high",
            "note": "My note",
            "evidence": [{"source": "book", "at": "p. 3"}],
        }
    ]
    assert profile["facts"]["complaints"] == [{"not-found": {"searched": ["book", "site"], "on": "2026-09-21"}}]
    assert [reading["value"] for reading in profile["facts"]["members"][0]["contested"]] == [40, 50]
    assert profile["facts"]["seat"] == [{"not-applicable": "It has no seat."}]
    assert profile["facts"]["staffed"][0]["value"] is True
    assert "languages" not in profile["facts"]
    assert run("check", "forums/delta.yaml").exit_code == 0
    third = run("new", "forum", "delta", "-i", typed="english, french\n\nhigh\n\nbook\np. 1\n\n")
    assert third.stdout.endswith("6 facts stated, 0 left\n")
    assert run("check", "forums/delta.yaml").exit_code == 0


def test_an_interview_stopped_before_the_first_fact_writes_nothing(data: Path) -> None:
    before = texts(data)
    done = run("new", "forum", "delta", "-i", typed="The delta\nforum\nq\n")
    assert done.exit_code == 0
    assert done.stdout.endswith("\nnothing was written\n")
    assert texts(data) == before


def test_an_interview_that_is_answered_with_enter_alone_leaves_a_draft_that_can_be_read(data: Path) -> None:
    done = run("new", "forum", "delta", "-i", typed="\n" * 7 + "q\n")
    assert done.stdout.endswith("0 facts stated, 6 left; go on with govaudit new forum delta --interactive\n")
    assert parse((data / "forums/delta.yaml").read_text(encoding="utf-8"))["tags"] == []
    assert run("check", "forums/delta.yaml").exit_code == 0


def test_an_interview_asks_again_until_an_answer_can_be_read(data: Path) -> None:
    typed = (
        HEAD.replace("global", "globl\nglobal")
        + "sumary\nsummary\n1999\nhigh\n\nbook\np. 3\n\nsummary\n2003-02-30\n2003\nhihg\nhigh\n\nbok\nn\nbook\np. 3\n\nq\n"
    )
    done = run("new", "forum", "delta", "-i", typed=typed)
    for said in (
        'expected one of global, un, regional; found "globl"; did you mean "global"?',
        'found "sumary"; did you mean "summary"?',
        "expected a beginning on or after 2001-01-01, the forum's own; found 1999-01-01",
        'found "2003-02-30"',
        'found "hihg"; did you mean "high"?',
        'no source "bok"; did you mean "book"?',
    ):
        assert said in done.stderr
    assert done.stdout.endswith("1 fact stated, 5 left; go on with govaudit new forum delta --interactive\n")
    assert parse((data / "forums/delta.yaml").read_text(encoding="utf-8"))["facts"]["minutes"][0]["from"] == 2003


def test_an_interview_marks_what_follows_but_no_source_says(data: Path) -> None:
    run("new", "forum", "delta", "-i", typed=HEAD + "summary\n\ninferred\nWhy.\nbook\np. 3\n\nq\n")
    (statement,) = parse((data / "forums/delta.yaml").read_text(encoding="utf-8"))["facts"]["minutes"]
    assert (statement["confidence"], statement["inferred"], statement["note"]) == ("medium", True, "Why.")


def test_an_interview_takes_in_a_new_source(data: Path) -> None:
    described = "fresh-page\ny\nA fresh page\npress\nhttps://example.org/fresh\nAlpha\n2024\n"
    run("new", "forum", "delta", "-i", typed=HEAD + "summary\n\nhigh\n\n" + described + "top\n\nq\n")
    source = open_data().sources["fresh-page"]
    assert (source.title, source.custom.grade, source.publisher) == ("A fresh page", "press", "Alpha")
    assert parse((data / "forums/delta.yaml").read_text(encoding="utf-8"))["facts"]["minutes"][0]["evidence"] == [
        {"source": "fresh-page", "at": "top"}
    ]


def test_an_answer_finds_its_place_without_its_question(data: Path) -> None:
    run("new", "forum", "delta", "-i", typed=HEAD + "q\n")
    path = data / "forums/delta.yaml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("  #")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    staffed = "\n\n\n\n\nyes\n\nlow\n\nbook\np. 9\n\n"
    run("new", "forum", "delta", "-i", typed=staffed)
    run("new", "forum", "delta", "-i", typed="none\n\nlow\n\nbook\np. 9\n\nq\n")
    assert list(parse(path.read_text(encoding="utf-8"))["facts"]) == ["minutes", "staffed"]


def test_the_data_that_came_with_the_package_are_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("new", "forum", "delta")
    assert done.exit_code == 2
    assert "expected a data folder of your own to write into" in done.stderr
    assert run("fmt").exit_code == 2


def test_fmt_brings_files_into_one_layout_and_names_those_it_cannot_read(data: Path) -> None:
    path, good = data / "forums/alpha.yaml", (data / "forums/alpha.yaml").read_bytes()
    path.write_bytes(good.replace(b"\n", b"  \r\n"))
    (data / "forums/bad.yaml").write_text("a: [\n", encoding="utf-8")
    looked = run("fmt", "--check", "forums/alpha.yaml")
    assert (looked.exit_code, looked.stdout) == (1, "not formatted: forums/alpha.yaml\n")
    assert path.read_bytes() != good
    done = run("fmt")
    assert (done.exit_code, done.stdout) == (2, f"formatted: {path}\n")
    assert "bad.yaml" in done.stderr
    assert path.read_bytes() == good
    assert run("fmt", "--check", "no-such.yaml").exit_code == 2
