"""Mutation testing: one small change of the code at a time, which some test should notice.

`python -m tools.mutation [MODULE …]`, such as `scoring/aggregate` or `rules`; `nox -s mutation` sets what makes runs repeatable.
What is changed, and which tests are asked, stands in `mutation.toml`.

A change inside a function is put into the function that the collected tests hold, in a forked process, and only the tests
that ran its line are asked. A change of what runs at import, a constant or a model, is imported by a fork that has imported nothing of ours
yet, which asks the suite entry by entry: the quickest and most telling should stand first.
"""

from __future__ import annotations

import ast
import gc
import os
import pickle
import resource
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper
from importlib import import_module
from importlib.machinery import SourceFileLoader
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FunctionType
from typing import Any
from warnings import catch_warnings

import coverage
import hypothesis
import pydantic
import pytest
import yaml

READY = hypothesis, pydantic, yaml  # imported before the forks, which then need not
HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "govaudit"
OPTIONS = "-p no:xdist -p no:terminal -p no:cacheprovider -s --assert=plain --doctest-modules --import-mode=importlib -o addopts= -o tmp_path_retention_policy=none"
BROKEN = 70
MEMORY, PATIENCE = 6 << 30, 10
"""Bytes; and the seconds of the processor that a process may take, beside three times what its tests take otherwise."""
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip
NAMES = {"min": "max", "any": "all", "lstrip": "rstrip", "startswith": "endswith", "removeprefix": "removesuffix"}
NAMES |= {new: old for old, new in NAMES.items()} | {"sorted": "list", "reversed": "list"}
CONDITIONS = {
    (ast.If, "test"),
    (ast.While, "test"),
    (ast.IfExp, "test"),
    (ast.comprehension, "ifs"),
    (ast.match_case, "guard"),
}
JUDGED = (ast.Compare, ast.BoolOp, ast.UnaryOp)
"""Conditions that are changed as what they are."""
DEFINITION = (ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Mutant:
    """`function` is the first line and the name of the outermost function that is changed; None where it runs at import."""

    module: str
    lines: range  # of the statement, down to what is changed
    line: int
    column: int
    function: tuple[int, str] | None
    what: str
    code: CodeType = field(repr=False, compare=False)

    def __str__(self) -> str:
        where = self.function[1] if self.function else "at import"
        return f"{self.module}.py:{self.line}:{self.column} ({where}): {self.what}"


def variants(node: ast.AST, parent: ast.AST, place: str) -> Iterator[ast.AST]:
    """What may stand in the place of a node, without a change of its parts."""
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)):
            yield ast.Constant(f"{value}X")
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Name(id=name) if name in NAMES:
            yield ast.Name(NAMES[name], ast.Load())
        case ast.Attribute(value=value, attr=name) if name in NAMES and NAMES[name] != "list":
            yield ast.Attribute(value, NAMES[name], ast.Load())
        case _ if type(node) in SWAPS:
            yield SWAPS[type(node)]()
    if isinstance(node, ast.expr) and (type(parent), place) in CONDITIONS and not isinstance(node, JUDGED):
        yield ast.UnaryOp(ast.Not(), node)


def mutants(module: str) -> Iterator[Mutant]:
    """Every change of a module, in the order of its text. Annotations, docstrings and imports are not code that decides anything."""
    path = SOURCE / f"{module}.py"
    tree = ast.parse(path.read_text("utf-8"))

    def walk(parent: Any, statement: Any, function: tuple[int, str] | None, names: tuple[str, ...]) -> Iterator[Mutant]:
        inner = (*names, parent.name) if isinstance(parent, DEFINITION) else names
        for place, value in ast.iter_fields(parent):
            if place in {"annotation", "returns"}:
                continue
            here = function
            if isinstance(parent, ast.FunctionDef) and place == "body" and not function:
                here = min([parent.lineno, *(decorator.lineno for decorator in parent.decorator_list)]), ".".join(inner)
            for index, node in enumerate(items := value if isinstance(value, list) else [value]):
                if not isinstance(node, ast.AST) or isinstance(node, ast.Import | ast.ImportFrom):
                    continue
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                    continue
                if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                    continue
                at = node if isinstance(node, ast.stmt) else statement
                spot = node if isinstance(node, ast.expr | ast.stmt) else parent if hasattr(parent, "lineno") else at
                for new in variants(node, parent, place):
                    shown = parent if isinstance(node, ast.operator | ast.cmpop | ast.boolop) else node
                    before = ast.unparse(shown)
                    items[index] = ast.copy_location(new, spot)
                    setattr(parent, place, value if isinstance(value, list) else new)
                    after = ast.unparse(parent if shown is parent else new)
                    code = compile(ast.fix_missing_locations(tree), str(path), "exec")
                    items[index] = node
                    setattr(parent, place, value)
                    lines, what = range(at.lineno, spot.lineno + 1), f"{before} → {after}"
                    yield Mutant(module, lines, spot.lineno, spot.col_offset + 1, here, what, code)
                yield from walk(node, at, here, inner)

    yield from walk(tree, tree, None, ())


