"""Runs the program as a person does, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def handbill(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  the program under test
        [sys.executable, "-m", "handbill", *arguments],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def data(result: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(result.stdout)
