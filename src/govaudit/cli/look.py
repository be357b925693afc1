"""`list`, `show`, `schema`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from govaudit.cli import options
from govaudit.cli.session import emit, emit_lines, guarded, paper
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, one_of, quote

if TYPE_CHECKING:
    from govaudit.files.workspace import Workspace
    from govaudit.model.extension import Lineage
    from govaudit.model.profile import Profile
    from govaudit.report.catalogue import Entry, Listing

Item = TypeVar("Item")
KINDS = ("forums", "frameworks", "criteria", "indicators", "facts", "sources", "tags", "claims", "reforms", "coverage")


@guarded
def list_(
    kind: Annotated[str, typer.Argument(help=f"{one_of(KINDS)}.", show_default=False)],
    data: options.Data = "",
    framework: options.Framework = "accountability",
    tag: Annotated[str, typer.Option("--tag", metavar="T", help="Only forums with this tag.", show_default=False)] = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """List what there is: forums, frameworks, criteria, indicators, facts, sources, tags, claims, reforms or coverage.

    Sources also come as --format csl-json and bibtex.
    """
    from govaudit.files.root import find_root  # start-up
    from govaudit.files.workspace import Workspace
    from govaudit.report import bibliography, catalogue, lineage, tables

    if kind not in KINDS:
        message = f"expected a kind of thing, {one_of(KINDS)}; found {quote(kind)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=did_you_mean(kind, KINDS)))
    workspace = Workspace(find_root(data))
    if kind == "sources" and format in bibliography.FORMATS:
        emit(bibliography.render(workspace.sources.values(), format), output)
        return
    problems: list[Problem] = []
    listing = _listing(workspace, kind, framework, tag, problems)
    if format == "json":
        emit(catalogue.json_text(listing), output)
    elif format == "terminal":
        lines = catalogue.render(listing, paper(output))
        if kind == "frameworks":
            lines += lineage.render(
                _lineages(workspace, (str(entry["id"]) for entry in listing.entries)), paper(output)
            )
        emit_lines(lines, output, no_color=no_color)
    else:
        emit(tables.render(catalogue.table(listing, wide=True), format), output)
    _say_the_rest(problems)


def _listing(workspace: Workspace, kind: str, framework: str, tag: str, problems: list[Problem]) -> Listing:
    """What can be read of a kind; what cannot be goes to the problems."""
    from govaudit.report import catalogue  # start-up

    def profiles() -> list[Profile]:
        return _readable(workspace.profile, workspace.forum_ids(), problems)

    if kind == "facts":
        return catalogue.Listing(kind, catalogue.facts(workspace.codebook))
    if kind == "sources":
        return catalogue.Listing(kind, catalogue.sources(workspace.sources))
    if kind == "forums":
        chosen = [profile for profile in profiles() if not tag or tag in profile.tags]
        return catalogue.Listing(kind, catalogue.forums(chosen))
    if kind == "tags":
        return catalogue.Listing(kind, catalogue.tags(workspace.tags or {}, profiles()))
    if kind == "coverage":
        from govaudit.report import coverage  # start-up

        day, _ = workspace.latest_review()
        return catalogue.Listing(kind, coverage.entries(profiles(), workspace.codebook, day))
    if kind == "claims":
        papers = _readable(workspace.paper, workspace.paper_ids(), problems)
        return catalogue.Listing(kind, catalogue.claims([paper for paper, _ in papers]))
    if kind == "reforms":
        return catalogue.Listing(kind, catalogue.reforms(_readable(workspace.reform, workspace.reform_ids(), problems)))
    if kind == "frameworks":
        plans = _readable(workspace.plan, workspace.framework_ids(), problems)
        return catalogue.Listing(kind, catalogue.frameworks(plans, _lineages(workspace, (plan.root for plan in plans))))
    plan = workspace.plan(framework)
    return catalogue.Listing(kind, catalogue.nodes(plan, {"criteria": "criterion"}.get(kind, "indicator")), plan)


def _readable(read: Callable[[str], Item], names: Iterable[str], problems: list[Problem]) -> list[Item]:
    """What can be read of these; what cannot be goes to the problems."""
    found = []
    for name in names:
        try:
            found.append(read(name))
        except GovauditError as error:
            problems += error.problems
    return found


def _say_the_rest(problems: Iterable[Problem]) -> None:
    """What could not be read, after what could be: exit 2 if there is anything."""
    if said := tuple(dict.fromkeys(problems)):
        sys.stdout.flush()
        raise GovauditError(said)


def _lineages(workspace: Workspace, names: Iterable[str]) -> dict[str, Lineage]:
    """Of frameworks, what they extend and override."""
    return {name: workspace.lineage(name) for name in names}


@guarded
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Id of a forum, framework, criterion, indicator, fact, source, tag, claim or reform.",
            show_default=False,
        ),
    ],
    data: options.Data = "",
    framework: options.Framework = "accountability",
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Show one thing in full: a forum with all its statements, an indicator with its rubric, a fact, a source."""
    from govaudit.files.root import find_root  # start-up
    from govaudit.files.workspace import Workspace
    from govaudit.report import catalogue, lineage, profile_terminal, tables
    from govaudit.report.json import dumps
    from govaudit.report.layout import wrapped

    workspace, page = Workspace(find_root(data)), paper(output)
    whole = name in workspace.forum_ids()
    if not whole and format not in {"terminal", "json"}:
        message = f"expected --format terminal or json; found {quote(format)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=did_you_mean(format, ("terminal", "json"))))
    if whole:
        profile = workspace.profile(name)
        if format == "json":
            emit(profile_terminal.json_text(profile), output)
        elif format != "terminal":
            emit(tables.render(profile_terminal.table(profile), format), output)
        else:
            emit_lines(profile_terminal.render(profile, workspace.sources, page), output, no_color=no_color)
        return
    problems: list[Problem] = []
    found = _everything(workspace, framework, problems)
    if name not in found:
        hint = did_you_mean(name, [*found, *workspace.forum_ids()])
        message = f"expected the id of something in the data; found {quote(name)}"
        problems.append(Problem(code=Code.UNKNOWN_ID, message=message, hint=hint))
        _say_the_rest(problems)
    kind, entry = found[name]
    if kind == "source":
        profiles = _readable(workspace.profile, workspace.forum_ids(), problems)
        papers = _readable(workspace.paper, workspace.paper_ids(), problems)
        entry = {**entry, **catalogue.uses(name, profiles, [paper for paper, _ in papers])}
    if format == "json":
        emit(dumps({"schema": "govaudit.show/1", "kind": kind, **entry}), output)
        _say_the_rest(problems)
        return
    lines = wrapped(f"{name}: {kind}", page, style="title")
    shown = {key: value for key, value in entry.items() if key not in {"extends", "overrides"}}
    for text in catalogue.lines(shown):
        lines += wrapped(text.lstrip(), page, indent=len(text) - len(text.lstrip()))
    if kind == "framework":
        lines += lineage.render({name: workspace.lineage(name)}, page)
    emit_lines(lines, output, no_color=no_color)
    _say_the_rest(problems)


