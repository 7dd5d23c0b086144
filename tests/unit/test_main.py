"""The command line as a whole: what it lists, how fast it starts, how it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from holistic_core.__main__ import COMMANDS, main
from holistic_core.errors import HolisticError, ImageError, OptionsError

ROOT = Path(__file__).parents[2]
HEAVY = ("cv2", "mediapipe", "plotly", "PIL", "ai_edge_litert", "pandas", "streamlit")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0

    listed = capsys.readouterr().out
    assert all(f"\n    {command} " in listed for command in COMMANDS)


@pytest.mark.parametrize("arguments", [["--help"], *([command, "--help"] for command in COMMANDS)])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"import sys; from holistic_core.__main__ import main; code = main({arguments!r}); "
    done = python("-c", code + f"sys.exit(code or ' '.join(set({HEAVY!r}) & set(sys.modules)) or None)")

    assert (done.returncode, done.stderr) == (0, "")
    assert "usage: python -m holistic_core" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["dance"], ["detect"], ["models", "--download", "everything"], ["--json"]])
def test_bad_arguments_show_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2

    shown = capsys.readouterr()
    assert "usage: python -m holistic_core" in shown.err
    assert shown.out == ""


def test_options_are_not_guessed_from_their_beginning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--che"]) == 2


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (ImageError("This is a text file."), 1),
        (HolisticError("Nothing to do."), 1),
        (OptionsError("threads is 0."), 2),
        (KeyboardInterrupt("Interrupted."), 130),
    ],
)
def test_errors_for_people_are_one_line_and_a_code(
    raised: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_: object) -> int:
        raise raised

    monkeypatch.setattr("holistic_core.commands.models.run", run)

    assert main(["models"]) == code
    assert capsys.readouterr().err == f"{raised}\n"


def test_an_error_nobody_expected_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holistic_core.commands.models.run", lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        main(["models"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "holistic_core", "models", "--json"]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("The output cannot be written: No space left")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes of this kind")
def test_a_reader_that_goes_away_is_no_traceback() -> None:
    command = [sys.executable, "-m", "holistic_core", "models", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (1, b"")
