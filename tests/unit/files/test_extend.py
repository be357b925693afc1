"""A framework that extends another: values in the base's tree, their origins, and what is refused."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from govaudit.files.assemble import Tree
from govaudit.files.extend import MOST_BASES, base_of, extend
from govaudit.files.workspace import Workspace
from govaudit.model.extension import OWN, Lineage
from govaudit.problems import Code, GovauditError

TOY = Path(__file__).parents[2] / "toy"
Data = dict[str, Any]
BASE: Data = {
    "id": "base",
    "version": "1.2.0",
    "title": "The base",
    "references": ["Doe 2011"],
    "criteria": [
        {
            "id": "records",
            "weight": 2,
            "indicators": [
                {
                    "id": "kept",
                    "levels": [{"id": "all", "score": 10, "when": {"minutes": "verbatim"}}, {"id": "none", "score": 0, "otherwise": True}],
                },
                {"id": "seat", "points": {"fact": "seat", "table": {"own": 10, "host": 5}}},
                {"id": "shared", "rubric": "common", "fact": "staffed"},
            ],
        },
        {"id": "answer", "indicators": [{"id": "asks", "levels": [{"id": "any", "score": 1, "otherwise": True}]}]},
    ],
    "rubrics": {"common": [{"id": "yes", "score": 1, "otherwise": True}]},
    "bands": [{"id": "high", "at-least": 6}, {"id": "low", "otherwise": True}],
    "caps": [
        {"id": "first", "when": {"minutes": "none"}, "at-most": 4, "reason": "One."},
        {"id": "second", "when": {"seat": "host"}, "band": "low", "reason": "Two."},
        {"id": "third", "when": {"score": {"base": {"below": 1}}}, "at-most": 3, "reason": "Three."},
    ],
    "derived": [{"id": "again", "of": ["base", "records"]}],
}  # fmt: skip


def extended(*overrides: Data, base: Tree | None = None, lineage: Lineage = OWN, **more: Any) -> tuple[Tree, Lineage]:
    body = {
        "id": "seen",
        "version": "1.0.0",
        "extends": {"framework": "base", "version": "1.2.0"},
        "title": "Seen",
        "rationale": "A reader.",
        "overrides": [{"reason": "Why.", **item} for item in overrides],
    }
    tree = base or Tree(deepcopy(BASE), [((), "base.yaml", ()), (("criteria", 0), "records.yaml", ())])
    return extend("seen.yaml", {**body, **more}, tree, lineage)


def refused(*overrides: Data, **more: Any) -> list[tuple[Code, tuple[str | int, ...], str, str]]:
    with pytest.raises(GovauditError) as caught:
        extended(*overrides, **more)
    return [(item.code, item.node, item.message, item.hint) for item in caught.value.problems]


def test_a_value_stands_in_the_place_of_the_bases_and_comes_from_the_view() -> None:
    tree, lineage = extended(
        {"node": "records", "weight": 3},
        {"node": "kept", "levels": {"none": 1}},
        {"node": "seat", "points": {"host": 6}},
        {"node": "answer", "missing": "exclude"},
        {"node": "base", "bands": {"high": 7}},
    )
    records = tree.data["criteria"][0]
    assert records["weight"] == 3
    assert [level["score"] for level in records["indicators"][0]["levels"]] == [10, 1]
    assert records["indicators"][1]["points"]["table"] == {"own": 10, "host": 6}
    assert tree.data["criteria"][1]["missing"] == "exclude"
    assert tree.data["bands"][0]["at-least"] == 7
    assert tree.origin(("criteria", 0, "weight")) == ("seen.yaml", ("overrides", 0, "weight"))
    assert tree.origin(("criteria", 0, "indicators", 0, "levels", 1, "score")) == (
        "seen.yaml",
        ("overrides", 1, "levels", "none"),
    )
    assert tree.origin(("criteria", 0, "indicators", 0, "levels", 0, "score")) == (
        "records.yaml",
        ("indicators", 0, "levels", 0, "score"),
    )
    assert tree.origin(("bands",)) == ("seen.yaml", ("overrides", 4, "bands"))
    assert tree.origin(("bands", 0, "id")) == ("base.yaml", ("bands", 0, "id"))
    assert tree.origin(("bands", 0, "at-least")) == ("seen.yaml", ("overrides", 4, "bands", "high"))
    assert [(item.node, item.value, item.before, item.after) for item in lineage.overridden] == [
        ("records", "weight", "2", "3"),
        ("kept", "levels.none", "0", "1"),
        ("seat", "points.host", "5", "6"),
        ("answer", "missing", "zero-credit", "exclude"),
        ("base", "bands.high", "6", "7"),
    ]
    assert {item.document for item in lineage.overridden} == {"seen.yaml"}
    assert lineage.bases == {"base": "1.2.0"}


def test_the_view_speaks_for_itself_and_the_whole_bears_its_id() -> None:
    tree, _ = extended({"node": "records", "weight": 3})
    assert (tree.data["id"], tree.data["version"], tree.data["title"]) == ("seen", "1.0.0", "Seen")
    assert "references" not in tree.data
    assert tree.data["derived"][0]["of"] == ["seen", "records"]
    assert tree.data["caps"][2]["when"] == {"score": {"seen": {"below": 1}}}
    assert tree.origin(("title",)) == ("seen.yaml", ("title",))
    tree, _ = extended({"node": "records", "weight": 3}, references=["Roe 2012"])
    assert tree.data["references"] == ["Roe 2012"]


def test_a_dropped_cap_leaves_the_places_of_the_others_exact() -> None:
    tree, lineage = extended({"node": "base", "caps": {"first": "none", "third": 2}})
    assert [(cap["id"], cap["reason"]) for cap in tree.data["caps"]] == [("second", "Two."), ("third", "Why.")]
    assert tree.origin(("caps", 0, "when")) == ("base.yaml", ("caps", 1, "when"))
    assert tree.origin(("caps", 1, "when")) == ("base.yaml", ("caps", 2, "when"))
    assert tree.origin(("caps", 1, "at-most")) == ("seen.yaml", ("overrides", 0, "caps", "third"))
    assert tree.origin(("caps", 1, "reason")) == ("seen.yaml", ("overrides", 0, "reason"))
    assert [(item.value, item.before, item.after) for item in lineage.overridden] == [
        ("caps.first", "4", "dropped"),
        ("caps.third", "3", "2"),
    ]


def test_an_aggregation_without_weights_takes_them_away() -> None:
    tree, _ = extended({"node": "base", "aggregation": "minimum"})
    assert "weight" not in tree.data["criteria"][0]
    tree, _ = extended({"node": "base", "aggregation": {"power": 2}})
    assert tree.data["criteria"][0]["weight"] == 2


def test_a_view_of_a_view_keeps_what_it_does_not_override() -> None:
    tree, lineage = extended({"node": "records", "weight": 3}, {"node": "answer", "weight": 2})
    again, both = extended(
        {"node": "seen", "caps": {"first": "none"}},
        {"node": "records", "weight": 4},
        base=tree,
        lineage=lineage,
        id="anew",
        extends={"framework": "seen", "version": "1.0.0"},
    )
    assert [group["weight"] for group in again.data["criteria"]] == [4, 2]
    assert again.data["derived"][0]["of"] == ["anew", "records"]
    assert both.bases == {"seen": "1.0.0", "base": "1.2.0"}
    assert [(item.framework, item.before, item.after) for item in both.overridden] == [
        ("seen", "2", "3"),
        ("seen", "1", "2"),
        ("anew", "4", "dropped"),
        ("anew", "3", "4"),
    ]
    assert again.origin(("criteria", 1, "weight")) == ("seen.yaml", ("overrides", 1, "weight"))


@pytest.mark.parametrize(
    ("override", "node", "message", "hint"),
    [
        ({"node": "recrods", "weight": 3}, ("node",), 'a node of base; found "recrods"', 'did you mean "records"?'),
        ({"node": "kept", "levels": {"al": 1}}, ("levels", "al"), 'a level of kept; found "al"', 'did you mean "all"?'),
        ({"node": "kept", "levels": {"x": 1}}, ("levels", "x"), 'a level of kept; found "x"', "there are: all, none"),
        ({"node": "shared", "levels": {"yes": 2}}, ("levels", "yes"), 'a level of shared; found "yes"', "its levels are those of the shared rubric common, which no override reaches"),
        ({"node": "seat", "points": {"hostt": 1}}, ("points", "hostt"), 'a value in the table of points of seat; found "hostt"', 'did you mean "host"?'),
        ({"node": "base", "caps": {"frist": 1}}, ("caps", "frist"), 'a cap of base; found "frist"', 'did you mean "first"?'),
        ({"node": "base", "bands": {"low": 1}}, ("bands", "low"), 'a band of base with a threshold; found "low"', ""),
        ({"node": "kept", "aggregation": "sum"}, ("aggregation",), 'a node that makes one score of several; found "kept"', ""),
    ],
)  # fmt: skip
def test_an_override_that_matches_nothing_is_an_error(override: Data, node: Any, message: str, hint: str) -> None:
    assert refused(override) == [(Code.UNMATCHED_OVERRIDE, ("overrides", 0, *node), f"expected {message}", hint)]


@pytest.mark.parametrize(
    ("override", "place", "message"),
    [
        ({"node": "records", "weight": 2}, "weight", "expected another value than that of base; found 2 again"),
        ({"node": "records", "weight": "4/2"}, "weight", "expected another value than that of base; found 4/2 again"),
        ({"node": "answer", "weight": 1}, "weight", "expected another value than that of base; found 1 again"),
        ({"node": "base", "aggregation": "mean"}, "aggregation", "expected another value than that of base; found mean again"),
        ({"node": "kept", "missing": "zero-credit"}, "missing", "expected another value than that of base; found zero-credit again"),
        ({"node": "base", "weight": 2}, "weight", 'expected a node that counts in another; found "base", the whole'),
        ({"node": "again", "weight": 2}, "weight", 'expected a node that counts in another; found "again", a derived node'),
    ],
)  # fmt: skip
def test_an_override_that_changes_nothing_is_an_error(override: Data, place: str, message: str) -> None:
    assert refused(override) == [(Code.IDLE_OVERRIDE, ("overrides", 0, place), message, "leave it out")]


def test_overrides_are_taken_together() -> None:
    twice = refused({"node": "records", "weight": 3}, {"node": "records", "weight": 4})
    assert [(code, node) for code, node, _, _ in twice] == [(Code.DUPLICATE_ID, ("overrides", 1, "weight"))]
    nothing = refused({"node": "records", "weight": 0}, {"node": "answer", "weight": 0})
    assert [(code, node, message) for code, node, message, _ in nothing] == [
        (Code.BAD_WEIGHT, ("overrides", 1, "weight"), "expected a weight above 0 in base; found 0 for all of it")
    ]
    for order in ([0, 1], [1, 0]):
        pair: list[Data] = [{"node": "records", "weight": 3}, {"node": "base", "aggregation": "minimum"}]
        idle = refused(*(pair[index] for index in order))
        assert [(code, message) for code, _, message, _ in idle] == [
            (Code.IDLE_OVERRIDE, "expected no weight here; minimum takes no weights")
        ]


def test_a_cap_keeps_its_kind() -> None:
    assert [item[:3] for item in refused({"node": "base", "caps": {"first": "low", "second": 3}})] == [
        (Code.BAD_VALUE, ("overrides", 0, "caps", "first"), 'expected the greatest score that is left, or none to drop the cap; found "low"'),
        (Code.BAD_VALUE, ("overrides", 0, "caps", "second"), "expected the best band that is left, or none to drop the cap; found 3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ([], Code.MISSING_KEY),
        ([{"node": "records"}], Code.MISSING_KEY),
        ([{"node": "records", "weight": 3, "reason": " "}], Code.MISSING_KEY),
        ([{"node": "records", "weight": -1}], Code.BAD_WEIGHT),
        ([{"node": "records", "wieght": 3}], Code.UNKNOWN_KEY),
    ],
)
def test_an_override_says_what_and_why(overrides: list[Data], code: Code) -> None:
    assert [item[0] for item in refused(*overrides)] == [code]


def test_another_version_of_the_base_is_an_error() -> None:
    ((code, node, message, hint),) = refused(
        {"node": "records", "weight": 3}, extends={"framework": "base", "version": "1.1.0"}
    )
    assert (code, node) == (Code.OTHER_BASE, ("extends", "version"))
    assert message == 'expected the version of base that is there, "1.2.0"; found "1.1.0"'
    assert hint.startswith("look at every override again")


def test_a_base_must_be_there_and_build_on_no_view_of_it() -> None:
    body = {
        "id": "seen",
        "version": "1",
        "title": "Seen",
        "rationale": "A reader.",
        "extends": {"framework": "baes", "version": "1"},
        "overrides": [{"node": "records", "weight": 3, "reason": "Why."}],
    }
    with pytest.raises(GovauditError) as caught:
        base_of(body, ("seen",), ("base", "seen"))
    assert [(item.code, item.hint) for item in caught.value.problems] == [
        (Code.UNKNOWN_FRAMEWORK, 'did you mean "base"?')
    ]
    body["extends"] = {"framework": "other", "version": "1"}
    with pytest.raises(GovauditError) as caught:
        base_of(body, ("other", "seen"), ("other", "seen"))
    assert [(item.code, item.message) for item in caught.value.problems] == [
        (Code.CYCLE, "expected frameworks that do not extend each other in a circle; found other -> seen -> other")
    ]


def toy_with(folder: Path, *views: Data) -> Workspace:
    """The toy data with views of it."""
    copytree(TOY, folder, dirs_exist_ok=True)
    for view in views:
        place = folder / "criteria" / view["id"]
        place.mkdir()
        overrides = "".join(f"  - {item}\n" for item in view["overrides"])
        base = view.get("base", "{framework: toy, version: 0.3.0}")
        text = f"id: {view['id']}\nversion: 1.0.0\nextends: {base}\ntitle: Seen\nrationale: A reader.\noverrides:\n"
        (place / "framework.yaml").write_text(text + overrides, encoding="utf-8")
    return Workspace(folder)


def test_a_workspace_reads_views_and_knows_their_files_and_bases(tmp_path: Path) -> None:
    first = {"id": "seen", "overrides": ["{node: records, weight: 3, reason: Why.}"]}
    again = {
        "id": "anew",
        "base": "{framework: seen, version: 1.0.0}",
        "overrides": ["{node: asks, levels: {anyone: 90}, reason: Why.}"],
    }
    data = toy_with(tmp_path, first, again)
    assert data.plan("anew").nodes["records"].weight == Fraction(3)
    assert data.lineage("anew").bases == {"seen": "1.0.0", "toy": "0.3.0"}
    assert data.lineage("toy") == OWN
    assert data.extensions("toy") == ("anew", "seen")
    assert data.extensions("seen") == ("anew",)
    assert {f"criteria/{name}/framework.yaml" for name in ("anew", "seen", "toy")} <= set(data.inputs("anew", []))
    assert "criteria/toy/records.yaml" in data.inputs("anew", [])


def test_what_is_wrong_in_a_base_is_said_of_the_base(tmp_path: Path) -> None:
    data = toy_with(tmp_path, {"id": "seen", "overrides": ["{node: records, weight: 3, reason: Why.}"]})
    path = tmp_path / "criteria" / "toy" / "records.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("score: 40", "score: 140"), encoding="utf-8")
    with pytest.raises(GovauditError) as caught:
        data.plan("seen")
    assert {problem.document for problem in caught.value.problems} == {"criteria/toy/records.yaml"}


def test_a_few_frameworks_may_build_on_each_other_and_no_more(tmp_path: Path) -> None:
    bases = ["toy, version: 0.3.0", *(f"v{number}, version: 1.0.0" for number in range(MOST_BASES))]
    workspace = toy_with(
        tmp_path,
        *(
            {"id": f"v{number}", "base": f"{{framework: {base}}}", "overrides": [f"{{node: records, weight: {number + 3}, reason: Why.}}"]}
            for number, base in enumerate(bases)
        ),
    )  # fmt: skip
    for _ in range(2):  # before its bases have been read, and after
        with pytest.raises(GovauditError) as caught:
            workspace.tree("v8")
        (problem,) = caught.value.problems
        assert problem.code is Code.RULE_TOO_LARGE
        assert "v8 builds on more" in problem.message
        workspace = Workspace(tmp_path)
        assert len(workspace.lineage("v7").bases) == MOST_BASES


def test_frameworks_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    pairs = [("one", "two"), ("two", "one")]
    views = [
        {"id": name, "base": f"{{framework: {base}, version: 1.0.0}}", "overrides": ["{node: records, weight: 3, reason: Why.}"]}
        for name, base in pairs
    ]  # fmt: skip
    with pytest.raises(GovauditError) as caught:
        toy_with(tmp_path, *views).tree("one")
    assert {problem.code for problem in caught.value.problems} == {Code.CYCLE}
