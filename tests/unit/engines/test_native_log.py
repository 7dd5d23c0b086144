"""Only native chatter is dropped, only while the filter is on."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import holistic_core
from holistic_core.engines.native_log import native_log_filtered

INFORMATION = "INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
WARNING = "W0000 00:00:1795183486.240441   10860 inference_feedback_manager.cc:114] Feedback manager.\n"
BANNER = "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
ERROR = "E0000 00:00:1795183486.240441   10860 calculator_graph.cc:898] INVALID_ARGUMENT: it failed\n"
PYTHON = "WARNING:holistic_core:memory is above 500 MB\n"


def written_while_filtered(capfd: pytest.CaptureFixture[str], *lines: str) -> str:
    with native_log_filtered():
        for line in lines:
            os.write(2, line.encode())
    return read_stderr(capfd)


def read_stderr(capfd: pytest.CaptureFixture[str]) -> str:
    deadline = time.monotonic() + 5
    while any(thread.name == "native-log-filter" for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "the filter's thread did not end"
        time.sleep(0.01)
    return capfd.readouterr().err


@pytest.mark.parametrize("chatter", [INFORMATION, WARNING, BANNER])
def test_chatter_is_dropped(capfd: pytest.CaptureFixture[str], chatter: str) -> None:
    assert written_while_filtered(capfd, chatter, chatter) == ""


def test_everything_else_passes_in_order(capfd: pytest.CaptureFixture[str]) -> None:
    assert written_while_filtered(capfd, PYTHON, WARNING, ERROR, PYTHON) == PYTHON + ERROR + PYTHON


def test_nothing_is_dropped_afterwards(capfd: pytest.CaptureFixture[str]) -> None:
    with native_log_filtered(), native_log_filtered():
        pass
    os.write(2, WARNING.encode())
    assert read_stderr(capfd) == WARNING


def test_nested_use_stays_on_until_the_last_one_ends(capfd: pytest.CaptureFixture[str]) -> None:
    with native_log_filtered():
        with native_log_filtered():
            pass
        os.write(2, WARNING.encode())
    assert read_stderr(capfd) == ""


def test_an_exception_ends_it_too(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), native_log_filtered():
        raise RuntimeError
    os.write(2, INFORMATION.encode())
    assert read_stderr(capfd) == INFORMATION


def test_a_process_without_stderr_works() -> None:
    program = (
        "import os; os.close(2)\n"
        "from holistic_core.engines.native_log import native_log_filtered\n"
        "with native_log_filtered(): print('worked')"
    )
    project = Path(holistic_core.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout == "worked\n"
