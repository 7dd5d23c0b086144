"""Runs a function in a Python process of its own: for start-up times, and for memory nobody else has touched."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import holistic_core
from holistic_core.errors import HolisticError

_PROGRAM: Final = """
import importlib, json, sys
module, function, arguments = json.loads(sys.argv[1])
print(json.dumps(getattr(importlib.import_module(module), function)(*arguments)))
"""
_TIMEOUT_S: Final = 600.0


def call_in_fresh_process(module: str, function: str, *arguments: Any) -> Any:
    """What `function(*arguments)` of `module` returns in a new process; arguments and result travel as JSON.

    HolisticError: the process failed; the last line it wrote to stderr is in the message.
    """
    return json.loads(_last_line([sys.executable, "-c", _PROGRAM, json.dumps([module, function, arguments])]))


def run_program(program: str, *arguments: str) -> Any:
    """What a program given as text prints as its last line, read as JSON. Nothing is imported before its first line."""
    return json.loads(_last_line([sys.executable, "-c", program, *arguments]))


def environment() -> dict[str, str]:
    """This process's environment, in which `holistic_core` can be imported from any folder."""
    folder = str(Path(holistic_core.__file__).parents[1])
    inherited = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([folder, inherited] if inherited else [folder])}


def _last_line(command: list[str]) -> str:
    done = subprocess.run(  # noqa: S603 -- our own interpreter and program
        command, env=environment(), capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
    )
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise HolisticError(f"The measurement's own process ended with code {done.returncode}: {reason}")
    return done.stdout.strip().splitlines()[-1]
