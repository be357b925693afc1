"""Writing drafts into a data folder. What is there already is never written over, and nothing is written that breaks a law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from pydantic_core import PydanticCustomError

from govaudit.files import draft_criteria, drafts
from govaudit.files.edit import append
from govaudit.files.read import there
from govaudit.files.workspace import SHARED, SOURCES, Workspace
from govaudit.files.write import make_folder, write_text
from govaudit.files.yaml import parse
from govaudit.model.base import parse_id, read
from govaudit.model.codebook import Fact
from govaudit.model.source import Source
from govaudit.problems import Code, GovauditError, Path, Problem, quote, unknown
from govaudit.scoring.aggregate import takes_weights

SCHEMA = "schemas/forum.json"


def new_forum(workspace: Workspace, head: drafts.Head) -> str:
    """Write the draft of a profile; returns the document it is written to.

    Raises
    ------
    GovauditError
        If there is such a forum, or an id is none.
    """
    document = f"forums/{known_id(head.id)}.yaml"
    if head.id in SHARED or there(workspace.root / document):
        raise _exists(document)
    known_id(head.kind)
    schema = f"../{SCHEMA}" if (workspace.root / SCHEMA).is_file() else ""
    write(workspace, document, drafts.forum(head, workspace.codebook, tuple(workspace.tags or ()), schema=schema))
    return document


def new_source(workspace: Workspace, entry: str) -> str:
    """Put an entry at the end of the bibliography, or begin one.

    Raises
    ------
    GovauditError
        If there is one of this id, or it is no source.
    """
    source = read(Source, parse(f"references:\n{entry}")["references"][0])
    if not there(workspace.root / SOURCES):
        write(workspace, SOURCES, f"references:\n{entry}")
        return SOURCES
    if source.id in workspace.sources:
        raise _exists(f"{source.id} in {SOURCES}")
    write(workspace, SOURCES, _longer(SOURCES, workspace.documents.text(SOURCES), ("references",), entry))
    return SOURCES


def new_framework(workspace: Workspace, id: str, title: str, criterion: str, facts: Sequence[Fact]) -> str:
    """Write the draft of a framework with one criterion and its cases.

    Raises
    ------
    GovauditError
        If there is such a framework, or an id is none.
    """
    folder = f"criteria/{known_id(id)}"
    if there(workspace.root / folder):
        raise _exists(folder)
    known_id(criterion)
    texts = {
        f"{folder}/{criterion}.yaml": draft_criteria.criterion(criterion, titled(criterion), facts, {id}),
        f"{folder}/{criterion}.cases.yaml": draft_criteria.cases(criterion, facts, {id}),
        f"{folder}/framework.yaml": draft_criteria.framework(id, title, criterion),
    }
    write_all(workspace, texts)
    return folder


def new_criterion(workspace: Workspace, framework: str, id: str, title: str, facts: Sequence[Fact]) -> str:
    """Write the draft of a criterion with its cases, and put it into its framework.

    Raises
    ------
    GovauditError
        If there is such a node, or the framework cannot be read or added to.
    """
    plan, whole = workspace.plan(framework), f"criteria/{framework}/framework.yaml"
    document, taken = f"criteria/{framework}/{known_id(id)}.yaml", frozenset(plan.nodes)
    if id in taken or there(workspace.root / document):
        raise _exists(f"{id} in {framework}")
    bases = workspace.lineage(framework).bases
    if bases:
        base = next(iter(bases))
        message = f"expected a framework with criteria of its own; {framework} extends {base}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=f"--framework {base} adds it to both"))
    text = workspace.documents.text(whole)
    entry = draft_criteria.member(id, weighted=takes_weights(plan.framework.aggregation))
    listed = "criteria" in workspace.documents.data(whole)
    grown = (("criteria",), entry) if listed else ((), f"criteria:\n  {entry}")
    changed = _longer(whole, text, *grown)
    texts = {
        document: draft_criteria.criterion(id, title, facts, taken),
        f"criteria/{framework}/{id}.cases.yaml": draft_criteria.cases(id, facts, taken),
        whole: changed,
    }
    write_all(workspace, texts)
    return document


def new_claim(workspace: Workspace, paper: str, begun: str, entry: str) -> str:
    """Add a claim to the file of a paper. `begun`: the text of the file, if there is none yet.

    Raises
    ------
    GovauditError
        If the claim breaks a law; then nothing is written.
    """
    document = f"claims/{paper}.yaml"
    known = paper in workspace.paper_ids()
    if not known and there(workspace.root / document):
        raise _exists(document)
    text = workspace.documents.text(document) if known else begun
    changed = _longer(document, text, ("claims",), entry)
    trial = Workspace(workspace.root)
    trial.documents.texts[document] = changed
    trial.read_paper(paper)
    write_all(workspace, {document: changed})
    return document


def rule(text: str) -> Any:
    """A rule as it is given on the command line: YAML on one line.

    Raises
    ------
    GovauditError
        If it is no YAML.
    """
    try:
        return parse(f"rule: {text}\n")["rule"]
    except GovauditError as error:
        message = f"expected a rule such as {{minutes: none}}; found {quote(text)}"
        raise GovauditError(Problem(code=Code.BAD_RULE, message=message)) from error


def chosen_facts(workspace: Workspace, names: Sequence[str]) -> list[Fact]:
    """Facts of the codebook by name.

    Raises
    ------
    GovauditError
        If one is not there, or none is named.
    """
    if not names:
        hint = "--fact may be repeated; govaudit list facts shows which there are"
        raise GovauditError(
            Problem(code=Code.USAGE, message="expected --fact FACT, what it reads; found none", hint=hint)
        )
    for name in names:
        if name not in workspace.codebook:
            raise unknown(Code.UNKNOWN_FACT, "a fact of the codebook", name, workspace.codebook)
    return [workspace.codebook[name] for name in dict.fromkeys(names)]


def titled(id: str) -> str:
    """A title made of an id, until there is a better one."""
    return id.replace("-", " ").capitalize()


def known_id(text: str) -> str:
    """`text`, if it is an id.

    Raises
    ------
    GovauditError
        If it is none.
    """
    try:
        return parse_id(text)
    except PydanticCustomError as error:
        raise GovauditError(Problem(code=Code[error.type], message=error.message())) from None


def _longer(document: str, text: str, path: Path, entry: str) -> str:
    """The text of a document with an entry more."""
    try:
        return append(text, path, entry)
    except GovauditError as error:
        raise GovauditError([replace(problem, document=document) for problem in error.problems]) from None


def write(workspace: Workspace, document: str, text: str) -> None:
    """Write a document, and forget what was read of it before."""
    write_text(str(workspace.root / document), text)
    workspace.documents.texts[document] = text


def write_all(workspace: Workspace, texts: Mapping[str, str]) -> None:
    """Write documents that belong together, the last of which may be there already. If one cannot be written, those before it go again."""
    with ExitStack() as undo:
        for document, text in texts.items():
            path = workspace.root / document
            if not path.parent.exists():
                make_folder(str(path.parent))
                undo.callback(path.parent.rmdir)
            write(workspace, document, text)
            undo.callback(path.unlink)
        undo.pop_all()


def _exists(what: str) -> GovauditError:
    hint = (
        "choose another id"
        if not what.startswith("forums/")
        else "choose another id; --interactive goes on with a draft"
    )
    return GovauditError(
        Problem(code=Code.EXISTS, message=f"expected something new; {quote(what)} is there already", hint=hint)
    )
