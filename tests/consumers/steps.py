"""The shell steps of actions and workflows, run as GitHub's runner runs them."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

from .scratch import ENVIRONMENT, PROGRAMS, ROOT

EXPRESSION = re.compile(r"\$\{\{\s*([^}]+?)\s*\}\}")


def load(name: str) -> dict[str, Any]:
    """A file of actions, as YAML reads it; the key `on` is not a truth value here."""
    loaded: dict[str, Any] = yaml.load((ROOT / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    return loaded


class Runner:
    """Runs steps one after the other, in a workspace, with the environment that GitHub would set.

    `values` answers expressions such as `inputs.data`. An expression in a script is refused: it would be pasted into it.
    """

    def __init__(self, folder: Path, values: dict[str, str], shell: tuple[str, ...], **environment: str) -> None:
        self.workspace, self.temporary = folder / "workspace", folder / "temporary"
        self.output = folder / "output"
        for made in (self.workspace, self.temporary):
            made.mkdir(parents=True, exist_ok=True)
        self.values, self.shell = values, shell
        path = os.pathsep.join([str(PROGRAMS), ENVIRONMENT["PATH"]])
        self.environment = ENVIRONMENT | {
            "PATH": path, "GITHUB_WORKSPACE": str(self.workspace), "RUNNER_TEMP": str(self.temporary), "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.output), "CI": "true", **environment,
        }  # fmt: skip

    def resolved(self, text: str) -> str:
        return EXPRESSION.sub(lambda found: self.values[found[1]], text)

    def run(self, step: dict[str, Any], environment: dict[str, Any] | None = None) -> subprocess.CompletedProcess[str]:
        assert not EXPRESSION.search(step["run"])
        own = {key: self.resolved(value) for key, value in ({**(environment or {}), **step.get("env", {})}).items()}
        script = self.temporary / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        return subprocess.run(
            [*self.shell, str(script)],
            cwd=self.workspace, capture_output=True, text=True, check=False, env={**self.environment, **own},
        )  # fmt: skip

    def outputs(self) -> dict[str, str]:
        lines = self.output.read_text(encoding="utf-8").splitlines() if self.output.exists() else []
        return dict(line.split("=", 1) for line in lines)


BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
