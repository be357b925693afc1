"""`whatif` and `reforms`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, emit, emit_lines, guarded, open_session, paper, parse_day
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from govaudit.audit import Audit
    from govaudit.changes import Hindsight
    from govaudit.model.knowledge import Knowledge
    from govaudit.model.reform import Reform


@guarded
def whatif(
    forum: options.Forum,
    reform: Annotated[
        list[str] | None,
        typer.Option(
            "--reform",
            metavar="NAME",
            help="A reform of forums/reforms/. May be repeated.",
            autocompletion=options.reforms,
            show_default=False,
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FACT=VALUE",
            help="A fact and its value, or not-found, uncoded, not-applicable. May be repeated; comes after the reforms.",
            show_default=False,
        ),
    ] = None,
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    weights: options.Weights = None,
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Score a forum as if reforms had been made or facts were otherwise: every node before and after, with bounds."""
    from govaudit.audit import suppose  # start-up
    from govaudit.report import tables
    from govaudit.report import whatif as report

    if not reform and not set_:
        raise GovauditError(
            Problem(code=Code.USAGE, message="expected --reform NAME or --set FACT=VALUE; found neither")
        )
    session = open_session(data, framework, as_of, missing, weights=weights)
    (before,) = session.audits([forum])
    if before.card.absent:
        _absent(before)
    made = [session.workspace.reform(name) for name in dict.fromkeys(reform or [])]
    changes = _reformed(before, made)
    said = _settings(before, set_ or [])
    supposed = report.Supposed(before, suppose(before, {**changes, **said}), tuple(made), tuple(said))
    if format == "terminal":
        emit_lines(report.render(supposed, paper(output)), output, no_color=no_color)
    elif format == "json":
        names = [*session.workspace.inputs(framework, [forum]), *(f"forums/reforms/{item.id}.yaml" for item in made)]
        emit(report.json_text(supposed, session.workspace.documents.digest(names)), output)
    else:
        emit(tables.render(report.table(supposed), format), output)
    session.finish()


def _absent(audit: Audit) -> None:
    card = audit.card
    message = f"expected a forum that exists on {card.as_of}; {card.forum} {card.absent}"
    early = card.absent.startswith("had not")
    code = Code.BEFORE_LIFE if early else Code.USAGE
    raise GovauditError(Problem(code=code, message=message, hint="name a day of its life with --as-of"))


def _reformed(audit: Audit, made: Sequence[Reform]) -> dict[str, Knowledge]:
    """What the reforms change, one after the other."""
    from govaudit.audit import suppose  # start-up
    from govaudit.changes import reformed

    changes: dict[str, Knowledge] = {}
    asked: dict[str, tuple[str, object]] = {}
    for item in made:
        address = item.for_.get(audit.card.forum)
        if address is None:
            whom = f"it is for {', '.join(item.for_)}" if item.for_ else f"it is out of scope: {item.out_of_scope}"
            message = f"expected a reform for {audit.card.forum}; found {quote(item.id)}"
            raise GovauditError(Problem(code=Code.NOT_ADDRESSED, message=message, hint=whom))
        for fact, value in address.changes.items():
            other, before = asked.setdefault(fact, (item.id, value))
            if before != value and audit.plan.codebook[fact].type not in {"ordered", "integer", "number"}:
                message = f"expected reforms that agree on {fact}; {other} and {item.id} do not"
                raise GovauditError(Problem(code=Code.USAGE, message=message))
        changes |= reformed(suppose(audit, changes), address.changes)
    return changes