def forked(
    tasks: list[tuple[Mutant, float]], work: Callable[[Mutant], bool], jobs: int
) -> Iterator[tuple[Mutant, str]]:
    """What became of each mutant: killed, survived, or out of time. A process each, so that nothing is left of it."""
    running: dict[int, Mutant] = {}
    for task in chain(tasks, [None] * jobs):
        if running and (len(running) >= jobs or task is None):
            pid, status = os.wait()
            code = os.waitstatus_to_exitcode(status)
            if code == BROKEN:
                sys.exit(f"expected an answer of the tests; found an error of this program at {running[pid]}")
            timed_out = -code in {signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM}
            mutant, end = running.pop(pid), "timed out" if timed_out else "killed" if code else "survived"
            if end == "survived":
                print(mutant, file=sys.stderr, flush=True)
            yield mutant, end
        if task is None:
            continue
        mutant, seconds = task
        pid = os.fork()
        if pid:
            running[pid] = mutant
            continue
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE + 3 * int(seconds), resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
        signal.alarm(60 * (PATIENCE + int(seconds)))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        status = BROKEN
        try:
            status = int(work(mutant))
        finally:
            os._exit(status)


def code_of(code: CodeType, function: tuple[int, str]) -> CodeType | None:
    """The code of a function in that of its module."""
    if (code.co_firstlineno, code.co_qualname) == function:
        return code
    inner = (code_of(constant, function) for constant in code.co_consts if isinstance(constant, CodeType))
    return next((found for found in inner if found), None)


def living() -> tuple[dict[tuple[str, int, str], list[FunctionType]], list[_lru_cache_wrapper[Any]]]:
    """The functions that the collected tests hold, by file, first line and name; and the caches, of ours and of the tests'."""
    functions: dict[tuple[str, int, str], list[FunctionType]] = {}
    caches = []
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType):
            code = thing.__code__
            functions.setdefault((code.co_filename, code.co_firstlineno, code.co_qualname), []).append(thing)
        elif isinstance(thing, _lru_cache_wrapper) and thing.__module__.startswith(("govaudit", "tests")):
            caches.append(thing)
    return functions, caches


class Loop:
    """In the place of pytest's own loop over the tests: they are run once, to see which lines each runs, and then for each mutant."""

    def __init__(self, wanted: list[Mutant], out: Path, jobs: int) -> None:
        self.wanted, self.out, self.jobs = wanted, out, jobs

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for module in {mutant.module for mutant in self.wanted}:  # what the tests import only when they run
            import_module(f"govaudit.{module.replace('/', '.')}")
        functions, caches = living()
        gc.freeze()
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # noqa: SLF001  # one for all forks
        if os.fork() == 0:
            self.measure(session, caches)
            os._exit(session.testsfailed > 0)
        if os.wait()[1]:
            sys.exit("expected tests that pass without any change")
        seconds, lines = pickle.loads(self.out.read_bytes())  # noqa: S301  # written a moment ago
        chosen = {}
        for mutant in self.wanted:
            tests = set().union(*(lines.get((mutant.module, line), ()) for line in mutant.lines))
            chosen[mutant] = sorted(tests, key=seconds.__getitem__)

        def work(mutant: Mutant) -> bool:
            assert mutant.function
            changed = code_of(mutant.code, mutant.function)
            assert changed
            for function in functions[str(SOURCE / f"{mutant.module}.py"), *mutant.function]:
                function.__code__ = changed.replace(co_freevars=function.__code__.co_freevars)  # `super` may be gone
            for cache in caches:
                cache.cache_clear()
            return self.run(session, [session.items[test] for test in chosen[mutant]])

        tasks = [(mutant, sum(seconds[test] for test in chosen[mutant])) for mutant in self.wanted]
        ends = [(str(mutant), end) for mutant, end in forked(tasks, work, self.jobs)]
        if os.fork() == 0:
            os._exit(self.run(session, session.items))
        if os.wait()[1]:
            sys.exit("expected tests that pass without any change at the end too; some change did harm")
        self.out.write_bytes(pickle.dumps(ends))
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed:  # seen of the run without a change; the forks are silent
            print(report.nodeid, report.longreprtext, sep="\n", file=sys.stderr)

    pytest_collectreport = pytest_runtest_logreport

    def run(self, session: pytest.Session, tests: list[pytest.Item]) -> bool:
        """Whether a test fails."""
        for test, after in zip(tests, [*tests, None][1:], strict=True):
            try:
                session.config.hook.pytest_runtest_protocol(item=test, nextitem=after)
            except BaseException:  # noqa: BLE001  # an interrupt that the changed code lets through
                return True
            if session.testsfailed:
                return True
        return False

    def measure(self, session: pytest.Session, caches: list[_lru_cache_wrapper[Any]]) -> None:
        paths = {str(SOURCE / f"{mutant.module}.py"): mutant.module for mutant in self.wanted}
        watch = coverage.Coverage(data_file=None, include=list(paths), config_file=False)
        seconds = []
        watch.start()
        for index, (test, after) in enumerate(zip(session.items, [*session.items[1:], None], strict=True)):
            watch.switch_context(str(index))
            for cache in caches:  # or the first test alone would run what all ask for
                cache.cache_clear()
            start = time.process_time()
            session.config.hook.pytest_runtest_protocol(item=test, nextitem=after)
            seconds.append(time.process_time() - start)
        watch.stop()
        with catch_warnings(action="ignore"):  # that a module was not run at all is no news here: its changes survive
            found = watch.get_data()
        lines = {
            (module, line): {int(test) for test in tests if test}
            for path, module in paths.items()
            for line, tests in found.contexts_by_lineno(path).items()
        }
        self.out.write_bytes(pickle.dumps((seconds, lines)))


