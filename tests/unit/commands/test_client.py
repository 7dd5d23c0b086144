"""The command `client`, and the examples of docs/rest.md as they stand there, against a real server."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from holistic_core.__main__ import main
from holistic_core.coach.samples import still_jpeg
from holistic_core.detector import Detector
from holistic_core.export import from_json
from tests.rest_server import rest_server, served

PROJECT = Path(__file__).parents[3]
DOCUMENT = (PROJECT / "docs" / "rest.md").read_text(encoding="utf-8")
KEY = "a-key-of-sixteen-characters"
LINES = [line for block in re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL) for line in block.splitlines()]
(PROGRAM,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    with Detector() as made:
        yield made


@pytest.fixture(scope="module")
def server(detector: Detector) -> Iterator[str]:
    with rest_server(detector) as url:
        yield url.removesuffix("/api/v1")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "photo.jpg").write_bytes(still_jpeg("counting_five"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_the_lines_of_the_document_run(line: str, server: str, folder: Path) -> None:
    if shutil.which("curl") is None and line.startswith("curl"):
        pytest.skip("curl is not installed")
    line = re.sub(r"^\.venv/bin/python ", f"{sys.executable} ", line).replace("curl ", "curl -sS --fail-with-body ", 1)
    environment = {**os.environ, "SERVER": server, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    if "client" in line:
        written = sorted(path.name for path in (folder / "results").iterdir())
        assert written == ["photo.csv", "photo.json", "photo_annotated.png"]
    elif "drawn.png" in line:
        assert Image.open(folder / "drawn.png").size == Image.open(folder / "photo.jpg").size
    else:
        assert "left_knee" in done.stdout


def test_the_program_of_the_document_runs(
    server: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SERVER", server)
    exec(compile(PROGRAM, "rest.md", "exec"), {})  # noqa: S102 -- the project's own words
    told = capsys.readouterr().out
    assert "left_elbow " in told and "None" not in told


def test_the_document_has_all_three() -> None:
    assert sum(line.startswith("curl ") for line in LINES) >= 4
    assert any(" client " in line for line in LINES)


def test_standard_output_is_one_line_a_picture(server: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "second.jpg").write_bytes((folder / "photo.jpg").read_bytes())
    assert main(["client", server, str(folder), "--option", "parts=pose"]) == 0
    told = capsys.readouterr()
    assert [from_json(line).name for line in told.out.splitlines()] == ["photo.jpg", "second.jpg"]
    assert "[2/2] second.jpg: done" in told.err


def test_a_picture_that_fails_does_not_stop_the_others(
    server: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.jpg").write_bytes(b"no picture")
    assert main(["client", server, "bad.jpg", "photo.jpg", "--out", "out"]) == 1
    assert "[1/2] bad.jpg: failed. This is a text file." in capsys.readouterr().err
    assert [path.name for path in Path("out").iterdir()] == ["photo.json"]


def test_a_file_that_is_missing_does_not_stop_the_others(
    server: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["client", server, "nix.jpg", "photo.jpg", "--out", "results"]) == 1
    assert (folder / "results" / "photo.json").is_file()
    told = capsys.readouterr().err
    assert "nix.jpg: failed." in told and "Check its name" in told and "photo.jpg: done" in told


def test_what_was_found_and_advice_are_told(server: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "cut.jpg").write_bytes((folder / "photo.jpg").read_bytes()[:-4000])
    Image.new("RGB", (320, 240), "grey").save(folder / "empty.png")
    assert main(["client", server, "photo.jpg", "cut.jpg", "empty.png", "--out", "results"]) == 0
    told = capsys.readouterr().err
    assert "photo.jpg: done, 1 person." in told and "empty.png: done, nobody found." in told
    assert re.search(r"cut.jpg: done, .* The file is damaged or was cut off", told)


@pytest.mark.parametrize("out", ["photo.jpg", "photo.jpg/below"])
def test_a_folder_that_cannot_be_made_is_told(
    server: str, folder: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["client", server, "photo.jpg", "--out", out]) == 2
    assert "choose another" in capsys.readouterr().err


def test_a_key_is_sent(detector: Detector, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with rest_server(detector, {"HOLISTIC_API_KEYS": KEY}) as url:
        assert main(["client", url, "photo.jpg", "--out", "a"]) == 2
        assert main(["client", url, "photo.jpg", "--out", "a", "--key", KEY]) == 0
        monkeypatch.setenv("HOLISTIC_CLIENT_KEY", KEY)
        assert main(["client", url, "photo.jpg", "--out", "a"]) == 0


def test_a_busy_server_is_asked_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = threading.Semaphore(0)

    async def busy_once(_: object) -> Response:
        first = not asked.acquire(blocking=False)
        asked.release()
        return Response("", 503, {"Retry-After": "0.2"}) if first else Response("{}")

    with served(Starlette(routes=[Route("/api/v1/detect", busy_once, methods=["POST"])])) as url:
        assert main(["client", url, "photo.jpg"]) == 0
    assert capsys.readouterr().out == "{}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ftp://x", "photo.jpg"], 2, "is no address of a server"),
        (["http://127.0.0.1:9", "photo.jpg"], 1, "cannot be reached"),
        (["http://x", "photo.jpg", "--draw"], 2, "--draw writes pictures: say where to with --out DIR"),
        (["http://x", "photo.jpg", "--option", "people"], 2, "NAME=VALUE"),
        (["SERVER", "photo.jpg", "--option", "people=0"], 2, "from 1 to 20"),
    ],
)
def test_what_goes_wrong_is_told(
    arguments: list[str], code: int, words: str, server: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["client", *(server if each == "SERVER" else each for each in arguments)]) == code
    assert words in capsys.readouterr().err
