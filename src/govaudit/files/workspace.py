"""The data folder: what is in it, and reading it into models."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from govaudit.files.assemble import Tree, assemble, expand_keys
from govaudit.files.documents import CRITERIA_LIMIT, Documents
from govaudit.files.extend import base_of, extend
from govaudit.files.read import entries, is_folder, list_yaml, there, yaml_ids
from govaudit.files.root import find_root
from govaudit.integrity.profiles import check_forum, check_tag_list
from govaudit.model.base import read
from govaudit.model.codebook import Codebook, read_codebook
from govaudit.model.extension import OWN, Lineage
from govaudit.model.framework import Framework
from govaudit.model.profile import Profile, Review
from govaudit.model.source import Bibliography, Source
from govaudit.model.tag import Tag, Tags
from govaudit.problems import Code, Collector, GovauditError, Problem, did_you_mean, quote
from govaudit.scoring.plan import Plan, compile_plan

if TYPE_CHECKING:
    from govaudit.analysis.claims import Ready
    from govaudit.model.claim import Paper
    from govaudit.model.cost import CostClass
    from govaudit.model.reform import Reform

CODEBOOK = "criteria/codebook.yaml"
COSTS = "criteria/costs.yaml"
SOURCES = "forums/sources.yaml"
TAGS = "forums/tags.yaml"
REFORMS = "forums/reforms"
SHARED = frozenset({"sources", "tags", "suppressions"})
"""Files beside the profiles that are none."""


T = TypeVar("T")


def once(reader: Callable[[Workspace], T]) -> cached_property[T]:
    """As `cached_property`; a failure is kept too, so that a bad file is not parsed again for every profile that is held to it."""
    name = reader.__name__

    def read_once(workspace: Workspace) -> T:
        if name in workspace.failures:
            raise workspace.failures[name].with_traceback(None)
        try:
            return reader(workspace)
        except GovauditError as error:
            workspace.failures[name] = error
            raise

    return cached_property(read_once)


def open_data(folder: str = "") -> Workspace:
    """Open a data folder by name, or find one as `find_root` does."""
    return Workspace(find_root(folder))


class Workspace:
    """A data folder, read on demand. Every method raises `GovauditError` with placed problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents = Documents(root)
        self.plans: dict[str, Plan] = {}
        self.trees: dict[str, Tree] = {}
        self.lineages: dict[str, Lineage] = {}
        self.known: dict[str, Profile] = {}
        self.failures: dict[str, GovauditError] = {}

    def __reduce__(self) -> tuple[type[Workspace], tuple[Path]]:
        """To another process it goes as its folder: what was read here is read again there."""
        return Workspace, (self.root,)

    # ── what there is ──

    def forum_ids(self) -> tuple[str, ...]:
        """Ids of all forums, by file name; the folder is listed once."""
        return tuple(self._forums)

    @cached_property
    def _forums(self) -> Mapping[str, None]:
        return dict.fromkeys(name for name in yaml_ids(self.root / "forums") if name not in SHARED)

    def framework_ids(self) -> tuple[str, ...]:
        """Ids of all frameworks, by folder name."""
        return tuple(path.name for path in entries(self.root / "criteria") if there(path / "framework.yaml"))

    def paper_ids(self) -> tuple[str, ...]:
        """Ids of all papers with claims, by file name."""
        return yaml_ids(self.root / "claims")

    def reform_ids(self) -> tuple[str, ...]:
        """Ids of all reforms, by file name."""
        return yaml_ids(self.root / REFORMS)

    # ── reading ──

    @once
    def codebook(self) -> Codebook:
        tree = expand_keys(CODEBOOK, self.documents.data(CODEBOOK, limit=CRITERIA_LIMIT))
        try:
            return read_codebook(tree.data)
        except GovauditError as error:
            raise self.documents.placed(error, tree) from None

    @once
    def costs(self) -> Mapping[str, CostClass]:
        """The classes of costs by id, cheapest as they stand in the file; empty if the data have none. The codebook is held to them."""
        from govaudit.model.cost import Costs, check_classes, check_costs  # start-up: few commands ask

        declared: dict[str, CostClass] = {}
        if there(self.root / COSTS):
            data = self.documents.data(COSTS)
            problems = Collector()
            try:
                costs = read(Costs, data)
                check_classes(costs, problems)
                problems.raise_if_any()
            except GovauditError as error:
                raise self.documents.placed(error, COSTS) from None
            declared = {item.id: item for item in costs.classes}
        problems = Collector()
        check_costs(self.codebook, declared, problems)
        if problems.problems:
            raise self.documents.placed(GovauditError(problems.problems), CODEBOOK)
        return declared

    @once
    def references(self) -> tuple[Source, ...]:
        """The bibliography as it stands in its file."""
        if not is_folder(self.root / "forums"):
            return ()
        if not there(self.root / SOURCES):
            message = "expected a bibliography; the file is not there"
            hint = "govaudit new source begins one"
            raise GovauditError(Problem(code=Code.UNREADABLE, message=message, document=SOURCES, hint=hint))
        data = self.documents.data(SOURCES)
        try:
            return read(Bibliography, data).references
        except GovauditError as error:
            raise self.documents.placed(error, SOURCES) from None

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The bibliography by id."""
        return {source.id: source for source in self.references}

    @once
    def tags(self) -> Mapping[str, Tag] | None:
        """The declared tags by id; None if the data declare none."""
        if not there(self.root / TAGS):
            return None
        data = self.documents.data(TAGS)
        try:
            declared = read(Tags, data).tags
            check_tag_list(declared, self.forum_ids())
        except GovauditError as error:
            raise self.documents.placed(error, TAGS) from None
        return {tag.id: tag for tag in declared}

    @cached_property
    def tags_there(self) -> Collection[str]:
        """The tags that may be named: those declared, or, if none are, those that profiles bear."""
        if self.tags:
            return self.tags
        found: set[str] = set()
        for name in self.forum_ids():
            profile, _ = self.read_profile(f"forums/{name}.yaml", documents=Documents(self.root))
            found.update(profile.tags if profile else ())
        return found

    def paper(self, name: str) -> tuple[Paper, tuple[Ready, ...]]:
        """A paper and its claims, compiled and checked against codebook, frameworks, bibliography and forums."""
        if name not in self.paper_ids():
            raise unknown(Code.UNKNOWN_ID, "a paper of claims/", name, self.paper_ids())
        return self.read_paper(name)

    def read_paper(self, name: str) -> tuple[Paper, tuple[Ready, ...]]:
        """As `paper`, of any document in claims/, be it only in memory yet."""
        from govaudit.analysis.claims import prepare  # start-up: most commands judge no claims
        from govaudit.integrity.claims import check_paper
        from govaudit.model.claim import Paper

        document = f"claims/{name}.yaml"
        try:
            paper = read(Paper, self.documents.data(document))
        except GovauditError as error:
            raise self.documents.placed(error, document) from None
        problems = Collector()
        if paper.id != name:
            message = f"expected the id to be the file's name, {quote(name)}; found {quote(paper.id)}"
            problems.add(Code.BAD_ID, message, ("id",))
        wanted = {paper.framework, *(claim.framework for claim in paper.claims if claim.framework)}
        plans = {known: self.plan(known) for known in self.framework_ids() if known in wanted}
        ready = prepare(paper, plans, problems)
        profiles, _ = self.profiles({forum for claim in paper.claims for forum in claim.about.forums})
        check_paper(paper, profiles, self._forums, self.tags_there, self.sources, problems)
        if problems.problems:
            raise self.documents.placed(GovauditError(problems.problems), document)
        return paper, ready

    def reform(self, name: str) -> Reform:
        """A reform, checked against codebook, forums and bibliography."""
        if name not in self.reform_ids():
            raise unknown(Code.UNKNOWN_REFORM, f"a reform of {REFORMS}/", name, self.reform_ids())
        reform, problems = self.read_reform(name)
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors or reform is None:
            raise GovauditError(errors)
        return reform

    def read_reform(self, name: str) -> tuple[Reform | None, tuple[Problem, ...]]:
        """A reform with everything wrong in it; None if it cannot be read at all."""
        from govaudit.integrity.reforms import check_reform  # start-up: most commands read no reforms
        from govaudit.model.reform import Reform

        document = f"{REFORMS}/{name}.yaml"
        try:
            reform = read(Reform, self.documents.data(document))
        except GovauditError as error:
            return None, self.documents.placed(error, document).problems
        problems = Collector()
        if reform.id != name:
            message = f"expected the id to be the file's name, {quote(name)}; found {quote(reform.id)}"
            problems.add(Code.BAD_ID, message, ("id",))
        profiles, _ = self.profiles(reform.for_)
        check_reform(reform, self.codebook, profiles, self._forums, self.sources, self.costs, problems)
        return reform, tuple(self.documents.place(problem, document) for problem in problems.problems)

    def profiles(self, names: Collection[str] | None = None) -> tuple[dict[str, Profile], tuple[Problem, ...]]:
        """Every profile that can be read, and what is wrong with the others; `names`: of these forums alone, as far as they are there."""
        found, problems = {}, Collector()
        for name in self.forum_ids() if names is None else sorted(self._forums.keys() & names):
            try:
                found[name] = self.profile(name)
            except GovauditError as error:
                problems.problems += error.problems
        return found, tuple(problems.problems)

    def tree(self, name: str) -> Tree:
        """A framework's files as one tree of plain data; of one that extends another, with its values in the other's tree."""
        try:
            return self._tree(name, ())
        except GovauditError as error:
            self.failures[f"criteria/{name}"] = error  # what builds on it need not find out anew
            raise

    def lineage(self, name: str) -> Lineage:
        """What a framework extends, and the origin of every value that it overrides."""
        self.tree(name)
        return self.lineages.get(name, OWN)

    def extensions(self, name: str) -> tuple[str, ...]:
        """The frameworks that extend one, directly or through others."""
        return tuple(other for other in self.framework_ids() if name in self.lineage(other).bases)

    def _tree(self, name: str, above: tuple[str, ...]) -> Tree:
        """`above`: the frameworks on whose behalf it is read, furthest first."""
        if f"criteria/{name}" in self.failures:
            raise self.failures[f"criteria/{name}"]
        if name not in self.trees:
            choices = self.framework_ids()
            if name not in choices:
                raise unknown(Code.UNKNOWN_FRAMEWORK, "a framework", name, choices)
            folder = f"criteria/{name}"
            document = f"{folder}/framework.yaml"

            def include(part: object, node: tuple[str | int, ...]) -> tuple[str, Mapping[str, Any]]:
                known = [path.stem for path in list_yaml(self.root / folder) if not path.stem.endswith(".cases")]
                if not isinstance(part, str) or part not in known or part == "framework":
                    message = f"expected a criterion file of {folder}; found {quote(part)}"
                    problem = Problem(
                        code=Code.UNKNOWN_NAME, message=message, node=node, hint=did_you_mean(part, known)
                    )
                    raise self.documents.placed(GovauditError(problem), document)
                file = f"{folder}/{part}.yaml"
                return file, self.documents.data(file, limit=CRITERIA_LIMIT)

            data = self.documents.data(document, limit=CRITERIA_LIMIT)
            if "extends" in data:
                self._extend(name, document, data, above)
            else:
                self.trees[name] = assemble(document, data, include)
        return self.trees[name]

    def _extend(self, name: str, document: str, data: Mapping[str, Any], above: tuple[str, ...]) -> None:
        """Read the framework that is extended, and write the other values into a copy of its tree."""
        try:
            base = base_of(data, (*above, name), self.framework_ids())
            tree = self._tree(base, (*above, name))
            self.plan(base)  # a base that cannot be read is told of there, not in what extends it
            made = extend(document, data, tree, self.lineages.get(base, OWN))
        except GovauditError as error:
            raise self.documents.placed(error, document) from None
        self.trees[name], self.lineages[name] = made

    def plan(self, name: str) -> Plan:
        """A framework, compiled."""
        if name not in self.plans:
            tree, codebook = self.tree(name), self.codebook
            try:
                framework = read(Framework, tree.data)
                check_file_ids(framework, tree, name)
                self.plans[name] = compile_plan(framework, codebook)
            except GovauditError as error:
                raise self.documents.placed(error, tree) from None
        return self.plans[name]

    def profile(self, name: str) -> Profile:
        """A forum's profile, checked against codebook and bibliography."""
        if name not in self.known:
            if name not in self._forums:
                raise unknown(Code.UNKNOWN_FORUM, "a forum", name, self.forum_ids())
            profile, problems = self.read_profile(f"forums/{name}.yaml")
            errors = [problem for problem in problems if problem.severity == "error"]
            if errors or profile is None:
                raise GovauditError(errors)
            self.known[name] = profile
        return self.known[name]

    def read_profile(
        self, document: str, *, root: Path | None = None, documents: Documents | None = None
    ) -> tuple[Profile | None, tuple[Problem, ...]]:
        """A profile from any file, with everything wrong in it; None if it cannot be read at all. `documents`: where its text is kept, if not here."""
        problems, documents = Collector(), documents or self.documents
        try:
            data = documents.data(document, root=root)
            profile = read(Profile, data)
        except GovauditError as error:
            return None, documents.placed(error, document).problems
        if profile.id != Path(document).stem:
            message = f"expected the id to be the file's name, {quote(Path(document).stem)}; found {quote(profile.id)}"
            problems.add(Code.BAD_ID, message, ("id",))
        check_forum(profile, self.codebook, self.sources, self.tags, problems)
        return profile, tuple(documents.place(problem, document) for problem in problems.problems)

    @cached_property
    def reviews(self) -> tuple[Mapping[str, Review | None], tuple[Problem, ...]]:
        """The review of each forum, None of a draft; and the problems of heads that cannot be read.

        Only the heads of the files are parsed.
        """
        found: dict[str, Review | None] = {}
        problems: list[Problem] = []
        for name in self.forum_ids():
            try:
                found[name] = self.review(name, self.documents)
            except GovauditError as error:
                problems += error.problems
        return found, tuple(problems)

    def review(self, name: str, documents: Documents) -> Review | None:
        """The review of a forum, None of a draft. Only the head of the file is parsed; its text is kept in `documents`."""
        document = f"forums/{name}.yaml"
        try:
            head = documents.head(document, "reviewed")
            return None if head is None else read(Review, head, ("reviewed",))
        except GovauditError as error:
            raise documents.placed(error, document) from None

    def drafts(self) -> tuple[str, ...]:
        """Forums whose profile nobody has reviewed: scored when they are named, never counted among the others."""
        return tuple(name for name, review in self.reviews[0].items() if review is None)

    def latest_review(self) -> tuple[date, tuple[Problem, ...]]:
        """The data's own date: the latest review of any profile.

        Returns the problems of heads that cannot be read beside the date that the others give.

        Raises
        ------
        GovauditError
            If there is no review at all.
        """
        found, problems = self.reviews
        days = [review.on for review in found.values() if review]
        if not days:
            hint = "name the day with --as-of YYYY-MM-DD"
            nothing = Problem(
                code=Code.NO_DATA,
                message="expected a reviewed profile to take the as-of date from; found none",
                hint=hint,
            )
            raise GovauditError(problems or nothing)
        return max(days), problems

    def inputs(self, framework: str, forums: Iterable[str]) -> tuple[str, ...]:
        """The documents a report rests on."""
        tree = self.tree(framework)
        return (
            CODEBOOK,
            SOURCES,
            *{origin[1] for origin in tree.origins},
            *(f"forums/{forum}.yaml" for forum in forums),
        )

    def cost_files(self) -> tuple[str, ...]:
        """The documents that a plan rests on beside those of a report."""
        return (COSTS,) if there(self.root / COSTS) else ()


def check_file_ids(framework: Framework, tree: Tree, folder: str) -> None:
    """A framework's id is its folder's name, a criterion's its file's.

    Raises
    ------
    GovauditError
        With each id that is not.
    """
    problems = Collector()
    for node, group in (
        (("id",), framework),
        *((("criteria", i, "id"), group) for i, group in enumerate(framework.criteria)),
    ):
        document, _ = tree.origin(node)
        wanted = folder if document.endswith("/framework.yaml") else Path(document).stem
        inline = len(node) > 1 and document.endswith("/framework.yaml")
        if not inline and group.id != wanted:
            problems.add(
                Code.BAD_ID, f"expected the id to be the file's name, {quote(wanted)}; found {quote(group.id)}", node
            )
    problems.raise_if_any()


def unknown(code: Code, what: str, name: object, choices: Iterable[str]) -> GovauditError:
    """The error for a name on the command line that leads nowhere."""
    known = sorted(choices)
    hint = did_you_mean(name, known) or f"there are: {', '.join(known[:12])}{', …' if len(known) > 12 else ''}"
    return GovauditError(Problem(code=code, message=f"expected {what}; found {quote(name)}", hint=hint))
