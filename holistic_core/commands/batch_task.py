"""What a worker process of `batch` does with one file: look at it with the process's one detector, write, and tell."""

import contextlib
import math
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import cv2

from holistic_core.commands.batch_files import BatchFile
from holistic_core.commands.detect_run import look_at_picture
from holistic_core.commands.picture_files import PictureFile
from holistic_core.commands.video_done import write_file
from holistic_core.commands.video_plan import Plan, content_digest, installed_versions
from holistic_core.commands.video_run import look_at_video
from holistic_core.detector import Detector
from holistic_core.drawing import draw
from holistic_core.errors import HolisticError, ImageError, VideoError
from holistic_core.export import to_json
from holistic_core.export.bundle import tables
from holistic_core.export.dataset import (
    DATASET_VERSION,
    DatasetSource,
    dataset_file,
    escaped,
    movement_rows,
    note_of,
    picture_rows,
)
from holistic_core.media.pictures import encode_picture
from holistic_core.media.video_limits import VideoLimits
from holistic_core.options import DetectorOptions

DATASET_FOLDER: Final = "dataset"
FILES_FOLDER: Final = "files"
ANNOTATED_PICTURE: Final = "annotated.png"
RESULT_FILE: Final = "result.json"
# Whoever sends a folder to many machines knows how long that takes. 8K has 33 megapixels.
_LIMITS: Final = VideoLimits(megabytes=math.inf, megapixels=40.0, duration_s=math.inf)


@dataclass(frozen=True)
class BatchPlan:
    """What is done with every file of a batch; travels to the workers.

    video: how a video is looked at; its `find` and `draw` are those of pictures too. people: in pictures, None for the
    one the detector is most sure of. picture_files: of "annotated", "json" and "csv". folder, out: absolute. run: of
    the call. versions: of the packages that the caller has; workers need the same.
    """

    video: Plan
    people: int | None
    picture_files: frozenset[str]
    folder: Path
    out: Path
    run: str
    versions: Mapping[str, str]

    def digest(self) -> str:
        """SHA-256 over everything on which outputs depend, but for the file."""
        more = {"people": self.people, "picture_files": sorted(self.picture_files), "dataset": DATASET_VERSION}
        return self.video.digest(more)


class UnfitWorkerError(HolisticError):
    """This worker would give other results, or cannot see the files; another one may do."""


def look_at(file: BatchFile, plan: BatchPlan) -> dict[str, Any]:
    """Do one file, if that is still to be done; a summary with its `status`: "done", "skipped" or "failed".

    A file that is at fault has failed, and its `error` says why. Everything else is raised, and may be tried again:
    ModelError, BusyError, UnfitWorkerError, OSError.
    """
    where = {"worker": socket.gethostname(), "pid": os.getpid()}
    _require_same_versions(plan)
    target = plan.out / DATASET_FOLDER / dataset_file(file.name)
    try:
        return {**_looked_at(file, plan, target), **where}
    except (ImageError, VideoError) as error:
        # Rows of what the file was before are no longer true.
        target.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # there may be files of before in it
            (plan.out / FILES_FOLDER / escaped(PurePosixPath(file.name))).rmdir()
        return {"status": "failed", "error": str(error), **where}


def can_see(folder: Path) -> bool:
    """Whether this worker sees a folder."""
    return folder.is_dir()


def _looked_at(file: BatchFile, plan: BatchPlan, target: Path) -> dict[str, Any]:
    started_s = time.perf_counter()
    options = plan.digest()
    state, known = _state(file, plan), note_of(target)
    folder = plan.out / FILES_FOLDER / escaped(PurePosixPath(file.name))
    if known is not None and known.get("options") == options and _are_there(folder, known):
        same = known.get("state") == state or known.get("sha256") == _content(file)
        if same and isinstance(known.get("summary"), dict):
            # Done by a worker of this very run that died before it could tell: that is no repetition.
            return {"status": "done" if known.get("run") == plan.run else "skipped", **known["summary"]}
    note = {"options": options, "state": state, "sha256": _content(file), "run": plan.run}
    with _one_detector.used(plan.video.detector) as detector:
        looked = _video if file.kind == "video" else _picture
        summary = looked(file, plan, folder, target, note, detector)
    return {"status": "done", **summary, "seconds": round(time.perf_counter() - started_s, 2)}


