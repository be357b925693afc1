"""Fuzzing, guided by coverage: `python -m tests.fuzz.campaign [SECONDS] [TARGET]...`; what breaks a law becomes a file in `tests/fuzz/crashers/`."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import CRASHERS, TARGETS

NIGHTLY, BRIEF = 600, 60
"""Seconds a target. A run that is shorter than the second tries the same inputs each time, as far as it comes: CI is no lottery."""
MEMORY = 400
"""Mebibytes, for the whole process."""
HUNG = 60
"""Seconds of the clock for one input. The law counts those of the processor; this ends what waits for ever, and no sound run of a busy machine."""
PROGRESS = re.compile(r"^#(\d+)\s.* cov: (\d+) ", re.MULTILINE)


def fuzz(name: str, seconds: int) -> bool:
    """Fuzz one target for a time and say what came of it; whether its law held. What breaks it is a new file among the crashers."""
    target, folder = TARGETS[name], CRASHERS / name
    folder.mkdir(parents=True, exist_ok=True)
    known = set(folder.iterdir())
    with tempfile.TemporaryDirectory() as corpus, tempfile.NamedTemporaryFile("w", encoding="ascii") as words:
        for number, seed in enumerate([*target.seeds(), *(path.read_bytes() for path in sorted(known))]):
            (Path(corpus) / f"{number:04}").write_bytes(seed)
        words.writelines(f'"{_hexadecimal(word)}"\n' for word in target.words)
        words.flush()
        command = [
            sys.executable, "-m", "tests.fuzz.guided", name, corpus, f"-max_total_time={seconds}", f"-timeout={HUNG}", f"-rss_limit_mb={MEMORY}",
            f"-max_len={target.longest}", *([f"-dict={words.name}"] if target.words else []), f"-artifact_prefix={folder}/", "-print_final_stats=1",
            f"-seed={int(seconds < BRIEF)}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # ourselves
    print(_summary(name, seconds, done.stderr), flush=True)
    new = sorted(set(folder.iterdir()) - known)
    for path in new:
        print(
            f"{path.relative_to(Path.cwd())}: a law is broken; python -m tests.fuzz.targets {name} {path}", flush=True
        )
    if done.returncode and not new:
        print(f"{name}: it ended with {done.returncode}:\n{(done.stdout + done.stderr)[-4000:]}", flush=True)
    return not done.returncode


def _summary(name: str, seconds: int, said: str) -> str:
    """One line: how many inputs, branches of the code that they reached, and memory."""
    ran, reached = (PROGRESS.findall(said) or [("0", "0")])[-1]
    inputs, memory = re.search(r"executed_units:\s*(\d+)", said), re.search(r"peak_rss_mb:\s*(\d+)", said)
    count = int(inputs[1] if inputs else ran)
    return f"{name:9}{seconds:5} s {count:10,} inputs {int(reached):6,} edges {memory[1] if memory else '?':>5} MB"


def _hexadecimal(word: str) -> str:
    """A word as a dictionary of libFuzzer has it."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def main(seconds: str = str(NIGHTLY), *names: str) -> int:
    """Fuzz the targets that are named, or all, one after the other."""
    held = [fuzz(name, int(seconds)) for name in names or TARGETS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
