"""`views`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.choosing import chosen, tagged
from govaudit.cli.session import Session, emit, emit_lines, guarded, open_session, paper
from govaudit.problems import Code, GovauditError, Problem

if TYPE_CHECKING:
    from govaudit.analysis.views import Ranked, View
    from govaudit.audit import Audit
    from govaudit.report.views import Report

OWN = "your-weights"
"""The name of the view that a reader's weights make."""


@guarded
def views(
    forums: options.SomeForums = None,
    tag: Annotated[str, typer.Option("--tag", metavar="T", help="All forums with this tag.", show_default=False)] = "",
    framework: Annotated[
        list[str] | None,
        typer.Option(
            "--framework",
            metavar="ID",
            help="A view. May be repeated. Default: accountability and all that extend it.",
            autocompletion=options.frameworks,
            show_default=False,
        ),
    ] = None,
    weights: options.Weights = None,
    data: options.Data = "",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Show which conclusions hold for whom: conclusions, ranks and pairs of forums under several views.

    A view is a framework, or one that extends it; --weights adds your own, made of the first.
    """
    from govaudit.report import (
        tables,  # start-up
        views_json,
    )
    from govaudit.report import views as report

    session = open_session(data, "accountability", as_of, missing, weights=weights)
    base, names = _views(session, framework or [])
    session.framework = names[0]
    found = _judged(session, base, names, _forums(session, forums or [], tag, quiet=quiet), tag)
    if format == "terminal":
        emit_lines(report.render(found, paper(output)), output, no_color=no_color)
    elif format == "json":
        emit(views_json.render(found, session.workspace.documents.digest(session.workspace.documents.texts)), output)
    else:
        emit(tables.render(report.table(found), format), output)
    session.finish()


def _forums(session: Session, forums: Sequence[str], tag: str, *, quiet: bool) -> Sequence[str]:
    return chosen(session, forums, everything=not forums, tag=tag, quiet=quiet)


def _views(session: Session, named: Sequence[str]) -> tuple[str, list[str]]:
    """The framework that all views are of, and the views: those that were named, or it and all that extend it.

    Raises
    ------
    GovauditError
        If they are views of different frameworks, or fewer than two.
    """
    workspace = session.workspace
    names = list(dict.fromkeys(named)) or [session.framework, *workspace.extensions(session.framework)]
    roots = {name: [name, *workspace.lineage(name).bases][-1] for name in names}
    if len(set(roots.values())) > 1:
        said = ", ".join(f"{name} of {root}" if name != root else name for name, root in roots.items())
        message = f"expected views of one framework; found {said}"
        raise GovauditError(
            Problem(code=Code.USAGE, message=message, hint="govaudit list frameworks says which extend which")
        )
    base = roots[names[0]]
    if len(names) + bool(session.weights) < 2:
        known = [name for name in (base, *workspace.extensions(base)) if name not in names]
        hint = f"there are: {', '.join(known)}; or give --weights" if known else "write a framework that extends it, or give --weights"  # fmt: skip
        message = f"expected two views or more; found {names[0]}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=hint))
    return base, names


def _judged(session: Session, base: str, names: Sequence[str], forums: Sequence[str], tag: str) -> Report:
    from govaudit.analysis.views import View, judge, pairs  # start-up
    from govaudit.files.conclusions import conclusion_ids, read_conclusions
    from govaudit.report.views import Report

    workspace, weights = session.workspace, session.weights
    profiles, problems = workspace.profiles()
    if problems:  # without one profile, nobody can say what holds of all
        raise GovauditError(problems)
    made = [View(name=name, plan=workspace.plan(name)) for name in names]
    made += [View(name=OWN, plan=session.plan)] if weights else []
    found = read_conclusions(workspace, base) if base in conclusion_ids(workspace) else None
    audits = [_audits(session, view, forums, tag) for view in made]
    ranked = _ranked(made, audits)
    return Report(
        title=found.title if found else "",
        views=tuple(made),
        judged=judge(found, made, profiles, session.as_of, session.missing) if found else (),
        ranked=ranked,
        pairs=pairs(ranked),
        as_of=session.as_of,
        missing=session.missing or audits[0][0].card.missing,
        generic=frozenset(item.card.forum for item in audits[0] if item.card.generic),
    )


def _audits(session: Session, view: View, forums: Sequence[str], tag: str) -> list[Audit]:
    """The forums under one view."""
    weights = session.weights if view.plan.weights else {}
    done = replace(session, framework=view.plan.root, weights=weights).audits(forums)
    return tagged(done, tag) if tag else done


def _ranked(views: Sequence[View], audits: Sequence[Sequence[Audit]]) -> tuple[Ranked, ...]:
    from govaudit.analysis.ranking import standings  # start-up
    from govaudit.analysis.views import Ranked

    cards = {view.name: {item.card.forum: item.card for item in done} for view, done in zip(views, audits, strict=True)}
    stands = {name: {item.forum: item for item in standings(list(found.values()))} for name, found in cards.items()}
    return tuple(
        Ranked(
            forum,
            {name: found[forum] for name, found in cards.items()},
            {name: found[forum] for name, found in stands.items()},
        )
        for forum in stands[views[0].name]  # best first
    )