def _video(
    file: BatchFile, plan: BatchPlan, folder: Path, target: Path, note: dict[str, Any], detector: Detector
) -> dict[str, Any]:
    shown = PictureFile(file.path, file.path.name, folder.name)
    report, told = look_at_video(shown, folder, plan.video, detector, _LIMITS)
    summary = {name: told[name] for name in ("frames", "seen", "repetitions", "files", "notes")}
    source = DatasetSource(file.name, "video", {**note, "summary": summary, "files_bytes": _sizes(folder, summary)})
    target.parent.mkdir(parents=True, exist_ok=True)
    write_file(target, movement_rows(source, report.header, report.frames, plan.video.options.find.parts))
    return summary


def _picture(
    file: BatchFile, plan: BatchPlan, folder: Path, target: Path, note: dict[str, Any], detector: Detector
) -> dict[str, Any]:
    find = plan.video.options.find
    shown = PictureFile(file.path, file.path.name, folder.name)
    rgb, record, _ = look_at_picture(shown, detector, find, plan.people)
    contents: dict[str, bytes] = {}
    if "annotated" in plan.picture_files:
        contents[ANNOTATED_PICTURE] = encode_picture(draw(rgb, record.people, plan.video.options.draw), "png")
    if "json" in plan.picture_files:
        contents[RESULT_FILE] = f"{to_json(record)}\n".encode()
    csv = tables([record], ["csv"] if "csv" in plan.picture_files else [])
    contents |= {name: text.encode() for name, text in csv.items()}
    for name, content in contents.items():
        folder.mkdir(parents=True, exist_ok=True)
        write_file(folder / name, [content])
    summary = {"people": len(record.people), "files": list(contents), "notes": list(record.advice)}
    source = DatasetSource(file.name, "picture", {**note, "summary": summary, "files_bytes": _sizes(folder, summary)})
    target.parent.mkdir(parents=True, exist_ok=True)
    write_file(target, picture_rows(source, record, find.parts))
    return summary


def _sizes(folder: Path, summary: Mapping[str, Any]) -> dict[str, int]:
    return {name: (folder / name).stat().st_size for name in summary["files"]}


def _are_there(folder: Path, note: Mapping[str, Any]) -> bool:
    try:
        return all((folder / name).stat().st_size == size for name, size in note["files_bytes"].items())
    except (OSError, KeyError, AttributeError):
        return False


def _state(file: BatchFile, plan: BatchPlan) -> str:
    """Size and time of change: when they are the same, the content is not read again."""
    try:
        now = file.path.stat()
    except FileNotFoundError as error:
        if not plan.folder.is_dir():
            raise UnfitWorkerError(
                f"The worker on {socket.gethostname()} does not see {plan.folder}. Mount it there, at the same place."
            ) from error
        raise VideoError(f"There is no file {file.name} any more.") from error
    return f"{now.st_size} bytes, changed at {now.st_mtime_ns}"


def _content(file: BatchFile) -> str:
    try:
        return content_digest(file.path)
    except PermissionError as error:
        raise VideoError(f"{file.name} cannot be read ({error.strerror}).") from error


def _require_same_versions(plan: BatchPlan) -> None:
    mine = installed_versions()
    other = [
        f"{name} {mine[name]} instead of {wanted}" for name, wanted in plan.versions.items() if mine[name] != wanted
    ]
    if other:
        raise UnfitWorkerError(f"The worker on {socket.gethostname()} has {', '.join(other)}. Install the same there.")


class _OneDetector:
    """The one detector of this process. Tasks with other options get another one, when nobody uses the first."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._detector: Detector | None = None
        self._users = 0

    @contextlib.contextmanager
    def used(self, options: DetectorOptions) -> Iterator[Detector]:
        """The detector, for as long as the block runs; a thread that wants other options waits for its turn."""
        with self._lock:
            self._lock.wait_for(lambda: self._users == 0 or (self._detector and self._detector.options == options))
            if self._detector is None or self._detector.options != options:
                if self._detector is not None:
                    self._detector.close()
                cv2.setNumThreads(options.threads)
                self._detector = Detector(options)
            self._users += 1
            detector = self._detector
        try:
            yield detector
        finally:
            with self._lock:
                self._users -= 1
                self._lock.notify_all()


_one_detector: Final = _OneDetector()
