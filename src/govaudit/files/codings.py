"""Codings by independent coders: profiles of the data, of single files, and of folders of files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from govaudit.analysis.agreement.codings import Coding
from govaudit.files.read import is_folder, list_yaml, shown, there
from govaudit.files.workspace import SHARED, Workspace
from govaudit.model.profile import Profile
from govaudit.problems import Code, GovauditError, Problem, quote, unknown


def read_codings(workspace: Workspace, given: Sequence[str]) -> tuple[Coding, ...]:
    """Two codings or more: each the id of a forum of the data, a profile in a file, or a folder of profiles.

    Raises
    ------
    GovauditError
        With all that is wrong with any of them; or if there are too few, or a profile is in two of them.
    """
    if len(given) < 2:
        found = f"only {quote(given[0])}" if given else "none"
        hint = "name a second one, such as the profile that another coder wrote"
        raise _too_few(f"expected two codings or more; found {found}", hint)
    found_in: dict[str, str] = {}
    codings: list[Coding] = []
    problems: list[Problem] = []
    for name in given:
        try:
            files = _files(workspace, name)
            _once(files, name, found_in)
            named = [document_of(workspace, path) for path in files]
            profiles = {profile.id: profile for profile in _profiles(workspace, named)}
        except GovauditError as error:
            problems += error.problems
            continue
        who, documents = _coder(profiles) or shown(name), tuple(document for document, _ in named)
        codings.append(Coding(name=who, given=shown(name), documents=documents, profiles=profiles))
    if problems:
        raise GovauditError(problems)
    return tuple(_told_apart(codings))


def document_of(workspace: Workspace, path: Path) -> tuple[str, Path | None]:
    """The name of a document, and the folder it may not lead out of if that is not the data's.

    A file of the data folder is named as the data name it; another as it was given, unless the data have one of that name.
    """
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(workspace.root))
    if real.is_relative_to(root) and not path.is_symlink():
        return real.relative_to(root).as_posix(), None
    taken = not path.is_absolute() and there(workspace.root / path)
    return (f"./{path}" if taken else str(path)), path.parent


def _files(workspace: Workspace, name: str) -> tuple[Path, ...]:
    """The files of a coding."""
    if name in workspace.forum_ids():
        return (workspace.root / f"forums/{name}.yaml",)
    path = Path(name)
    if is_folder(path):
        found = tuple(item for item in list_yaml(path) if item.stem not in SHARED)
        if not found:
            raise _too_few(
                f"expected a folder of profiles; found none in {quote(shown(name))}", "a profile is FORUM.yaml"
            )
        return found
    if not os.path.lexists(path):
        raise unknown(
            Code.UNKNOWN_FORUM, "a profile, a folder of profiles, or a forum of the data", name, workspace.forum_ids()
        )
    return (path,)


def _once(files: Sequence[Path], name: str, found_in: dict[str, str]) -> None:
    """A profile that is compared with itself agrees, and that says nothing."""
    for path in files:
        real = os.path.realpath(path)
        if real in found_in:
            both = f"in {quote(shown(found_in[real]))} and again in {quote(shown(name))}"
            raise _too_few(f"expected each profile in one coding; found {shown(path.name)} {both}", "")
        found_in[real] = name


def _profiles(workspace: Workspace, documents: Iterable[tuple[str, Path | None]]) -> Iterator[Profile]:
    problems: list[Problem] = []
    for document, root in documents:
        profile, found = workspace.read_profile(document, root=root)
        errors = [problem for problem in found if problem.severity == "error"]
        problems += errors
        if profile and not errors:
            yield profile
    if problems:
        raise GovauditError(problems)


def _coder(profiles: Mapping[str, Profile]) -> str:
    """Who coded all of these profiles; "" if they do not all name the same."""
    named = {", ".join(profile.coded.by) if profile.coded else "" for profile in profiles.values()}
    return named.pop() if len(named) == 1 else ""


def _told_apart(codings: Sequence[Coding]) -> Iterator[Coding]:
    """Codings by the same coder also say where they were found."""
    names = [coding.name for coding in codings]
    for coding in codings:
        twice = names.count(coding.name) > 1
        yield replace(coding, name=f"{coding.name} ({coding.given})") if twice else coding


def _too_few(message: str, hint: str) -> GovauditError:
    return GovauditError(Problem(code=Code.TOO_FEW_CODINGS, message=message, hint=hint))
