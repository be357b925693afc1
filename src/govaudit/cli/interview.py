"""The codebook asked question by question. Every answer is written at once, so that one may stop and go on later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, get_args

import typer
from pydantic_core import PydanticCustomError

from govaudit.files import drafts
from govaudit.files.flow import Bare
from govaudit.files.new import known_id, new_forum, new_source, titled, write
from govaudit.files.workspace import Workspace
from govaudit.model.base import parse_address, parse_date
from govaudit.model.codebook import Fact, hint_for_value
from govaudit.model.profile import Confidence
from govaudit.model.source import Grade
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, one_of, quote
from govaudit.report.layout import Paper, plain, wrapped

NOT_FOUND, DISAGREE, NOT_APPLICABLE, STOP = "?", "!", "-", "q"
KEYS = "a value, ? not found, ! sources disagree, - cannot apply, Enter to skip, q to stop"
INFERRED = "inferred"
SURE = (*get_args(Confidence), INFERRED)
PAPER = Paper()
Parsed = TypeVar("Parsed")


class Interview:
    """One sitting over one profile, which is begun if there is none.

    Parameters
    ----------
    today
        The day that is written where somebody looked or read.
    """

    def __init__(self, workspace: Workspace, forum: str, today: date) -> None:
        self.workspace = workspace
        self.forum = known_id(forum)
        self.document = f"forums/{forum}.yaml"
        self.today = today

    def run(self, name: str, kind: str, coder: str) -> None:
        """Ask until all is answered or the user stops.

        Raises
        ------
        GovauditError
            If there is a profile already that cannot be read.
        """
        try:
            if not self._begun():
                self._begin(name, kind, coder)
            self._facts()
        except typer.Abort:  # end of input, an interruption, or the user's own wish
            typer.echo(err=True)
        if not self._begun():
            typer.echo("nothing was written")
            return
        left = len(self._open())
        stated = len(self.workspace.codebook) - left
        again = f"; go on with govaudit new forum {self.forum} --interactive" if left else ""
        typer.echo(f"{self.document}: {stated} fact{'s' * (stated != 1)} stated, {left} left{again}")

    def _begun(self) -> bool:
        """Whether there is a profile, written in this run or before."""
        return (self.workspace.root / self.document).exists()

    def _begin(self, name: str, kind: str, coder: str) -> None:
        tags = self.workspace.tags or {}
        head = drafts.Head(
            id=self.forum,
            name=name or self._ask("Name of the forum", str, default=titled(self.forum)),
            kind=self._ask("What is it, in one word", known_id, default=kind),
            scored_as=self._ask("What exactly is described, and what is not", str, default=""),
            begins=self._ask("Since when does it exist (YYYY, YYYY-MM or YYYY-MM-DD)", _day, default=""),
            ends=self._ask("When did it end (Enter if it has not)", _day, default=""),
            tags=self._ask(f"Tags ({', '.join(tags)})", lambda text: _words(text, tags), default="") or (),
            coder=coder or self._ask("Who codes it", str, default=""),
        )
        new_forum(self.workspace, head)

    def _facts(self) -> None:
        total = len(self.workspace.codebook)
        for fact in self._open():
            place = list(self.workspace.codebook).index(fact.id) + 1
            _show("", f"{place}/{total} {fact.id} ({fact.basis}): {fact.question}")
            _show("   ", f"Answer: {drafts.allowed(fact)}.")
            _show("   ", fact.coding)
            while not self._fact(fact):
                pass

    def _open(self) -> list[Fact]:
        """The facts of which nothing is said yet, in the order of the codebook."""
        profile, problems = self.workspace.read_profile(self.document)
        if profile is None:
            raise GovauditError(problems)
        return [fact for fact in self.workspace.codebook.values() if fact.id not in profile.facts]

    def _fact(self, fact: Fact) -> bool:
        """Ask for one statement and write it; False if it broke a law, and is to be asked anew."""
        said = self._ask(
            KEYS, lambda text: text if text in {NOT_FOUND, DISAGREE, NOT_APPLICABLE} else _value(fact, text), default=""
        )
        if said == "":
            return True
        return self._write(fact, self._statement(fact, said))

    def _statement(self, fact: Fact, said: Any) -> dict[str, Any]:
        if said == NOT_FOUND:
            searched = self._ask("Sources searched, with commas between", self._sources)
            return {"not-found": {"searched": searched, "on": self.today}}
        if said == NOT_APPLICABLE:
            return {"not-applicable": self._ask("Why can it not apply", str)}
        since = self._ask("Since when (Enter: since the forum began)", _day, default="")
        period = {"from": Bare(since)} if since else {}
        if said == DISAGREE:
            readings = [self._reading(fact), self._reading(fact)]
            return {"contested": readings, **period, **self._note()}
        sure = self._ask(
            f"How sure ({', '.join(SURE)} if it follows, but no source says it)", lambda text: _among(text, SURE)
        )
        how = {"confidence": "medium", "inferred": True} if sure == INFERRED else {"confidence": sure}
        return {"value": said, **period, **how, **self._note(), "evidence": self._evidence()}

    def _reading(self, fact: Fact) -> dict[str, Any]:
        return {"value": self._ask("One of the values", lambda text: _value(fact, text)), "evidence": self._evidence()}

    def _note(self) -> dict[str, str]:
        note = self._ask("Note, in your own words (Enter for none)", str, default="")
        return {"note": note} if note else {}

    def _evidence(self) -> list[dict[str, str]]:
        found = []
        (name,) = self._ask("Source", lambda text: self._sources(text, most=1))
        while name:
            found.append({"source": name, "at": self._ask("Place in it (page, section, heading)", str)})
            (name,) = self._ask(
                "Another source (Enter for none)", lambda text: self._sources(text, most=1), default=""
            ) or ("",)
        return found

    def _sources(self, text: str, most: int = 20) -> list[str]:
        """Ids of sources; one that is not known yet may be described on the spot."""
        names = [name.strip() for name in text.split(",") if name.strip()]
        if not 1 <= len(names) <= most:
            raise GovauditError(Problem(code=Code.USAGE, message=f"expected one to {most} sources; found {len(names)}"))
        for name in names:
            if name not in self.workspace.sources:
                hint = did_you_mean(name, self.workspace.sources)
                typer.echo(f"  no source {quote(name)}{'; ' + hint if hint else ''}", err=True)
                if not typer.confirm("  Describe it now", default=not hint, err=True):
                    raise GovauditError(
                        Problem(code=Code.UNKNOWN_SOURCE, message="expected a source of the bibliography")
                    )
                self._describe(known_id(name))
        return names

    def _describe(self, name: str) -> None:
        title = self._ask("Title", str)
        grade = self._ask(f"Grade ({', '.join(get_args(Grade))})", lambda text: _among(text, get_args(Grade)))
        more = {
            "URL": self._ask("Address", parse_address),
            "publisher": self._ask("Publisher (Enter if unknown)", str, default=""),
            "issued": self._ask("Issued (YYYY, YYYY-MM or YYYY-MM-DD; Enter if undated)", _day, default=""),
        }
        new_source(self.workspace, drafts.source(name, "webpage", title, grade, self.today, more))
        self.workspace = Workspace(self.workspace.root)  # with the bibliography as it now is

    def _write(self, fact: Fact, statement: Mapping[str, Any]) -> bool:
        texts = self.workspace.documents.texts
        before = self.workspace.documents.text(self.document)
        texts[self.document] = drafts.answered(before, fact.id, statement, tuple(self.workspace.codebook))
        _, problems = self.workspace.read_profile(self.document)
        broken = [problem for problem in problems if problem.severity == "error"]
        if broken:
            texts[self.document] = before
            _complain(broken)
            return False
        write(self.workspace, self.document, texts[self.document])
        return True

    def _ask(self, question: str, parse: Callable[[str], Parsed], default: str | None = None) -> Any:
        """Ask until the answer can be read. With a default, Enter takes it as it stands."""
        while True:
            text: str = typer.prompt(
                f"  {question}", default="" if default is None else default, show_default=bool(default), err=True
            )
            text = text.strip()
            if text == STOP:
                raise typer.Abort
            if text == default:
                return text
            try:
                if text and text.isprintable():
                    return parse(text)
                _complain([Problem(code=Code.USAGE, message="expected an answer; found none that can be printed")])
            except GovauditError as error:
                _complain(error.problems)
            except PydanticCustomError as error:
                _complain([Problem(code=Code[error.type], message=error.message())])


def _value(fact: Fact, text: str) -> object:
    """A value as it is typed, as it is written in a file."""
    raw: object = text
    if fact.type == "boolean":
        raw = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}.get(text.lower(), text)
    elif fact.type == "set":
        raw = [word.strip() for word in text.split(",") if word.strip()]
    elif fact.type in {"integer", "number"}:
        try:
            raw = Decimal(text)
        except InvalidOperation:
            raw = text
    try:
        fact.value(raw)
    except PydanticCustomError as error:
        hint = hint_for_value(fact, raw)
        raise GovauditError(Problem(code=Code[error.type], message=error.message(), hint=hint)) from None
    return Bare(text) if fact.type == "date" else raw


def _day(text: str) -> str:
    parse_date(text)
    return text


def _words(text: str, choices: Mapping[str, object]) -> tuple[str, ...]:
    names = tuple(word.strip() for word in text.split(",") if word.strip())
    return tuple(_among(name, tuple(choices)) if choices else known_id(name) for name in names)


def _among(text: str, choices: Sequence[str]) -> str:
    if text in choices:
        return text
    message = f"expected {one_of(choices)}; found {quote(text)}"
    raise GovauditError(Problem(code=Code.BAD_VALUE, message=message, hint=did_you_mean(text, choices)))


def _complain(problems: Sequence[Problem]) -> None:
    for problem in problems:
        typer.echo(f"  {problem.message}{'; ' + problem.hint if problem.hint else ''}", err=True)


def _show(head: str, text: str) -> None:
    typer.echo(plain(wrapped(text, PAPER, indent=len(head))), nl=False, err=True)
