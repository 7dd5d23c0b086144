"""The snippets are run as a visitor would: copied into a program and into a shell."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from holistic_core.drawing import DrawOptions
from holistic_core.export import from_json
from holistic_core.options import BODY, BODY_AND_HANDS, FindOptions
from tests.own_pictures import pixels, portrait, two_portraits
from ui.detector import close_all
from ui.findings import Findings
from ui.picture_input import Source
from ui.settings import Settings
from ui.snippets import command_snippet, python_snippet

PROJECT = Path(__file__).parents[2]

ONE = Source.of("my picture.png", portrait())
TWO = Source.of('"two" of us.png', two_portraits())

CASES = {
    "as the page opens": (ONE, Settings()),
    "much changed": (
        ONE,
        Settings(
            find=FindOptions(
                parts=BODY_AND_HANDS,
                min_detection_confidence=0.3,
                min_tracking_confidence=0.35,
                clahe=True,
                segmentation=True,
                drop_implausible=True,
            ),
            draw=DrawOptions(
                style="classic",
                face="points",
                thickness=1.75,
                numbers=True,
                cover_face=True,
                background="replaced",
                background_colour="#12AB9F",
                min_visibility=0.25,
            ),
        ),
    ),
    "several people, body only": (TWO, Settings(people="several", max_people=3, find=FindOptions(parts=BODY))),
    "the largest person, finer face": (
        TWO,
        Settings(people="largest", find=FindOptions(refine_face=True), draw=DrawOptions(face="mesh")),
    ),
    "some parts drawn": (ONE, Settings(draw=DrawOptions(parts=frozenset({"face"})))),
    "nothing drawn": (ONE, Settings(draw=DrawOptions(parts=frozenset()))),
}


@pytest.fixture(scope="module")
def findings() -> Iterator[Findings]:
    yield Findings()
    close_all()


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("source", "settings"), CASES.values(), ids=CASES)
def test_python_draws_what_the_page_shows(
    source: Source, settings: Settings, findings: Findings, tmp_path: Path
) -> None:
    (tmp_path / source.name).write_bytes(source.data)
    program = python_snippet(settings, source.name)
    printed = run([sys.executable, "-c", program], tmp_path)
    drawn = pixels((tmp_path / "annotated.png").read_bytes())[:, :, ::-1]
    assert np.array_equal(drawn, findings.annotated(source, settings))
    assert "Left elbow" in printed


@pytest.mark.slow
@pytest.mark.parametrize(("source", "settings"), CASES.values(), ids=CASES)
def test_the_command_writes_what_the_page_shows(
    source: Source, settings: Settings, findings: Findings, tmp_path: Path
) -> None:
    (tmp_path / source.name).write_bytes(source.data)
    line = command_snippet(settings, source.name)
    assert line.startswith("python -m ")
    run(["sh", "-c", line.replace("python", f"'{sys.executable}'", 1)], tmp_path)
    (picture,) = (tmp_path / "out").glob("*_annotated.png")
    assert np.array_equal(pixels(picture.read_bytes())[:, :, ::-1], findings.annotated(source, settings))
    (result,) = [path for path in (tmp_path / "out").glob("*.json") if not path.name.startswith("coco")]
    record = from_json(result.read_bytes())
    assert [replace(person, stage_ms={}) for person in record.people] == [
        replace(person, stage_ms={}) for person in findings.find(source, settings).people
    ]


def test_the_reference_engine_is_named() -> None:
    settings = Settings(engine="mediapipe")
    assert 'DetectorOptions(engine="mediapipe")' in python_snippet(settings, "a.jpg")
    assert "--engine mediapipe" in command_snippet(settings, "a.jpg")


@pytest.mark.parametrize(
    "name", ["it's.jpg", 'say "cheese".jpg', "back\\slash.jpg", "日本.jpg", "-rf.jpg", "$(ls).jpg"]
)
def test_any_file_name_stays_a_file_name(name: str) -> None:
    program = python_snippet(Settings(), name)
    constants = [node.value for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Constant)]
    assert name in constants
    printed = subprocess.run(
        ["sh", "-c", command_snippet(Settings(), name).replace("python -m holistic_core detect", "printf '%s\\n'")],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    assert printed[0].removeprefix("./") == name
