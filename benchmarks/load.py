"""One `govaudit check` over very many profiles: seconds, memory of all its processes together, and whether any number of processes says the same.

The profiles are parts of the shipped ones under ids of their own, six facts each, beside all of the shipped data; one has an open bracket at its
end. The peer is check-jsonschema, over some of the same files with the schema that `govaudit schema forum` prints, reckoned by the file. Memory is
the sum of the proportional set sizes (PSS) of the processes, looked up in /proc every fifth of a second, so pages that they share count once.

    python benchmarks/load.py [--profiles 100000] [--jobs 1 2] [--sample 2000] [--compare 1000 10000]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
FACTS = 6
OTHERS = ("score gfmd", "compare --all --quiet", "compare --all --quiet --format json")
MEMORY = 500
"""MB that one run may take."""


@dataclass(frozen=True)
class Run:
    """One command: what it said, its exit code, seconds of the clock and of the processors, and the most memory it held, in MB."""

    said: bytes
    code: int
    wall: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:7.1f} s, {self.cpu:7.1f} s of processors, {self.memory:5.0f} MB"


def main() -> int:
    """Measure, print, and tell whether memory and outputs are as promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--sample", type=int, default=2_000)
    parser.add_argument("--compare", type=int, nargs="*", default=[1_000, 10_000])
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        kept = checked(Path(name), wanted.profiles, wanted.jobs, wanted.sample)
        for count in wanted.compare:
            folder = Path(name) / f"compare-{count}"
            make(folder, count)
            for words in OTHERS:
                done = measured([str(BIN / "govaudit"), *words.split()], folder)
                print(f"govaudit {words}, {count} profiles more: {done}, {len(done.said)} bytes", flush=True)
    return 0 if kept else 1


def checked(folder: Path, count: int, jobs: Sequence[int], sample: int) -> bool:
    """`check` by each number of processes, and the peer; whether all is as promised."""
    data = folder / "data"
    size = make(data, count)
    bad = spoil(data)
    print(f"{count} profiles of {size / count:.0f} bytes beside the shipped data; load {os.getloadavg()[0]:.1f}")
    runs = [measured([str(BIN / "govaudit"), "check", "--jobs", str(number)], data) for number in jobs]
    for number, run in zip(jobs, runs, strict=True):
        print(f"govaudit check --jobs {number}: {run}, exit {run.code}", flush=True)
    named = [line for line in runs[0].said.decode().splitlines() if bad in line]
    print(f"the bad file: {named}\nthe last line: {runs[0].said.decode().splitlines()[-1]}")
    equal = all(run.said == runs[0].said for run in runs)
    small = max(run.memory for run in runs) < MEMORY
    print(f"outputs equal: {equal}; memory below {MEMORY} MB: {small}")
    schema = folder / "forum.schema.json"
    subprocess.run([str(BIN / "govaudit"), "schema", "forum", "--output", str(schema)], check=True)
    some = [str(path) for path in sorted((data / "forums").glob("*-0*.yaml"))[:sample] if path.name != bad]
    peer = measured([str(BIN / "check-jsonschema"), "--schemafile", str(schema), *some], data)
    each, theirs = min(run.cpu for run in runs) / count * 1000, peer.cpu / len(some) * 1000
    print(f"check-jsonschema, {len(some)} of them: {peer}")
    print(
        f"a file: {each:.2f} ms of a processor, check-jsonschema {theirs:.2f} ms; ratio {each / theirs:.2f}", flush=True
    )
    return equal and small and len(named) == 1 and all(run.code == 2 for run in runs)


def make(folder: Path, count: int) -> int:
    """The shipped data and so many profiles more; the bytes of these."""
    for part in ("criteria", "forums", "claims"):
        shutil.copytree(ROOT / part, folder / part)
    shipped = [
        parts(path) for path in sorted((ROOT / "forums").glob("*.yaml")) if "\nfacts:\n" in path.read_text("utf-8")
    ]
    size = 0
    for number in range(count):
        forum, head, facts = shipped[number % len(shipped)]
        begin = number // len(shipped) * FACTS % len(facts)
        name = f"{forum}-{number:06d}"
        text = (
            f"{head.replace(f'id: {forum}', f'id: {name}', 1)}facts:\n{''.join((facts + facts)[begin : begin + FACTS])}"
        )
        size += (folder / "forums" / f"{name}.yaml").write_bytes(text.encode())
    return size


def parts(path: Path) -> tuple[str, str, list[str]]:
    """The id of a profile, its head, and its facts one by one."""
    head, _, rest = path.read_text("utf-8").partition("facts:\n")
    facts = re.split(r"^(?=\S)", rest, flags=re.MULTILINE)[0]
    return path.stem, head, [fact for fact in re.split(r"^(?=  [a-z])", facts, flags=re.MULTILINE) if fact.strip()]


def spoil(data: Path) -> str:
    """Leave a bracket open at the end of one profile; its name."""
    found = sorted((data / "forums").glob("*-0*.yaml"))
    path = found[len(found) // 2]
    path.write_bytes(path.read_bytes() + b"torn: [\n")
    return path.name


def measured(command: Sequence[str], data: Path) -> Run:
    """Run a command on data and look how much memory its processes hold."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        environment = {**os.environ, "GOVAUDIT_DATA": str(data)}
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)
        memory = 0.0
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            memory = max(memory, sum(map(held, family(process.pid))))
            time.sleep(0.2)
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        wall, used = time.perf_counter() - begin, ended[2]
        said.seek(0)
        return Run(said.read(), process.returncode, wall, used.ru_utime + used.ru_stime, memory)


def family(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    with suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split():
            yield from family(int(child))


def held(process: int) -> float:
    """The proportional set size of a process, in MB; 0 once it has ended."""
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text("utf-8"), re.MULTILINE)
        return int(found[1]) / 1000 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
