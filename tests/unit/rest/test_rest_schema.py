"""Schemathesis asks what the description allows and what it does not; every answer is as described."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from holistic_core.detector import Detector
from tests.rest_server import rest_server

PROJECT = Path(__file__).parents[3]
LONGEST_S = 200


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Detector() as detector, rest_server(detector, {"HOLISTIC_REST_BATCH_FILES": "2"}) as address:
        yield address


@pytest.mark.slow
def test_schemathesis_finds_nothing(url: str, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("schemathesis")
    bounds = ["--max-examples", "2", "--max-time", "60", "--seed", "1"]
    done = subprocess.run(
        [str(program), "run", f"{url}/openapi.json", *bounds, "--no-color", "--phases", "coverage,fuzzing"],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.schemathesis_hooks", "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Tested: 6" in done.stdout and "0 generated" not in done.stdout, done.stdout