def start(tests: list[str], folder: str, *plugins: object) -> int:
    """Run pytest; each process has a folder of its own for the files of tests."""
    return pytest.main([*OPTIONS.split(), f"--basetemp={folder}/{os.getpid()}", *tests], plugins=plugins)


def ask(tests: list[str], folder: str) -> bool:
    """Whether a test fails. Each entry of the suite is collected on its own: what the first ones notice needs no more imports."""
    return any(start(["-x", entry], folder) != 0 for entry in tests)


def imported(mutant: Mutant, tests: list[str], folder: str) -> bool:
    """Whether a test fails where the changed module is imported."""
    path, load = str(SOURCE / f"{mutant.module}.py"), SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        return mutant.code if self.path == path else load(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]
    return ask(tests, folder)


def judge(suite: dict[str, Any], wanted: list[Mutant], jobs: int) -> list[tuple[str, str]]:
    """What became of each mutant of a suite."""
    with TemporaryDirectory() as folder:
        out = Path(folder, "out")
        gc.freeze()
        if os.fork() == 0:
            loop = Loop([mutant for mutant in wanted if mutant.function], out, jobs)
            os._exit(start(suite["tests"], folder, loop))
        if os.wait()[1]:
            sys.exit(f"expected tests that can be collected and pass; {suite['tests']}")
        became: list[tuple[str, str]] = pickle.loads(out.read_bytes())  # noqa: S301  # written by our own fork
        tasks = [(mutant, 60.0) for mutant in wanted if not mutant.function]
        if tasks and os.fork() == 0:
            os._exit(ask(suite["tests"], folder))
        if tasks and os.wait()[1]:
            sys.exit(f"expected tests that pass entry by entry without any change; {suite['tests']}")
        ends = forked(tasks, lambda it: imported(it, suite["tests"], folder), jobs)
        return became + [(str(mutant), end) for mutant, end in ends]


def main(chosen: list[str]) -> None:
    if os.geteuid() == 0:
        sys.exit("expected a user who may harm nothing; found root: changed code may write anywhere")
    config = tomllib.loads((HERE / "mutation.toml").read_text("utf-8"))
    poor = False
    print("| module | mutants | killed | timed out | survived | noticed |\n|---|---:|---:|---:|---:|---:|")
    for suite in config["suite"]:
        named = {
            str(path.relative_to(SOURCE).with_suffix("")) for glob in suite["modules"] for path in SOURCE.glob(glob)
        }
        modules = sorted(name for name in named if not chosen or any(f"{name}/".startswith(f"{it}/") for it in chosen))
        wanted = [mutant for module in modules for mutant in mutants(module)]
        ends = judge(suite, wanted, config["jobs"]) if wanted else []
        for module in modules:
            of = [(mutant, end) for mutant, end in ends if mutant.startswith(f"{module}.py:")]
            count = Counter(end for _, end in of)
            share = 100 * (1 - count["survived"] / len(of)) if of else 100
            poor |= share < config["least"]
            figures = len(of), count["killed"], count["timed out"], count["survived"], f"{share:.1f} %"
            print(f"| {module} | {' | '.join(map(str, figures))} |", flush=True)
    sys.exit(poor)


if __name__ == "__main__":
    main(sys.argv[1:])
