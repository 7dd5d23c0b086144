"""The work of the command `batch`: every file to a worker, largest first, and what became of each of them."""

import argparse
import errno
import json
import queue
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Final

from holistic_core.commands.batch import workers_of
from holistic_core.commands.batch_cluster import Cluster, own_workers, workers_at
from holistic_core.commands.batch_files import (
    BatchFile,
    batch_files,
    remove_partials_since,
    remove_stale_partials,
)
from holistic_core.commands.batch_task import DATASET_FOLDER, FILES_FOLDER, BatchPlan, UnfitWorkerError, look_at
from holistic_core.commands.batch_told import Told
from holistic_core.commands.video_done import write_file
from holistic_core.commands.video_plan import installed_versions, plan_of
from holistic_core.errors import HolisticError, OptionsError
from holistic_core.export.movement_files import FILES_OF

REPORT_FILE: Final = "batch.json"

_TICK_S: Final = 1.0
# Nobody waits for a frame here, and a machine full of workers may be slow.
_FRAME_TIMEOUT_S: Final = 60.0
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


def process_folder(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a file failed and the others were done.

    OptionsError: bad arguments. HolisticError: nothing to look at, or nobody to do it.
    """
    if args.workers and args.scheduler:
        raise OptionsError("--workers are of this machine, --scheduler brings its own: leave out one of them.")
    plan = batch_plan(args)
    found = batch_files(plan.folder, plan.out)
    _prepare(plan)
    told = Told(found.files, args.json)
    told.left_out(found.left_out)
    started_s = time.monotonic()
    where: AbstractContextManager[Cluster]
    if args.scheduler:
        where = workers_at(args.scheduler, (plan.folder, plan.out / DATASET_FOLDER))
    else:
        where = own_workers(min(workers_of(args), len(found.files)), args.threads)
    begun_s = time.time()
    try:
        with where as cluster:
            told.start(cluster.told, cluster.dashboard)
            outcomes = run_all(cluster, found.files, plan, told, retries=args.retries)
    finally:
        if not args.scheduler:
            remove_partials_since(plan.out, begun_s)
    report = _report(plan, outcomes, found.left_out, time.monotonic() - started_s)
    write_file(plan.out / REPORT_FILE, [json.dumps(report, indent=1).encode()])
    told.summary(report)
    return 1 if report["failed"] else 0


def batch_plan(args: argparse.Namespace) -> BatchPlan:
    """OptionsError for arguments that are out of range, unknown, or contradict each other."""
    if args.engine == "mediapipe" and args.people is not None:
        raise OptionsError("The MediaPipe engine finds one person only: leave out --people, or use --engine litert.")
    chosen: dict[str, bool] = {name: name in args.files for name in FILES_OF}
    video = plan_of(argparse.Namespace(**{**vars(args), **chosen, "mp4": "annotated" in args.files, "zip": False}))
    # Without names `video` writes everything; a batch writes what it is told to.
    formats = frozenset(name for name in FILES_OF if chosen[name])
    return BatchPlan(
        video=replace(
            video,
            formats=formats,
            annotated="annotated" in args.files,
            detector=replace(video.detector, timeout_s=_FRAME_TIMEOUT_S),
        ),
        people=args.people,
        picture_files=args.files & {"annotated", "json", "csv"},
        folder=args.input.resolve(),
        out=args.out.resolve(),
        run=secrets.token_hex(8),
        versions=installed_versions(),
    )


def run_all(
    cluster: Cluster, files: Sequence[BatchFile], plan: BatchPlan, told: Told, *, retries: int
) -> dict[str, dict[str, Any]]:
    """Name of a file → what became of it. files: in the order in which they are begun.

    OSError: the disk is full. HolisticError: the scheduler is gone. Then the rest is called off; what is done stays.
    """
    client, finished = cluster.client, queue.SimpleQueue[Any]()
    futures = {}
    for rank, file in enumerate(files):
        key = f"look-{plan.run}-{rank}"
        future = client.submit(look_at, file, plan, key=key, pure=False, retries=retries, priority=-rank)
        futures[key] = (file, future)
        future.add_done_callback(finished.put)
    outcomes: dict[str, dict[str, Any]] = {}
    try:
        while futures:
            try:
                done = finished.get(timeout=_TICK_S)
            except queue.Empty:
                if client.status not in {"running", "connecting"}:
                    raise HolisticError(_GONE.format(len(outcomes), len(files))) from None
                told.tick(len(client.scheduler_info()["workers"]))
                continue
            file, future = futures.pop(done.key)
            outcomes[file.name] = _outcome(future, len(outcomes), len(files))
            told.file(file, outcomes[file.name])
    except (KeyboardInterrupt, SystemExit):
        told.interrupted()
        raise
    finally:
        if futures:
            client.cancel([future for _, future in futures.values()], force=True)
    return outcomes


_GONE: Final = "The scheduler is gone. {} of {} files are done and stay; call again to go on."


def _outcome(future: Any, count: int, total: int) -> dict[str, Any]:
    from concurrent.futures import CancelledError  # noqa: PLC0415

    from distributed import KilledWorker  # noqa: PLC0415 -- it takes two seconds

    try:
        outcome: dict[str, Any] = future.result()
    except KilledWorker:
        return _failed("The worker processes that looked at it ended unexpectedly, most likely for want of memory.")
    except CancelledError as error:
        raise HolisticError(_GONE.format(count, total)) from error
    except UnfitWorkerError as error:
        return _failed(str(error))
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise
        return _failed(f"A file could not be read or written: {error}.")
    except HolisticError as error:
        return _failed(str(error))
    except Exception as error:
        return _failed(f"Something unforeseen went wrong: {type(error).__name__}: {error}")
    return outcome


def _failed(error: str) -> dict[str, Any]:
    return {"status": "failed", "error": error}


def _prepare(plan: BatchPlan) -> None:
    if plan.out == plan.folder:
        raise OptionsError("IN and OUT are the same folder; choose another OUT.")
    try:
        (plan.out / DATASET_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionsError(f"The folder OUT cannot be made ({error.strerror}); choose another.") from error
    for folder in (DATASET_FOLDER, FILES_FOLDER):
        remove_stale_partials(plan.out / folder)


def _report(
    plan: BatchPlan, outcomes: Mapping[str, Mapping[str, Any]], left_out: Sequence[str], seconds: float
) -> dict[str, Any]:
    statuses = [outcome["status"] for outcome in outcomes.values()]
    return {
        "input": str(plan.folder),
        "dataset": str(plan.out / DATASET_FOLDER),
        **{status: statuses.count(status) for status in ("done", "skipped", "failed")},
        "seconds": round(seconds, 2),
        "failures": [
            {"file": name, "error": outcome["error"]}
            for name, outcome in sorted(outcomes.items())
            if outcome["status"] == "failed"
        ],
        "files": [{"file": name, **outcome} for name, outcome in sorted(outcomes.items())],
        "left_out": list(left_out),
    }
