"""Translations of a framework: `criteria/<framework>/translations/<language>.yaml`, and what a view inherits of its base's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.files.documents import CRITERIA_LIMIT
from govaudit.files.read import yaml_ids
from govaudit.integrity.translations import check_lacking, check_translation
from govaudit.model.base import read
from govaudit.model.translation import Translation, inherited
from govaudit.problems import Code, Collector, GovauditError, Problem, quote

if TYPE_CHECKING:
    from govaudit.files.workspace import Workspace


def translation_ids(workspace: Workspace, framework: str) -> tuple[str, ...]:
    """The languages into which a framework itself is translated, by file name."""
    return yaml_ids(workspace.root / "criteria" / framework / "translations")


def translation_document(framework: str, language: str) -> str:
    """Where a translation stands in the data folder."""
    return f"criteria/{framework}/translations/{language}.yaml"


def names_in(workspace: Workspace, framework: str, language: str) -> Translation:
    """What a framework is called in a language, with what it inherits; nothing, where nobody has translated it.

    Raises
    ------
    GovauditError
        With everything wrong in its file, or in those of the frameworks that it extends.
    """
    own = Translation(language=language)
    document = translation_document(framework, language)
    problems = Collector()
    if language in translation_ids(workspace, framework):
        try:
            own = read(Translation, workspace.documents.data(document, limit=CRITERIA_LIMIT))
        except GovauditError as error:
            raise workspace.documents.placed(error, document) from None
        if own.language != language:
            message = f"expected the language to be the file's name, {quote(language)}; found {quote(own.language)}"
            problems.add(Code.BAD_ID, message, ("language",))
    base = next(iter(workspace.lineage(framework).bases), "")
    whole = inherited(own, names_in(workspace, base, language), (framework, base)) if base else own
    check_translation(own, whole, workspace.plan(framework), problems)
    if problems.problems:
        raise workspace.documents.placed(GovauditError(problems.problems), document)
    return whole


def check_translations(workspace: Workspace, framework: str) -> tuple[Problem, ...]:
    """Everything wrong with the translations of a framework, and what it lacks in a language in which it is read."""
    own, plan = translation_ids(workspace, framework), workspace.plan(framework)
    bases = workspace.lineage(framework).bases
    problems: list[Problem] = []
    for language in sorted({*own, *(name for base in bases for name in translation_ids(workspace, base))}):
        try:
            whole, lacking = names_in(workspace, framework, language), Collector()
        except GovauditError as error:
            problems += error.problems
            continue
        there = language in own
        check_lacking(whole, plan, lacking, () if there else ("title",))
        place = translation_document(framework, language) if there else workspace.tree(framework)
        problems += [workspace.documents.place(problem, place) for problem in lacking.problems]
    return tuple(problems)
