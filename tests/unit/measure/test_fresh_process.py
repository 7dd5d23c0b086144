"""Functions run in processes of their own."""

import os
from pathlib import Path

import pytest

from holistic_core.errors import HolisticError
from holistic_core.measure.fresh_process import call_in_fresh_process, run_program


def test_arguments_and_results_travel() -> None:
    assert call_in_fresh_process("json", "loads", '{"a": [1, 2.5, null]}') == {"a": [1, 2.5, None]}


def test_it_is_another_process() -> None:
    assert call_in_fresh_process("os", "getpid") != os.getpid()


def test_the_library_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call_in_fresh_process("holistic_core.process_memory", "resident_memory_mb") > 5


def test_only_the_last_line_of_a_program_counts() -> None:
    program = "import json, sys\nprint('chatter')\nprint(json.dumps(sys.argv[1:]))"
    assert run_program(program, "one", "two") == ["one", "two"]


def test_a_failure_says_why() -> None:
    with pytest.raises(HolisticError, match="code 1: ZeroDivisionError"):
        run_program("1 / 0")
