"""What a worker tells of a file that is at fault, and what it raises so that another worker tries."""

import argparse
import errno
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import KilledWorker

from holistic_core.commands import batch
from holistic_core.commands.batch_files import BatchFile
from holistic_core.commands.batch_run import _outcome, batch_plan
from holistic_core.commands.batch_task import BatchPlan, UnfitWorkerError, look_at
from holistic_core.errors import HolisticError, ModelError


@pytest.fixture
def plan(tmp_path: Path) -> BatchPlan:
    (tmp_path / "in").mkdir()
    parser = argparse.ArgumentParser()
    batch.add_arguments(parser)
    return batch_plan(parser.parse_args([str(tmp_path / "in"), str(tmp_path / "out")]))


def test_a_file_that_is_gone_has_failed_and_its_old_rows_go_too(plan: BatchPlan) -> None:
    rows = plan.out / "dataset" / "a.mp4.parquet"
    rows.parent.mkdir(parents=True)
    rows.write_bytes(b"of the file that was there before")
    outcome = look_at(BatchFile(plan.folder / "a.mp4", "a.mp4", "video", 1), plan)
    assert (outcome["status"], outcome["error"]) == ("failed", "There is no file a.mp4 any more.")
    assert not rows.exists()


def test_a_worker_that_does_not_see_the_folder_leaves_the_file_to_another(plan: BatchPlan) -> None:
    away = replace(plan, folder=plan.folder / "not mounted")
    with pytest.raises(UnfitWorkerError, match="does not see"):
        look_at(BatchFile(away.folder / "a.mp4", "a.mp4", "video", 1), away)


def test_a_worker_with_other_models_leaves_the_file_to_another(plan: BatchPlan) -> None:
    other = replace(plan, versions={**plan.versions, "mediapipe": "0.9"})
    with pytest.raises(UnfitWorkerError, match=r"mediapipe .* instead of 0\.9"):
        look_at(BatchFile(plan.folder / "a.mp4", "a.mp4", "video", 1), other)


def test_what_was_chosen_tells_plans_apart(plan: BatchPlan) -> None:
    options = plan.video.options
    others = [
        replace(plan, people=2),
        replace(plan, picture_files=frozenset({"json"})),
        replace(plan, video=replace(plan.video, annotated=True)),
        replace(plan, video=replace(plan.video, options=replace(options, every=2))),
        replace(plan, video=replace(plan.video, options=replace(options, find=replace(options.find, clahe=True)))),
    ]
    assert len({each.digest() for each in [plan, *others]}) == len(others) + 1
    assert replace(plan, run="another call", out=Path("/elsewhere")).digest() == plan.digest()


class Future:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def result(self) -> Any:
        raise self.error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KilledWorker("key", None, 3), "ended unexpectedly"),
        (ModelError("The model did not answer."), "The model did not answer."),
        (UnfitWorkerError("The worker on b does not see it."), "on b does not see it"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (RuntimeError("what nobody thought of"), "RuntimeError: what nobody thought of"),
    ],
)
def test_what_fails_in_the_end_has_a_reason(error: Exception, told: str) -> None:
    outcome = _outcome(Future(error), 3, 9)
    assert outcome["status"] == "failed"
    assert told in outcome["error"]


def test_a_full_disk_and_a_scheduler_that_is_gone_end_everything() -> None:
    with pytest.raises(OSError, match="No space"):
        _outcome(Future(OSError(errno.ENOSPC, "No space left on device")), 3, 9)
    with pytest.raises(HolisticError, match="3 of 9 files are done and stay"):
        _outcome(Future(CancelledError()), 3, 9)
