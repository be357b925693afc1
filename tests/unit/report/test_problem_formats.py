"""The formats of other programs: nothing in a text becomes structure, nothing is lost silently, nothing depends on the line."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from govaudit.problems import Checked, Code, Problem
from govaudit.report import problems_junit, problems_sarif
from govaudit.report.check import PROGRAMS, render
from govaudit.report.fingerprints import fingerprints
from govaudit.report.rules_sarif import ADVICE, rule
from tests.skeletons import SKELETONS, obeyed

PAYLOADS = [
    entry["s"]
    for entry in yaml.safe_load((Path(__file__).parents[2] / "badinputs/payloads.yaml").read_bytes())["payloads"]
]
PLAIN = Problem(
    code=Code.PRESS_ALONE, message="m", node=("facts", 0), hint="h", document="forums/a.yaml", line=3, column=2
)
FIELDS = ("message", "hint", "node", "document")
CODES = {"error": Code.BAD_VALUE, "warning": Code.OWN_REVIEW, "note": Code.PRESS_ALONE}


def checked(*problems: Problem, suppressed: dict[Problem, str] | None = None) -> Checked:
    accepted = suppressed or {}
    files = sorted({problem.document for problem in (*problems, *accepted) if problem.document})
    return Checked(problems=problems, suppressed=accepted, files=tuple(files))


def many(severity: str, count: int, **others: Any) -> list[Problem]:
    return [replace(PLAIN, code=CODES[severity], line=number, **others) for number in range(1, count + 1)]


def test_there_are_payloads() -> None:
    assert len(PAYLOADS) > 35
    assert any("\x1b" in text for text in PAYLOADS)


@pytest.mark.parametrize("style", PROGRAMS)
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_structure(payload: str, field: str, style: str) -> None:
    """Raw texts, though what reaches a problem was escaped before: each format stands on its own."""

    def skeleton(word: str) -> Any:
        change: dict[str, Any] = {field: ("facts", word) if field == "node" else word}
        problem = replace(PLAIN, **change)
        crowd = [
            replace(problem, code=Code.BAD_VALUE, line=number) for number in range(5, 18)
        ]  # more than GitHub shows
        return SKELETONS[style](render(checked(problem, *crowd), style, on=("error",)))

    assert skeleton(payload) == skeleton("AAAA")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_reason_becomes_structure(payload: str) -> None:
    def skeleton(word: str) -> Any:
        return SKELETONS["sarif"](render(checked(suppressed={PLAIN: word}), "sarif", on=("error",)))

    assert skeleton(payload) == skeleton("AAAA")


@given(st.text(), st.text(), st.text())
def test_any_text_is_inert_in_every_format(message: str, hint: str, node: str) -> None:
    crowd = [replace(PLAIN, message=message, hint=hint or "h", node=(node,), line=line) for line in range(1, 13)]
    plain = [replace(PLAIN, message="AAAA", node=("AAAA",), line=line) for line in range(1, 13)]
    for style, skeleton in SKELETONS.items():
        written = [skeleton(render(checked(*problems), style, on=("error", "warning"))) for problems in (crowd, plain)]
        assert written[0] == written[1]


def test_a_runner_reads_back_what_was_said() -> None:
    problem = replace(PLAIN, message="50 %, a:b\nnext", document="forums/x,y:z%.yaml")
    (command,) = obeyed(render(checked(problem), "github", on=("error",)))
    assert command == (
        "notice",
        {"file": "forums/x,y:z%.yaml", "line": "3", "col": "2", "title": "GA412 press-alone"},
        "$.facts[0]: 50 %, a:b\nnext\nhint: h",
    )


def test_github_is_given_ten_of_each_severity_and_the_rest_as_lines() -> None:
    found = checked(*many("note", 3), *many("warning", 12), *many("error", 10))
    log = render(found, "github", on=("error",))
    names = [name for name, *_ in obeyed(log)]
    assert names == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 3
    *_, first, second, last = log.splitlines()
    assert first.startswith("warning: forums/a.yaml:11:2: ")
    assert second.startswith("warning: forums/a.yaml:12:2: ")
    assert last.startswith("1 file checked: 10 errors, 12 warnings, 3 notes; 2 of them as lines")
    exact = render(checked(*many("error", 10)), "github", on=("error",))
    assert exact.endswith("\n1 file checked: 10 errors\n")


def test_a_problem_without_a_file_or_line() -> None:
    nowhere = Problem(code=Code.BAD_VALUE, message="m")
    of_file = Problem(code=Code.BAD_NAME, message="m", document="forums/a.yaml")
    found = checked(nowhere, of_file)
    assert [properties for _, properties, _ in obeyed(render(found, "github", on=("error",)))] == [
        {"title": "GA203 bad-value"},
        {"file": "forums/a.yaml", "title": "GA122 bad-name"},
    ]
    results = json.loads(render(found, "sarif", on=("error",)))["runs"][0]["results"]
    assert [result["locations"] for result in results] == [
        [],
        [{"physicalLocation": {"artifactLocation": {"uri": "forums/a.yaml"}, "region": {"startLine": 1}}}],
    ]
    assert [entry["location"] for entry in json.loads(render(found, "gitlab", on=("error",)))] == [
        {"path": ".", "lines": {"begin": 1}},
        {"path": "forums/a.yaml", "lines": {"begin": 1}},
    ]
    assert 'name="the data folder">\n      <failure' in render(found, "junit", on=("error",))


def test_no_problem_is_a_whole_report() -> None:
    found = Checked(problems=(), suppressed={}, files=("a.yaml", "b.yaml"))
    assert render(found, "github", on=("error", "warning")) == "2 files checked: no problems\n"
    assert render(found, "gitlab", on=("error", "warning")) == "[]\n"
    (run,) = json.loads(render(found, "sarif", on=("error", "warning")))["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert 'tests="2" failures="0"' in render(found, "junit", on=("error", "warning"))


@pytest.mark.parametrize(
    ("strict", "failures"), [(False, {"error": "2"}), (True, {"error": "2", "warning": "1 error, 1 warning"})]
)
def test_a_case_of_junit_fails_once_by_what_fails_check(failures: dict[str, str], *, strict: bool) -> None:
    written = render(
        checked(*many("error", 2), *many("warning", 1), *many("note", 1)),
        "junit",
        on=("error", "warning") if strict else ("error",),
    )
    assert written.count("<failure ") == 1
    assert 'tests="1" failures="1" errors="0"' in written
    assert f'message="2 errors{", 1 warning" if "warning" in failures else ""}"' in written
    output = written.partition("<system-out>")[2]
    assert ("warning: " in output, "note: " in output) == (not strict, True)


@pytest.mark.parametrize("severity", ["warning", "note"])
def test_warnings_and_notes_fail_no_case(severity: str) -> None:
    assert "<failure" not in render(checked(*many(severity, 2)), "junit", on=("error",))


def test_a_report_that_no_reader_could_parse_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems_junit, "_xml", lambda text: text)
    with pytest.raises(SyntaxError):
        render(checked(replace(PLAIN, document="\ufffe")), "junit", on=("error",))


def test_an_entry_for_gitlab_has_what_its_documentation_asks_for() -> None:
    """There is no schema of it in a package; these are the fields that the page on code quality asks for, as we read it."""
    problems = [*many("error", 2), *many("warning", 2), *many("note", 2), Problem(code=Code.BAD_NAME, message="m")]
    written = render(checked(*problems), "gitlab", on=("error",))
    assert written.startswith("[")  # no byte-order mark
    entries = json.loads(written)
    for entry in entries:
        assert {key: type(value) for key, value in entry.items()} == {
            "description": str, "check_name": str, "fingerprint": str, "severity": str, "location": dict,
        }  # fmt: skip
        assert all(entry.values())
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not entry["location"]["path"].startswith(("/", "./"))
        assert type(entry["location"]["lines"]["begin"]) is int
        assert entry["location"]["lines"]["begin"] >= 1
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 7


def test_suppressed_problems_stand_in_sarif_with_their_reason_and_nowhere_else() -> None:
    other = replace(PLAIN, line=9)
    found = checked(PLAIN, suppressed={other: "A closed archive."})
    results = json.loads(render(found, "sarif", on=("error",)))["runs"][0]["results"]
    assert [result["suppressions"] for result in results] == [
        [],
        [{"kind": "external", "status": "accepted", "justification": "A closed archive."}],
    ]
    assert len(json.loads(render(found, "gitlab", on=("error",)))) == 1
    assert len(obeyed(render(found, "github", on=("error",)))) == 1
    assert render(found, "github", on=("error",)).endswith(" 1 note, 1 suppressed\n")
    assert '<property name="suppressed" value="1" />' in render(found, "junit", on=("error",))


def test_sarif_holds_what_code_scanning_takes_and_says_what_it_leaves_out() -> None:
    """25,001 results and a suppressed one: the suppressed and the lightest go first, whatever their place."""
    notes = [replace(PLAIN, line=line, node=("facts", line)) for line in range(1, 24_003)]
    errors = many("error", 999, document="forums/z.yaml")
    suppressed = {replace(PLAIN, document="a.yaml"): "r"}
    written = render(checked(*notes, *errors, suppressed=suppressed), "sarif", on=("error",))
    (run,) = json.loads(written)["runs"]
    assert len(run["results"]) == 25_000
    assert sum(result["level"] == "error" for result in run["results"]) == 999
    assert not any(result["suppressions"] for result in run["results"])
    left_out, not_shown = run["invocations"][0]["toolExecutionNotifications"]
    assert left_out["message"]["text"] == "25002 problems were found, 2 are left out: 2 of GA412."
    assert not_shown["message"]["text"] == "Of 25000 results code scanning shows 5000, the gravest first."
    described = run["tool"]["driver"]["notifications"]
    assert [described[item["descriptor"]["index"]]["id"] for item in (left_out, not_shown)] == [
        "results-left-out",
        "results-not-shown",
    ]
    assert all({"shortDescription", "fullDescription", "help"} <= item.keys() for item in described)
    assert len({result["partialFingerprints"]["govaudit/v1"] for result in run["results"]}) == 25_000
    assert len(gzip.compress(written.encode())) < 10 * 1024 * 1024


@pytest.mark.parametrize(("count", "said"), [(3, []), (4, ["results-not-shown"]), (6, ["results-not-shown"])])
def test_nothing_is_said_where_nothing_is_missing(count: int, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems_sarif, "ACCEPTED", 6)
    monkeypatch.setattr(problems_sarif, "SHOWN", 3)
    (run,) = json.loads(render(checked(*many("note", count)), "sarif", on=("error",)))["runs"]
    notifications = run["invocations"][0]["toolExecutionNotifications"]
    assert [item["descriptor"]["id"] for item in notifications] == said
    assert {item["level"] for item in notifications} <= {"note"}
    assert ("notifications" in run["tool"]["driver"]) == bool(said)


def test_what_is_left_out_is_told_by_rule_and_the_notifications_are_described(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems_sarif, "ACCEPTED", 1)
    found = checked(*many("warning", 2, document="a.yaml"), *many("note", 1), *many("error", 1))
    (run,) = json.loads(render(found, "sarif", on=("error",)))["runs"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification == {
        "descriptor": {"id": "results-left-out", "index": 0},
        "level": "warning",
        "message": {"text": "4 problems were found, 3 are left out: 1 of GA412, 2 of GA415."},
    }
    texts = {
        "results-left-out": {"text": "Code scanning takes 1 results of a run; the lightest are left out."},
        "results-not-shown": {"text": "Code scanning shows 5000 results of a run, the gravest first."},
    }
    assert run["tool"]["driver"]["notifications"] == [
        {"id": name, "shortDescription": text, "fullDescription": text, "help": text} for name, text in texts.items()
    ]


def test_what_xml_cannot_hold_is_a_sign_that_says_so() -> None:
    written = render(checked(replace(PLAIN, message="a\x00\ufffe\ud800\tb\U0001f600", hint="")), "junit", on=("note",))
    (failure,) = ET.fromstring(written).iter("failure")
    assert failure.text == "note: forums/a.yaml:3:2: $.facts[0]: a���\tb\U0001f600 [GA412]\n"


def test_a_result_names_its_rule_by_id_and_place_in_the_list() -> None:
    found = checked(*many("note", 1), *many("error", 1), *many("warning", 1))
    (run,) = json.loads(render(found, "sarif", on=("error",)))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [item["id"] for item in rules] == ["GA203", "GA412", "GA415"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["defaultConfiguration"]["level"] == result["level"]


@pytest.mark.parametrize("code", list(Code), ids=lambda code: code.id)
def test_every_rule_says_what_it_means_what_to_do_and_whether_it_can_be_accepted(code: Code) -> None:
    described: Any = rule(code)
    assert described["name"].isalnum()
    assert described["name"].lower() == code.slug.replace("-", "")
    help = described["help"]
    assert code.meaning in help["markdown"]
    assert ADVICE.get(code.id[2], "the message says") in help["markdown"]
    assert (code.id[2] in ADVICE) == (code.id < "GA6")
    assert ("forums/suppressions.yaml" in help["markdown"]) == code.suppressible
    assert help["text"] == help["markdown"].replace("**", "").replace("`", "")
    assert help["text"].startswith(f"What it means. {described['fullDescription']['text']}")
    assert described["fullDescription"]["text"].startswith(described["shortDescription"]["text"])


def test_a_fingerprint_is_the_same_wherever_the_line_goes() -> None:
    again = [
        (replace(PLAIN, message="found it again, first on line 3"), "found it again, first on line 7"),
        (PLAIN, PLAIN.message),
    ]
    for before, message in again:
        after = replace(before, message=message, line=99, column=9, hint="another")
        assert [*fingerprints(checked(before)).values()] == [*fingerprints(checked(after)).values()]


@pytest.mark.parametrize(
    "change",
    [{"code": Code.HOLE}, {"message": "n"}, {"node": ("facts", 1)}, {"document": "forums/b.yaml"}, {"node": ()}],
    ids=str,
)
def test_another_problem_has_another_fingerprint(change: dict[str, Any]) -> None:
    one, other = PLAIN, replace(PLAIN, **change)
    assert fingerprints(checked(one))[one] != fingerprints(checked(other))[other]


def test_problems_alike_but_for_the_line_are_told_apart_and_suppressing_one_renames_none() -> None:
    alike = many("note", 3)
    open_ = fingerprints(checked(*alike))
    assert len(set(open_.values())) == 3
    assert fingerprints(checked(alike[0], alike[2], suppressed={alike[1]: "r"})) == open_
    entries = json.loads(render(checked(alike[0], alike[2], suppressed={alike[1]: "r"}), "gitlab", on=("error",)))
    assert [entry["fingerprint"] for entry in entries] == [open_[alike[0]], open_[alike[2]]]
