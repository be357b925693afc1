"""Fuzzing, guided by coverage: `python -m tests.fuzz.campaign [SECONDS] [TARGET]...`; what breaks a law becomes a file in `tests/fuzz/crashers/`."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import CRASHERS, TARGETS

NIGHTLY = 600
MEMORY = 400
"""Mebibytes, for the whole process."""
PROGRESS = re.compile(r"^#(\d+)\s.* cov: (\d+) ", re.MULTILINE)
GRACE = 120
"""Seconds to start, to read the seeds and to end."""


def fuzz(name: str, seconds: int) -> tuple[str, list[Path]]:
    """Fuzz one target for a time: what to say of it, and the new files that break its law."""
    target, folder = TARGETS[name], CRASHERS / name
    folder.mkdir(parents=True, exist_ok=True)
    known = set(folder.iterdir())
    with tempfile.TemporaryDirectory() as corpus, tempfile.NamedTemporaryFile("w", encoding="ascii") as words:
        words.writelines(f'"{_hexadecimal(word)}"\n' for word in target.words)
        words.flush()
        for number, seed in enumerate(target.seeds()):
            (Path(corpus) / f"{number:04}").write_bytes(seed)
        command = [
            sys.executable, "-m", "tests.fuzz.guided", name, corpus, f"-max_total_time={seconds}", "-timeout=5", f"-rss_limit_mb={MEMORY}",
            f"-max_len={target.longest}", *([f"-dict={words.name}"] if target.words else []), f"-artifact_prefix={folder}/", "-print_final_stats=1",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=seconds + GRACE, check=False)  # noqa: S603  # ourselves
    new = sorted(set(folder.iterdir()) - known)
    said = done.stdout + done.stderr
    ran, covered = (PROGRESS.findall(said) or [("0", "0")])[-1]
    inputs = re.search(r"number_of_executed_units:\s*(\d+)", said)
    memory = re.search(r"peak_rss_mb:\s*(\d+)", said)
    line = f"{name:9} {seconds:5} s {int(inputs[1] if inputs else ran):10,} inputs {int(covered):6,} edges {memory[1] if memory else '?':>4} MB"
    if done.returncode:
        print(done.stdout[-4000:] or done.stderr[-4000:], file=sys.stderr)
    return f"{line}  {'a law is broken' if done.returncode else 'no law broken'}", new


def _hexadecimal(word: str) -> str:
    """A word as a dictionary of libFuzzer has it."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def main(seconds: int = NIGHTLY, *names: str) -> int:
    """Fuzz the targets that are named, or all, one after the other."""
    failed = False
    for name in names or TARGETS:
        line, new = fuzz(name, seconds)
        print(line, flush=True)
        for path in new:
            print(f"  {path.relative_to(Path.cwd())}: see it with python -m tests.fuzz.targets {name} FILE", flush=True)
        failed |= "broken" in line and "no law" not in line
    return failed


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:2]), *sys.argv[2:]))
