"""One viewer in trouble, and the others do not notice."""

from pathlib import Path

import pytest

from tests.live.faults import format_faults, run_faults

pytestmark = pytest.mark.slow


# A busy machine slows everybody down for a moment: what fails twice is no accident.
@pytest.mark.parametrize("mode", ["latency"])
def test_the_others_keep_their_frames_and_the_server_answers(tmp_path: Path, mode: str) -> None:
    effects = []
    for fault in ("stuck", "flood"):
        for attempt in range(2):
            folder = tmp_path / f"{fault}-{attempt}"
            folder.mkdir()
            (effect,) = run_faults([fault], folder, mode=mode, seconds=12.0, progress=lambda _: None)
            if effect.passed:
                break
        effects.append(effect)
    assert all(effect.passed for effect in effects), format_faults(effects)
