"""The app: which commands there are, and under which help."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any

import typer
import typer.core

from govaudit.cli import (
    agree,
    cases,
    check,
    claims,
    corpus,
    diff,
    export,
    fmt,
    look,
    new,
    plan,
    reforms,
    robustness,
    score,
    site,
    time,
    unknowns,
    verify,
    views,
)
from govaudit.cli.session import say

EPILOG = "Exit codes: 0 done, 1 a threshold or check failed, 2 bad input or usage, 3 cannot read or write, 70 a bug."

UsageError: Any = typer.BadParameter.__base__


class Careful(typer.core.TyperGroup):
    """Commands whose mistakes are told as all problems are."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        with told():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        with told():
            return super().invoke(ctx)


@contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        from govaudit.cli.usage import problem  # start-up

        if type(error).__name__ != "NoArgsIsHelpError":  # which holds the help
            error.show = partial(say, [problem(error)])
        raise


app = typer.Typer(
    name="govaudit",
    cls=Careful,
    help="Audits how accountable the forums of migration governance are: sourced facts, declarative criteria, exact scores with bounds.",
    epilog=EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version.", is_eager=True)
    ] = False,  # a flag
) -> None:
    if version:
        from importlib.metadata import version as installed  # start-up

        typer.echo(f"govaudit {installed('govaudit')}")
        raise typer.Exit


app.command("score")(score.score)
app.command("compare")(score.compare)
app.command("explain")(score.explain)
app.command("claims")(claims.claims)
app.command("history")(time.history)
app.command("diff")(diff.diff)
app.command("robustness")(robustness.robustness)
app.command("agree")(agree.agree)
app.command("whatif")(reforms.whatif)
app.command("reforms")(reforms.reforms)
app.command("unknowns")(unknowns.unknowns)
app.command("views")(views.views)
app.command("plan")(plan.plan)
app.command("list")(look.list_)
app.command("show")(look.show)
app.add_typer(new.app, name="new")
app.add_typer(site.app, name="site")
app.command("verify")(verify.verify)
app.add_typer(corpus.app, name="corpus")
app.command("export")(export.export)
app.command("check")(check.check)
app.command("fmt")(fmt.fmt)
app.command("test")(cases.test)
app.command("schema")(look.schema)
