"""The data folder: what is in it, and reading it into models."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from govaudit.files.criteria import CODEBOOK, COSTS, Criteria, once
from govaudit.files.documents import Documents
from govaudit.files.read import is_folder, there, yaml_ids
from govaudit.files.root import find_root
from govaudit.integrity.profiles import check_forum, check_tag_list
from govaudit.model.base import read
from govaudit.model.profile import Profile, Review
from govaudit.model.source import Bibliography, Source
from govaudit.model.tag import Tag, Tags
from govaudit.problems import Code, Collector, GovauditError, Problem, quote, unknown

if TYPE_CHECKING:
    from govaudit.analysis.claims import Ready
    from govaudit.model.claim import Paper
    from govaudit.model.reform import Reform

SOURCES = "forums/sources.yaml"
TAGS = "forums/tags.yaml"
REFORMS = "forums/reforms"
SHARED = frozenset({"sources", "tags", "suppressions"})
"""Files beside the profiles that are none."""


def open_data(folder: str = "") -> Workspace:
    """Open a data folder by name, or find one as `find_root` does."""
    return Workspace(find_root(folder))


class Workspace(Criteria):
    """A data folder, its criteria and all that is held to them, read on demand. Every method raises `GovauditError` with placed problems."""

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

    def paper_ids(self) -> tuple[str, ...]:
        """Ids of all papers with claims, by file name."""
        return yaml_ids(self.root / "claims")

    def reform_ids(self) -> tuple[str, ...]:
        """Ids of all reforms, by file name."""
        return yaml_ids(self.root / REFORMS)

    # ── reading ──

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
        for name in (name for name in self.forum_ids() if names is None or name in names):
            try:
                found[name] = self.profile(name)
            except GovauditError as error:
                problems.problems += error.problems
        return found, tuple(problems.problems)

    @cached_property
    def known(self) -> dict[str, Profile]:
        """The profiles that were read without an error."""
        return {}

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
