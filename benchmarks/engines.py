"""How fast the columnar engine and the interpreter are, next to named peers in one run. Each part is a process of its own.

- kernel: ten rules over 100,000 profiles, next to polars by hand, CEL and Rego, and how often each answers as Kleene does;
- whole: the accountability framework over 1,000,000 and 10,000,000 rows, Parquet to Parquet, time and peak memory;
- single: one profile by the interpreter, and how many units it takes until the columns are faster;
- others: PySpark and DuckDB next to polars on the same 1,000,000 rows, results equal.

Every figure that has a limit is printed with it; the exit code is 1 if one is missed. Peers are installed by name: `pip install -e '.[benchmarks]'`.

    python benchmarks/engines.py [--quick] [PART ...]
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("kernel", "whole", "single", "others")
NAMED = ("polars", "narwhals", "pyarrow", "duckdb", "pyspark", "common-expression-language", "gordon-to-regorus", "cel-python")  # fmt: skip


def main() -> int:
    """Run the parts one after the other, and tell whether every limit is kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small runs; times are not judged")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"one or more of {', '.join(PARTS)}; all if none is named"
    )
    options = parser.parse_args()
    if unknown := set(options.parts).difference(PARTS):
        parser.error(f"expected one or more of {', '.join(PARTS)}; found {', '.join(sorted(unknown))}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.system()} {platform.machine()}")
    print(", ".join(f"{name} {version(name)}" for name in NAMED), flush=True)
    missed = []
    for part in options.parts or PARTS:
        command = [sys.executable, "-m", f"benchmarks.parts.{part}", *(["--quick"] if options.quick else [])]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            missed.append(part)
    print(f"\nmissed or failed: {', '.join(missed)}" if missed else "\nevery limit is kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