def _everything(workspace: Workspace, framework: str, problems: list[Problem]) -> dict[str, tuple[str, Entry]]:
    """Every id that is not a forum, with its kind and entry. A fact and an indicator of one name: the indicator, which names the fact."""
    found: dict[str, tuple[str, Entry]] = {}
    for kind in ("sources", "facts", "indicators", "criteria", "frameworks", "tags", "claims", "reforms"):
        for entry in _listing(workspace, kind, framework, "", problems).entries:
            singular = {"criteria": "criterion"}.get(kind, kind.removesuffix("s"))
            name = str(entry["id"])
            if singular == "indicator" and name in found and found[name][0] == "fact":
                entry = {**entry, "fact": found[name][1]}  # noqa: PLW2901  # both are shown
            found[name] = (singular, entry)
    return found


@guarded
def schema(
    kind: Annotated[
        str,
        typer.Argument(
            help="A file (forum, framework, criterion, cases, codebook, claims, sources, tags, suppressions, edition, translation, adjudication, reform, conclusions, costs) or a report (scorecard, problems, history, diff, verdicts, test, robustness, verify, agree, unknowns, whatif, reforms, views, plan).",
            show_default=False,
        ),
    ],
    data: options.Data = "",
    output: options.Output = "-",
) -> None:
    """Print the JSON Schema of a file, for its editor, or of a report, for its reader.

    Files: the facts, values and tags are those of the data.
    """
    from govaudit.files.root import find_root  # start-up
    from govaudit.files.workspace import Workspace
    from govaudit.report.file_schemas import FILES, file_schema
    from govaudit.report.json import dumps
    from govaudit.report.schemas import KINDS, report_schema

    kinds = (*FILES, *KINDS)
    if kind not in kinds:
        message = f"expected a kind of file or report, {one_of(kinds, len(kinds))}; found {quote(kind)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=did_you_mean(kind, kinds)))
    made = report_schema(kind) if kind in KINDS else file_schema(kind, Workspace(find_root(data)))
    emit(dumps(made), output)