def _settings(audit: Audit, given: Sequence[str]) -> dict[str, Knowledge]:
    """What `--set` says, all mistakes collected."""
    from pydantic_core import PydanticCustomError  # start-up

    from govaudit.model.codebook import hint_for_value
    from govaudit.model.decode import knowledge_from
    from govaudit.model.knowledge import WORDS_OF_KNOWLEDGE

    found: dict[str, Knowledge] = {}
    problems = []
    codebook = audit.plan.codebook
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name in found:
            expected = "each fact set once" if sign else "--set FACT=VALUE"
            problems.append(Problem(code=Code.USAGE, message=f"expected {expected}; found {quote(text)}"))
        elif name not in codebook:
            message = f"expected a fact of the codebook; found {quote(name)}"
            problems.append(Problem(code=Code.UNKNOWN_FACT, message=message, hint=did_you_mean(name, codebook)))
        else:
            try:
                found[name] = knowledge_from(codebook[name], value)
            except PydanticCustomError as error:
                hint = hint_for_value(codebook[name], value) or did_you_mean(value, WORDS_OF_KNOWLEDGE)
                problems.append(Problem(code=Code[error.type], message=f"{name}: {error.message()}", hint=hint))
    if problems:
        raise GovauditError(problems)
    return found


@guarded
def reforms(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Reforms of forums/reforms/; all if left out.",
            show_default=False,
            metavar="[REFORM]...",
            autocompletion=options.reforms,
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="DATE",
            help="The day from which to look back, YYYY-MM-DD. Default: the day each reform was argued.",
            show_default=False,
        ),
    ] = "",
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    weights: options.Weights = None,
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Look back on reforms: which have come about, and whether the score moved as they would have had it."""
    from govaudit.report import reforms as report  # start-up
    from govaudit.report import tables
    from govaudit.report.reforms_json import json_text

    session = open_session(data, framework, as_of, missing, weights=weights)
    first = parse_day(since, "--since") if since else None
    if first and first > session.as_of:
        message = f"expected --since on or before {session.as_of}, the day that is looked at; found {first}"
        raise GovauditError(Problem(code=Code.USAGE, message=message))
    found = [looked_back(session, name, first) for name in _named(session, names or [])]
    _begun(found, first)
    if format == "terminal":
        emit_lines(report.render(found, session.as_of, paper(output)), output, no_color=no_color)
    elif format == "json":
        digest = session.workspace.documents.digest(session.workspace.documents.texts)
        emit(json_text(found, session.plan, session.as_of, session.missing, digest), output)
    else:
        emit(tables.render(report.table(found), format), output)
    session.finish()


def _named(session: Session, names: list[str]) -> list[str]:
    """The reforms that were named, or all."""
    found = names or list(session.workspace.reform_ids())
    if found:
        return list(dict.fromkeys(found))
    raise GovauditError(Problem(code=Code.NO_DATA, message="expected a reform in forums/reforms/; found none"))


def looked_back(session: Session, name: str, since: date | None) -> Hindsight:
    """A reform at each forum it addresses, and at each successor."""
    from govaudit.audit import score  # start-up
    from govaudit.changes import Hindsight, pursue

    workspace = session.workspace
    plan, reform = session.plan, workspace.reform(name)
    first = since or reform.as_of
    pursued = []
    for forum, address in reform.for_.items():
        profile = workspace.profile(forum)
        then, today = (score(plan, profile, workspace.sources, day, session.missing) for day in (first, session.as_of))
        pursued.append(pursue(forum, address, then, today))
        if today.card.absent and address.succeeded_by and not then.card.absent:
            heir = workspace.profile(address.succeeded_by.forum)
            pursued.append(
                pursue(forum, address, then, score(plan, heir, workspace.sources, session.as_of, session.missing))
            )
    return Hindsight(reform, first, tuple(pursued))


def _begun(found: Sequence[Hindsight], since: date | None) -> None:
    """There is something to look back on: not every forum began after the day."""
    pursued = [item for hindsight in found for item in hindsight.pursued]
    if since and pursued and all(item.then.card.absent for item in pursued):
        message = f"expected a day on which a forum that is addressed existed; found {since}"
        hint = f"{pursued[0].forum} {pursued[0].then.card.absent}"
        raise GovauditError(Problem(code=Code.BEFORE_LIFE, message=message, hint=hint))
