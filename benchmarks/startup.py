"""How long govaudit takes, cold, as whole processes, next to a named peer in the same run.

The peer is check-jsonschema with one schema (`govaudit schema forum`): over one profile (`forums/gfmd.yaml`) for what should answer at once, over all
profiles for what reads them all. Each tool is installed in an environment of its own. Runs alternate, so that a drift of the machine's speed meets all
alike. Ratios of medians are printed.

    python benchmarks/startup.py [--runs 15]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ONE, ALL = "check-jsonschema, one profile", "check-jsonschema, all profiles"
CLAIMS = {
    "govaudit --help": (ONE, 0.5),
    "govaudit score gfmd": (ONE, 1.2),
    "govaudit compare --all": (ALL, 2.0),
    "govaudit compare --all --framework governance-functions": (ALL, 2.0),
    "govaudit claims": (ALL, 2.0),
}
"""Each command, the peer it is measured against, and how many times the peer's time it may take."""


def environment(folder: Path, *packages: str) -> Path:
    """A fresh environment with these packages; its `bin`."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", *packages], check=True)
    return folder / "bin"


def elapsed(command: list[str], cwd: Path) -> float:
    """Seconds that one process takes, its output read through a pipe."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=cwd)
    return time.perf_counter() - begin


def main() -> int:
    """Measure, print, and tell whether every ratio is within its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = environment(folder / "ours", str(ROOT)), environment(folder / "theirs", "check-jsonschema")
        schema = folder / "forum.schema.json"
        subprocess.run([str(ours / "govaudit"), "schema", "forum", "--output", str(schema)], check=True)
        check = [str(theirs / "check-jsonschema"), "--schemafile", str(schema)]
        profiles = [path for path in sorted((ROOT / "forums").glob("*.yaml")) if path.stem not in {"sources", "tags"}]
        commands = {ONE: [*check, str(ROOT / "forums/gfmd.yaml")], ALL: [*check, *map(str, profiles)]}
        commands |= {text: [str(ours / "govaudit"), *text.split()[1:]] for text in CLAIMS}
        times: dict[str, list[float]] = {text: [] for text in commands}
        for run in range(runs + 1):
            for text, command in commands.items():
                seconds = elapsed(command, folder)
                times[text] += [seconds] if run else []  # the first round warms the file cache
        medians = {text: statistics.median(values) for text, values in times.items()}
    print(f"{runs} runs each, medians; {len(profiles)} profiles")
    for peer in (ONE, ALL):
        print(f"{peer:56} {medians[peer] * 1000:6.0f} ms")
    kept = True
    for text, (peer, limit) in CLAIMS.items():
        ratio = medians[text] / medians[peer]
        kept = kept and ratio <= limit
        verdict = "ok" if ratio <= limit else "TOO SLOW"
        print(f"{text:56} {medians[text] * 1000:6.0f} ms  ratio {ratio:.2f}  limit {limit:.1f}  {verdict}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
