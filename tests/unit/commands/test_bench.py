"""`bench` hands arguments on, prints tables or JSON, and its exit code follows the limits."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from holistic_core.__main__ import main
from holistic_core.commands import bench
from holistic_core.commands.bench import EXPERIMENTS

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Report:
    figure: float
    passed: bool


@dataclass(frozen=True)
class ReportWithoutLimit:
    figure: float


@pytest.fixture
def experiment(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], list[Any]]:
    """Replace an experiment's module by one that notes its arguments and answers with a report."""

    def replace(name: str, report: Any) -> list[Any]:
        calls: list[Any] = []
        module = ModuleType(name)
        setattr(module, f"run_{name}", lambda *what, **keywords: calls.append((what, keywords)) or report)
        setattr(module, f"format_{name}", lambda given: f"table of {given}")
        load = bench.importlib.import_module
        monkeypatch.setattr(
            bench.importlib, "import_module", lambda path: module if path == EXPERIMENTS[name].module else load(path)
        )
        return calls

    return replace


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_exists_and_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = bench.importlib.import_module(EXPERIMENTS[name].module)
    assert callable(getattr(module, f"run_{name}"))
    assert callable(getattr(module, f"format_{name}"))
    assert main(["bench", name, "--help"]) == 0
    assert "--json" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "arguments", "what", "keywords"),
    [
        ("engines", ["--runs", "2", "--frames", "9", "--pause-ms", "0"], None, {"runs": 2, "frames": 9, "pause_ms": 0}),
        ("streams", [], None, {"frames": 40}),
        ("cold", ["--runs", "1"], None, {"runs": 1}),
        ("compare", ["a.json", "b.json"], ([Path("a.json"), Path("b.json")],), {}),
        ("system", [], (), {}),
        ("soak", [], None, {"frames": 10_000}),
        ("coach", ["--frames", "3"], (), {"frames": 3}),
        ("app", [], (), {}),
        ("dark", ["a.jpg", "b.mp4"], ([Path("a.jpg"), Path("b.mp4")],), {"every": 10}),
        ("people", ["a.jpg", "--max-people", "7"], ([Path("a.jpg")],), {"max_people": 7}),
        ("repetitions", [], ([],), {"exercise": None, "manifest": None}),
        ("repetitions", ["a.mp4", "--exercise", "squat"], ([Path("a.mp4")],), {"exercise": "squat", "manifest": None}),
        ("repetitions", ["--manifest", "a.csv"], ([],), {"exercise": None, "manifest": Path("a.csv")}),
        ("inputs", ["folder", "--no-detect"], (Path("folder"),), {"detect": False}),
    ],
)
def test_arguments_reach_the_experiment(
    experiment: Callable[[str, Any], list[Any]],
    name: str,
    arguments: list[str],
    what: tuple[Any, ...] | None,
    keywords: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HOLISTIC_TEST_MEDIA", raising=False)
    calls = experiment(name, Report(1.0, True))
    assert main(["bench", name, *arguments]) == 0
    ((given, options),) = calls
    assert callable(options.pop("progress"))
    assert options == keywords
    if what is None:
        assert isinstance(given[0], np.ndarray)
        assert "counting_five" in capsys.readouterr().err
    else:
        assert given == what


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report(1.0, True), 0),
        (Report(1.0, False), 1),
        (ReportWithoutLimit(1.0), 0),
        ([Report(1.0, True), Report(2.0, False)], 1),
        ([Report(1.0, True)], 0),
    ],
)
def test_the_exit_code_follows_the_limits(
    experiment: Callable[[str, Any], list[Any]], report: Any, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment("app", report)
    assert main(["bench", "app"]) == code
    assert capsys.readouterr().out.startswith("table of")


def test_json_for_machines(experiment: Callable[[str, Any], list[Any]], capsys: pytest.CaptureFixture[str]) -> None:
    experiment("app", Report(float("nan"), True))
    assert main(["bench", "app", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"figure": None, "passed": True}


@pytest.mark.parametrize(
    "arguments", [[], ["dance"], ["engines", "--runs", "0"], ["engines", "--runs", "x"], ["dark"], ["compare"]]
)
def test_bad_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", *arguments]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_file_that_is_no_picture_is_an_error_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a picture")
    assert main(["bench", "engines", "--image", str(path)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err


@pytest.mark.slow
def test_sigterm_ends_a_measurement_in_order() -> None:
    command = [sys.executable, "-m", "holistic_core", "bench", "soak", "--frames", "1000000"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        # The picture is named before anything is measured; the first frames are on their way then.
        assert process.stderr.readline().startswith("picture: ")
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143
        assert "Traceback" not in process.stderr.read()
        assert process.stdout.read() == ""


def test_a_sigterm_handler_that_is_there_stays(experiment: Callable[[str, Any], list[Any]]) -> None:
    during: list[Any] = []

    def mine(*_: object) -> None:
        pass

    calls = experiment("app", Report(1.0, True))
    before = signal.signal(signal.SIGTERM, mine)
    try:
        main(["bench", "app"])
        during.append(signal.getsignal(signal.SIGTERM))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert calls
    assert during == [mine]
