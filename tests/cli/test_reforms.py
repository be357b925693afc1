"""`unknowns`, `whatif` and `reforms` as a user meets them."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from .conftest import edit
from .test_commands import TOY, run, schema, toy

ENDS = ("point", "low", "high")


def loads(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


@pytest.mark.parametrize(
    "arguments",
    [
        ("unknowns", "--all"),
        ("unknowns", "alpha", "beta", "gamma"),
        ("unknowns", "alpha", "--missing", "exclude"),
        ("whatif", "alpha", "--reform", "hear-complaints"),
        ("whatif", "gamma", "--set", "minutes=verbatim", "--set", "members=12"),
        ("reforms",),
        ("reforms", "--since", "2004-06-30"),
        ("reforms", "kinder-states"),
    ],
)
def test_json_is_valid_against_the_schema_that_govaudit_publishes(arguments: tuple[str, ...]) -> None:
    done = toy(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(done.stdout), schema(arguments[0]))


def test_what_is_not_known_is_ranked_by_what_settling_it_would_do() -> None:
    report = loads(toy("unknowns", "alpha", "--format", "json").stdout)
    first, second = report["unknowns"]
    assert (first["fact"], first["state"], first["known"]) == ("complaints", "contested", "true or false (contested)")
    assert (second["fact"], second["searched"], second["searched_on"]) == ("staffed", ["site"], "2026-01-31")
    assert first["gain"] > second["gain"] > 0 == second["gain_least"]
    assert first["claims"] == [
        {"paper": "doe-2011", "id": "most-are-deaf", "becomes": ["upheld", "refuted"], "surely": True}
    ]
    (forum,) = report["forums"]
    assert forum["settling"] == {
        "bands": ["high", "middle"],
        "facts": 2,
        "surely": [["complaints", "staffed"]],
        "surely_up_to": 2,
        "possibly": [{"facts": ["complaints"], "bands": ["high"]}, {"facts": ["staffed"], "bands": ["high"]}],
        "possibly_up_to": 1,
    }


@pytest.mark.parametrize("value", ["true", "false"])
def test_a_promised_effect_is_what_the_mended_data_score(tmp_path: Path, value: str) -> None:
    """Settle a fact in a copy of the data: point, rank and claim are as `unknowns` and `whatif` said."""
    shutil.copytree(TOY, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "forums/alpha.yaml").read_text(encoding="utf-8")
    start, end = text.index("    - contested:"), text.index("  languages:")
    known = f"    - {{value: {value}, confidence: high, evidence: [{{source: site, at: p. 1}}]}}\n"
    (tmp_path / "forums/alpha.yaml").write_text(text[:start] + known + text[end:], encoding="utf-8")
    mended = loads(run("score", "alpha", "--framework", "toy", "--format", "json", data=tmp_path).stdout)
    supposed = loads(toy("whatif", "alpha", "--set", f"complaints={value}", "--format", "json").stdout)
    assert supposed["before"] == loads(toy("score", "alpha", "--format", "json").stdout)["scorecards"]
    for one, other in zip(supposed["scorecards"][0]["nodes"], mended["scorecards"][0]["nodes"], strict=True):
        assert (one["id"], one["score"], one["band"]) == (other["id"], other["score"], other["band"])
    promised = loads(toy("unknowns", "alpha", "--format", "json").stdout)["unknowns"][0]
    point = mended["scorecards"][0]["score"]["point"]
    assert point in (promised["score_low"], promised["score_high"])
    verdicts = loads(run("claims", "--format", "json", data=tmp_path).stdout)["claims"]
    (claim,) = (item for item in verdicts if item["id"] == "most-are-deaf")
    assert claim["today"] == {"true": "refuted", "false": "upheld"}[value]
    assert claim["today"] in promised["claims"][0]["becomes"]


def test_not_knowing_has_a_price() -> None:
    report = loads(toy("whatif", "alpha", "--set", "minutes=not-found", "--format", "json").stdout)
    before, after = (report[side][0]["score"] for side in ("before", "scorecards"))
    assert after["point"] < before["point"]
    assert after["coverage"] < before["coverage"]


def test_the_printed_parts_sum_to_the_printed_move() -> None:
    for since in ("2004-06-30", "2011-12-31", "2026-01-31"):
        report = loads(toy("reforms", "--since", since, "--format", "json").stdout)
        split = [forum for reform in report["reforms"] for forum in reform["forums"] if forum["parts"]]
        assert split
        for forum in split:
            for end in ENDS:
                assert sum(part[end] for part in forum["parts"].values()) == forum["actual_move"][end]
                assert forum["before"][end] + forum["actual_move"][end] == forum["today"][end]


def test_a_reform_is_looked_for_at_the_successor_and_what_is_unknown_is_not_undone() -> None:
    (reform, outside) = loads(toy("reforms", "--format", "json").stdout)["reforms"]
    assert [(forum["forum"], forum["at"], forum["verdict"]) for forum in reform["forums"]] == [
        ("alpha", "alpha", "unknown"),
        ("beta", "beta", "ended"),
        ("beta", "alpha", "partly"),
    ]
    assert reform["forums"][2]["parts"] is None
    done = next(item for item in reform["forums"][2]["changes"] if item["fact"] == "minutes")
    assert (done["outcome"], done["from"], done["sources"]) == ("happened", "2010-01-01", ["site", "book"])
    assert (outside["verdict"], outside["forums"]) == ("out-of-scope", [])


def test_before_a_forum_ended_its_own_state_counts() -> None:
    reform = loads(toy("reforms", "hear-complaints", "--as-of", "2015-06-30", "--format", "json").stdout)["reforms"][0]
    assert [(forum["at"], forum["verdict"]) for forum in reform["forums"]] == [("alpha", "unknown"), ("beta", "not")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("unknowns",), "expected forums, or --all; found neither [GA601]"),
        (("unknowns", "alpha", "--all"), "expected forums, or --all; found both [GA601]"),
        (("unknowns", "alhpa"), 'did you mean "alpha"?'),
        (("whatif", "alpha"), "expected --reform NAME or --set FACT=VALUE; found neither [GA601]"),
        (("whatif", "gamma", "--reform", "hear-complaints"), "hint: it is for alpha, beta"),
        (("whatif", "alpha", "--set", "minuets=none"), 'did you mean "minutes"?'),
        (("whatif", "alpha", "--set", "minutes=verbatm"), 'minutes: expected one of none, summary, verbatim; found "verbatm" [GA203]\n  hint: did you mean "verbatim"?'),
        (("whatif", "alpha", "--set", "minutes=not-fuond"), 'did you mean "not-found"?'),
        (("whatif", "alpha", "--set", "members=500"), "members: expected a whole number from 0 to 200; found 500 [GA207]"),
        (("whatif", "alpha", "--set", "complaints=yes"), "hint: write true or false"),
        (("whatif", "alpha", "--set", "minutes"), 'expected --set FACT=VALUE; found "minutes" [GA601]'),
        (("whatif", "alpha", "--set", "minutes=none", "--set", "minutes=summary"), "expected each fact set once"),
        (("whatif", "beta", "--set", "minutes=none"), "expected a forum that exists on 2026-01-31; beta had ended (2020-01-01) [GA601]"),
        (("whatif", "alpha", "--set", "minutes=none", "--as-of", "1999-12-31"), "alpha had not begun (begins 2000-01-01) [GA410]"),
        (("reforms", "--since", "2027-01-01"), "expected --since on or before 2026-01-31"),
        (("reforms", "--since", "1999-12-31"), "hint: alpha had not begun (begins 2000-01-01)"),
        (("reforms", "--since", "2016"), "expected --since YYYY-MM-DD"),
        (("reforms", "kinder-sates"), 'did you mean "kinder-states"?'),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_one_line(arguments: tuple[str, ...], said: str) -> None:
    done = toy(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_reforms_that_disagree_cannot_be_made_together(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path, dirs_exist_ok=True)
    text = (TOY / "forums/reforms/hear-complaints.yaml").read_text(encoding="utf-8")
    other = tmp_path / "forums/reforms/deafen.yaml"
    other.write_text(text.replace("id: hear-complaints", "id: deafen"), encoding="utf-8")
    edit(other, "complaints: true, languages", "complaints: false, languages")
    done = run("whatif", "alpha", "--reform", "hear-complaints", "--reform", "deafen", "--framework", "toy", data=tmp_path)  # fmt: skip
    assert "expected reforms that agree on complaints; hear-complaints and deafen do not [GA601]" in done.stderr


def test_a_file_of_reforms_is_checked_like_any_other(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "forums/reforms/hear-complaints.yaml"
    for old, new in (
        ("  beta:", "  betta:"),
        ("minutes: summary", "minuets: summary"),
        ("source: book", "source: boook"),
    ):
        edit(path, old, new)
    done = run("check", str(path), data=tmp_path)
    assert done.returncode == 2
    for hint in ('did you mean "beta"?', 'did you mean "minutes"?', 'did you mean "book"?'):
        assert hint in done.stderr + done.stdout
