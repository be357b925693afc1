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
    assert tree.origin(("criteria", 0, "indicators", 1, "points", "table", "host")) == (
        "seen.yaml",
        ("overrides", 2, "points", "host"),
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
        ([{"node": "records", "weight": 3, "reason": " "}], Code.BAD_VALUE),
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
    assert hint == "look at every override again, then name this version, and raise your own"


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


def tree_of(**changes: Any) -> Tree:
    """The base with other values in it; those of its first criterion under `records`."""
    data = deepcopy(BASE)
    data["criteria"][0].update(changes.pop("records", {}))
    return Tree({**data, **changes}, [((), "base.yaml", ())])


THERE = "there are: base, again, answer, asks, records, shared, seat, kept"
SHARED_TABLE = "its points are those of the shared table common, which no override reaches"


@pytest.mark.parametrize(
    ("override", "node", "message", "hint"),
    [
        ({"node": "zzz", "weight": 1}, ("node",), 'a node of base; found "zzz"', THERE),
        ({"node": "seat", "levels": {"x": 1}}, ("levels", "x"), 'a level of seat; found "x"', ""),
        ({"node": "asks", "levels": {"x": 1}}, ("levels", "x"), 'a level of asks; found "x"', "there are: any"),
        ({"node": "kept", "points": {"x": 1}}, ("points", "x"), 'a value in the table of points of kept; found "x"', ""),
        ({"node": "seat", "points": {"x": 1}}, ("points", "x"), 'a value in the table of points of seat; found "x"', "there are: own, host"),
        ({"node": "records", "caps": {"x": 1}}, ("caps", "x"), 'a cap of records; found "x"', ""),
        ({"node": "kept", "bands": {"x": 1}}, ("bands", "x"), 'a band of kept; found "x"', ""),
        ({"node": "base", "bands": {"x": 1}}, ("bands", "x"), 'a band of base; found "x"', "there are: high, low"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_with_what_is(override: Data, node: Any, message: str, hint: str) -> None:
    assert refused(override) == [(Code.UNMATCHED_OVERRIDE, ("overrides", 0, *node), f"expected {message}", hint)]


def test_a_shared_table_is_out_of_reach_and_of_many_names_none_is_listed() -> None:
    shared = tree_of(records={"indicators": [{"id": "seat", "points": {"fact": "seat", "table": "common"}}]})
    ((_, _, _, hint),) = refused({"node": "seat", "points": {"x": 1}}, base=shared)
    assert hint == SHARED_TABLE
    for count, hint in ((12, f"there are: {', '.join('abcdefghijkl')}"), (13, "")):
        table = {"fact": "seat", "table": dict.fromkeys("abcdefghijklm"[:count], 1)}
        many = tree_of(records={"indicators": [{"id": "seat", "points": table}, {"id": "odd", "points": None}]})
        assert [item[3] for item in refused({"node": "seat", "points": {"zzz": 1}}, base=many)] == [hint]
        assert [item[3] for item in refused({"node": "odd", "points": {"zzz": 1}}, base=many)] == [""]


def test_the_same_value_twice_is_told_where_it_stands_again() -> None:
    for override, node in (
        ({"node": "records", "weight": 3}, ("weight",)),
        ({"node": "kept", "levels": {"none": 3}}, ("levels", "none")),
        ({"node": "base", "caps": {"first": "none"}}, ("caps", "first")),
    ):
        value = ".".join(node)
        message = f"expected {value} of {override['node']} to be overridden once; found it again"
        assert refused(override, override) == [(Code.DUPLICATE_ID, ("overrides", 1, *node), message, "")]


@pytest.mark.parametrize(
    ("base", "overrides", "said"),
    [
        ({"aggregation": "minimum"}, [{"node": "records", "weight": 3}], (0, "minimum takes no weights")),
        ({"aggregation": {"power": 2}}, [{"node": "records", "weight": 3}], None),
        ({"records": {"pooled": True}}, [{"node": "records", "weight": 3}], (0, "a pooled group counts by its members")),
        ({"aggregation": "minimum"}, [{"node": "base", "aggregation": "mean"}, {"node": "kept", "weight": 3}], None),
        ({}, [{"node": "base", "aggregation": "maximum"}, {"node": "kept", "weight": 3}], None),
        ({}, [{"node": "records", "aggregation": "maximum"}, {"node": "kept", "weight": 3}], (1, "maximum takes no weights")),
        ({}, [{"node": "again", "aggregation": "maximum"}, {"node": "kept", "weight": 3}], None),
    ],
)  # fmt: skip
def test_a_weight_is_where_something_takes_it(base: Data, overrides: list[Data], said: tuple[int, str] | None) -> None:
    if said is None:
        assert extended(*overrides, base=tree_of(**base))
        return
    index, why = said
    assert refused(*overrides, base=tree_of(**base)) == [
        (Code.IDLE_OVERRIDE, ("overrides", index, "weight"), f"expected no weight here; {why}", "leave it out")
    ]


@pytest.mark.parametrize(
    ("aggregation", "refuses"), [("mean", True), ("geometric", True), ({"power": 2}, True), ("sum", False)]
)
def test_in_a_mean_something_counts(aggregation: Any, refuses: bool) -> None:
    base = tree_of(aggregation=aggregation)
    none: list[Data] = [{"node": "answer", "weight": 0}, {"node": "records", "weight": 0}]
    if not refuses:
        assert extended(*none, base=base)
        return
    message = "expected a weight above 0 in base; found 0 for all of it"
    assert refused(*none, base=base) == [(Code.BAD_WEIGHT, ("overrides", 1, "weight"), message, "")]
    assert extended(none[0], base=base)
    empty = tree_of(records={"weight": 0})  # what was so before is not told of the override
    assert [item[0] for item in refused(none[0], base=empty)] == [Code.BAD_WEIGHT]
    assert extended({"node": "kept", "weight": 2}, base=empty)


def test_a_policy_is_that_of_the_nearest_node_above() -> None:
    base = tree_of(missing="exclude", records={"missing": "worst"})
    for node, before in (("base", "exclude"), ("records", "worst"), ("kept", "worst"), ("asks", "exclude")):
        _, lineage = extended({"node": node, "missing": "zero-credit"}, base=base)
        assert [(item.value, item.before, item.after) for item in lineage.overridden] == [
            ("missing", before, "zero-credit")
        ]


def test_an_aggregation_is_written_where_there_are_members_and_told_in_words() -> None:
    tree, lineage = extended(
        {"node": "again", "aggregation": "maximum"},
        {"node": "base", "aggregation": {"power": 3}},
        {"node": "answer", "aggregation": "sum"},
    )
    assert tree.data["derived"][0]["aggregation"] == "maximum"
    assert tree.data["aggregation"] == {"power": 3}
    assert tree.origin(("derived", 0, "aggregation")) == ("seen.yaml", ("overrides", 0, "aggregation"))
    assert tree.origin(("aggregation", "power")) == ("seen.yaml", ("overrides", 1, "aggregation", "power"))
    assert [(item.before, item.after) for item in lineage.overridden] == [
        ("mean", "maximum"),
        ("mean", "power 3"),
        ("mean", "sum"),
    ]


def test_a_band_from_above_and_one_without_a_threshold() -> None:
    base = tree_of(bands=[{"id": "low", "at-most": "1/2"}, {"id": "high", "otherwise": True}])
    tree, lineage = extended({"node": "base", "bands": {"low": "1/3"}}, base=base)
    assert tree.data["bands"][0]["at-most"] == "1/3"
    assert [(item.value, item.before, item.after) for item in lineage.overridden] == [("bands.low", "0.5", "1/3")]
    assert tree.origin(("bands", 0, "at-most")) == ("seen.yaml", ("overrides", 0, "bands", "low"))
    assert tree.origin(("bands", 1)) == ("base.yaml", ("bands", 1))
    base.data["criteria"][0]["bands"] = base.data["bands"]
    tree, _ = extended({"node": "records", "bands": {"low": "1/3"}}, base=base)
    assert tree.origin(("criteria", 0, "bands")) == ("seen.yaml", ("overrides", 0, "bands"))
    assert tree.origin(("criteria", 0, "bands", 1)) == ("base.yaml", ("criteria", 0, "bands", 1))
    assert tree.origin(("criteria",)) == ("base.yaml", ("criteria",))
    ((code, _, message, _),) = refused({"node": "base", "bands": {"low": "2/4"}}, base=base)
    assert (code, message) == (Code.IDLE_OVERRIDE, "expected another value than that of base; found 2/4 again")


def test_caps_of_scores_and_of_bands_change_and_are_dropped() -> None:
    group = {
        "caps": [{"id": "own", "when": {}, "at-most": 1, "reason": "Own."}, {"id": "kept", "when": {}, "at-most": 2}]
    }
    tree, lineage = extended(
        {"node": "base", "caps": {"second": "high"}, "reason": "Because\n  so.", "references": ["Roe 2012"]},
        {"node": "records", "caps": {"own": "none"}},
        {"node": "base", "caps": {"first": "none"}},
        {"node": "records", "weight": 5},
        base=tree_of(records=group),
    )
    assert [(cap["id"], cap.get("band"), cap["reason"]) for cap in tree.data["caps"]] == [
        ("second", "high", "Because\n  so."),
        ("third", None, "Three."),
    ]
    assert [cap["id"] for cap in tree.data["criteria"][0]["caps"]] == ["kept"]
    first, *others = lineage.overridden
    assert (first.framework, first.node, first.value, first.before, first.after) == (
        "seen", "base", "caps.second", "low", "high"
    )  # fmt: skip
    assert (first.reason, first.references, first.document) == ("Because so.", ("Roe 2012",), "seen.yaml")
    assert [(item.value, item.before, item.after) for item in others] == [
        ("caps.own", "1", "dropped"),
        ("caps.first", "4", "dropped"),
        ("weight", "2", "5"),
    ]
    places = {
        ("caps", 0, "band"): ("seen.yaml", ("overrides", 0, "caps", "second")),
        ("caps", 0, "reason"): ("seen.yaml", ("overrides", 0, "reason")),
        ("caps", 0, "when"): ("base.yaml", ("caps", 1, "when")),
        ("caps", 1, "id"): ("base.yaml", ("caps", 2, "id")),
        ("criteria", 0, "caps", 0, "id"): ("base.yaml", ("criteria", 0, "caps", 1, "id")),
        ("criteria", 0, "weight"): ("seen.yaml", ("overrides", 3, "weight")),
    }
    assert {node: tree.origin(node) for node in places} == places
    assert [item[2] for item in refused({"node": "base", "caps": {"first": 4}}, {"node": "base", "caps": {"second": "low"}})] == [
        "expected another value than that of base; found 4 again",
        "expected another value than that of base; found low again",
    ]  # fmt: skip


def test_what_a_view_says_of_itself_is_its_own() -> None:
    tree, _ = extended({"node": "records", "weight": 3})
    assert tree.data["rationale"] == "A reader."
    places = ("id", "version", "title", "rationale")
    assert [tree.origin((key,)) for key in places] == [("seen.yaml", (key,)) for key in places]
    assert tree.origin(("references",)) == ("base.yaml", ("references",))
    _, lineage = extended(
        {"node": "records", "weight": 3}, lineage=Lineage(bases={"root": "2", "stem": "3"}, overridden=())
    )
    assert list(lineage.bases.items()) == [("base", "1.2.0"), ("root", "2"), ("stem", "3")]


def test_eight_frameworks_may_build_on_each_other() -> None:
    message = "expected at most 8 frameworks that build on each other; seen builds on more"
    for count in (7, 8):
        lineage = Lineage(bases={f"b{number}": "1" for number in range(count)}, overridden=())
        if count == 7:
            assert len(extended({"node": "records", "weight": 3}, lineage=lineage)[1].bases) == 8
        else:
            assert refused({"node": "records", "weight": 3}, lineage=lineage) == [
                (Code.RULE_TOO_LARGE, ("extends", "framework"), message, "")
            ]
    body: Data = {"id": "seen", "version": "1", "title": "S", "rationale": "R.", "overrides": [{"node": "x", "weight": 3, "reason": "W."}]}  # fmt: skip
    body["extends"] = {"framework": "base", "version": "1"}
    chain = ("seen", *(f"v{number}" for number in range(8)))
    assert base_of(body, chain[:8], ("base",)) == "base"
    with pytest.raises(GovauditError) as caught:
        base_of(body, chain, ("base",))
    assert [(item.code, item.node, item.message) for item in caught.value.problems] == [
        (Code.RULE_TOO_LARGE, ("extends", "framework"), message)
    ]
    with pytest.raises(GovauditError) as caught:
        base_of(body, ("zero", "base", "seen"), ("base",))
    circle = "expected frameworks that do not extend each other in a circle; found base -> seen -> base"
    assert [(item.node, item.message) for item in caught.value.problems] == [(("extends", "framework"), circle)]
    with pytest.raises(GovauditError) as caught:
        base_of(body, ("seen",), ("bse", "other"))
    assert [(item.node, item.message, item.hint) for item in caught.value.problems] == [
        (("extends", "framework"), 'expected a framework; found "base"', 'did you mean "bse"?')
    ]
