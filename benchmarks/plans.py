"""How long `govaudit plan` takes for whom: every forum that lives, every band above the one it is in, every framework with bands.

First all of them in one process: the search alone, with the data read and the solver loaded. Then the slowest as the command that a user types, start and all; its processor time is held to
the limit, which is promised of the command. Processor time counts, since the other leaves of the machine's work out what others take of it; both are printed.

    python benchmarks/plans.py [--framework ID ...] [--forum ID ...]
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from govaudit import Audit, Workspace, open_data, score
from govaudit.analysis.planning.proposals import Forum, propose
from govaudit.analysis.planning.steps import Peer
from govaudit.analysis.planning.target import band_target
from govaudit.cli.plan import ALTERNATIVES
from govaudit.model.timeline import knowledge_at

ROOT = Path(__file__).resolve().parents[1]
LIMIT, SLOWEST = 5.0, 5
REACHED, OUT_OF_REACH = 0, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question, and the seconds that its answer took, on the clock and of the processor."""

    framework: str
    forum: str
    band: str
    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.forum} --framework {self.framework} --target {self.band}"


def planned(data: Workspace, framework: str, forums: Sequence[str]) -> Iterator[Case]:
    """The search for every band above the present one."""
    plan, (day, _) = data.plan(framework), data.latest_review()
    profiles = [item for item in data.profiles()[0].values() if not item.draft and not item.absent(day)]
    prices = {name: item.cost for name, item in data.costs.items()}
    peers = [Peer(item, knowledge_at(item, plan.codebook, day)) for item in profiles]
    for peer in peers:
        if forums and peer.profile.id not in forums:
            continue
        audit: Audit = score(plan, peer.profile, data.sources, day)
        forum = Forum(plan=plan, facts=audit.facts, card=audit.card, missing=None)
        bands = [band.id for band in plan.nodes[plan.root].authored.bands]
        present = audit.card.node(plan.root).band
        for band in bands[: bands.index(present) if present else len(bands)]:
            begin, used = time.perf_counter(), time.process_time()
            propose(
                forum,
                band_target(plan, plan.root, band),
                prices,
                ALTERNATIVES + 1,
                [item for item in peers if item is not peer],
            )
            yield Case(
                framework=framework,
                forum=peer.profile.id,
                band=band,
                wall=time.perf_counter() - begin,
                processor=time.process_time() - used,
            )


def commanded(case: Case) -> Case:
    """The same question as a process of its own."""
    command = [
        sys.executable,
        "-m",
        "govaudit",
        "plan",
        *str(case).split(),
        "--data",
        str(ROOT),
        "--output",
        os.devnull,
    ]
    begin = time.perf_counter()
    started = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(started.pid, 0)
    wall, started.returncode = time.perf_counter() - begin, os.waitstatus_to_exitcode(status)
    if started.returncode not in {REACHED, OUT_OF_REACH}:
        raise SystemExit(f"{' '.join(command)}: ended with {started.returncode}")
    return Case(
        framework=case.framework, forum=case.forum, band=case.band, wall=wall, processor=usage.ru_utime + usage.ru_stime
    )


def main() -> int:
    """Measure, print, and tell whether the slowest commands stay below the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--framework", action="append", metavar="ID", help="default: all")
    parser.add_argument("--forum", action="append", metavar="ID", help="default: all that live")
    chosen = parser.parse_args()
    data = open_data(str(ROOT))
    print(
        f"Python {platform.python_version()}, scipy {version('scipy')}, {os.cpu_count()} processors, {platform.system()} {platform.machine()}"
    )
    frameworks = chosen.framework or data.framework_ids()
    cases = [case for framework in frameworks for case in planned(data, framework, chosen.forum or ())]
    for framework in frameworks:
        taken = [case for case in cases if case.framework == framework]
        median, most = (f(case.processor for case in taken) for f in (statistics.median, max))
        print(
            f"{framework}: {len(taken)} searches, processor median {median:.2f} s, most {most:.2f} s; clock median {statistics.median(case.wall for case in taken):.2f} s"
        )
    slow = sorted(cases, key=lambda case: case.processor, reverse=True)[:SLOWEST]
    kept = True
    print(f"the slowest {len(slow)} as commands (processor and clock; limit {LIMIT:g} s of the processor):")
    for case in slow:
        whole = commanded(case)
        within = whole.processor <= LIMIT
        kept = kept and within
        print(
            f"  {case}: search {case.processor:.2f} s; command {whole.processor:.2f} s, {whole.wall:.2f} s {'ok' if within else 'TOO SLOW'}"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
