"""The work of the command `video`: one video after the other, from a file to its folder of outputs."""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from holistic_core.commands.picture_files import PictureFile, make_out, on_one_line, picture_files
from holistic_core.commands.video_done import done_already, write_done, write_file, written_by
from holistic_core.commands.video_plan import Plan, plan_of
from holistic_core.commands.video_progress import ProgressLines, repetitions_in_words
from holistic_core.detector import Detector
from holistic_core.errors import HolisticError, OptionsError, VideoError
from holistic_core.export.html_report import Report
from holistic_core.export.movement_files import ANNOTATED_FILE, movement_files, movement_zip
from holistic_core.export.session import SessionHeader
from holistic_core.export.session_filter import filtered_frames
from holistic_core.media.video_limits import VideoLimits
from holistic_core.video.options import VideoMovement
from holistic_core.video.processing import OnProgress, process_video

_NOBODY: Final = "Nobody was found in any frame: film the whole person, in good light."


@dataclass(frozen=True)
class Outcome:
    """What became of one video. status: "done", "skipped" (it was done before) or "failed". summary: for machines."""

    name: str
    status: str
    told: str
    summary: dict[str, Any]


def process_files(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a video failed and the others were done. OptionsError for bad arguments."""
    folders = [path for path in args.files if path.is_dir()]
    if folders:
        raise OptionsError(f"{on_one_line(folders[0].as_posix())} is a folder; name the videos in it.")
    plan, limits = plan_of(args), VideoLimits.from_environment(adjustable=True)
    files = picture_files(args.files)
    _prepare(args.out, files)
    outcomes = []
    with Detector(plan.detector) as detector:
        for number, file in enumerate(files, 1):
            facts = {"file": file.name, "number": number, "of": len(files)}
            lines = ProgressLines(f"[{number}/{len(files)}] {on_one_line(file.name)}:", args.json_progress, facts)
            outcome = _outcome(file, args.out / file.stem, plan, detector, limits, lines)
            lines.end(outcome.told)
            lines.event(outcome.status, **outcome.summary)
            outcomes.append(outcome)
    _print_summary(outcomes, args.out, as_json=args.json_progress)
    return 1 if any(outcome.status == "failed" for outcome in outcomes) else 0


def _prepare(out: Path, files: Sequence[PictureFile]) -> None:
    make_out(out)
    for file in files:
        if file.path.resolve().parent == (out / file.stem).resolve():
            raise OptionsError(f"{on_one_line(file.name)} lies where its outputs would go; choose another --out.")


def _outcome(
    file: PictureFile, folder: Path, plan: Plan, detector: Detector, limits: VideoLimits, lines: ProgressLines
) -> Outcome:
    """Do one video; one that fails does not stop the others."""
    try:
        fingerprint = _fingerprint(file, plan)
        summary = done_already(folder, fingerprint)
        # What was cut off at another limit is not done.
        if summary is not None and (not summary["notes"] or summary.get("limit_s") == limits.duration_s):
            return Outcome(file.name, "skipped", "done before, nothing has changed.", summary)
        _, summary = look_at_video(file, folder, plan, detector, limits, lines)
        summary["limit_s"] = limits.duration_s
        write_done(folder, fingerprint, summary["files"], summary)
    except HolisticError as error:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        return Outcome(file.name, "failed", f"failed. {error}", {"error": str(error)})
    return Outcome(file.name, "done", _told(summary), summary)


def _fingerprint(file: PictureFile, plan: Plan) -> str:
    try:
        return plan.fingerprint(file.path)
    except FileNotFoundError as error:
        raise VideoError(f"There is no file {on_one_line(file.name)}. Check its name.") from error
    except OSError as error:
        raise VideoError(f"{on_one_line(file.name)} cannot be read ({error.strerror}).") from error


def look_at_video(
    file: PictureFile,
    folder: Path,
    plan: Plan,
    detector: Detector,
    limits: VideoLimits,
    on_progress: OnProgress | None = None,
) -> tuple[Report, dict[str, Any]]:
    """Look at one video and write the files of the plan into `folder`, which is made; what is in them, and a summary.

    HolisticError: it cannot be read, is beyond the limits, or a file cannot be written.
    """
    drawn = plan.annotated or plan.zipped
    if drawn or plan.formats:
        folder.mkdir(parents=True, exist_ok=True)
    options = replace(plan.options, mp4=folder / ANNOTATED_FILE if drawn else None)
    movement = process_video(file.path, detector, options, name=file.name, limits=limits, on_progress=on_progress)
    report = _report(file, plan, detector, movement)
    names = [ANNOTATED_FILE] if plan.annotated and movement.mp4 is not None else []
    notes = [*report.notes, *([_NOBODY] if not movement.frames.seen else [])]
    for name, made in movement_files(report, plan.formats).items():
        try:
            pieces = made()
        except VideoError as error:
            notes.append(str(error))
            continue
        write_file(folder / name, pieces)
        names.append(name)
    if plan.zipped:
        names.append(f"{file.stem}.zip")
        notes += _zip(folder / names[-1], report, movement.mp4)
        if movement.mp4 is not None and not plan.annotated:
            movement.mp4.unlink()
    return report, {
        "files": names,
        "frames": len(movement.frames),
        "seen": movement.frames.seen,
        "repetitions": len(movement.repetitions) if movement.exercise else None,
        "seconds": round(movement.seconds, 2),
        "fps": round(movement.fps, 2) if math.isfinite(movement.fps) else None,
        "stage_ms": {stage: round(ms, 2) for stage, ms in movement.stage_ms.items()},
        "notes": list(dict.fromkeys(notes)),
    }


def _zip(path: Path, report: Report, mp4: Path | None) -> list[str]:
    """Everything of one video in one file, as on the page; what to tell people about what is not in it."""
    left_out: list[str] = []
    written_by(path, lambda file: left_out.extend(movement_zip(file, report, mp4=mp4)))
    return left_out


def _report(file: PictureFile, plan: Plan, detector: Detector, movement: VideoMovement) -> Report:
    shown = filtered_frames(movement.frames, plan.filter)
    header = SessionHeader(
        detector.options.engine, plan.options.find, movement.exercise, source=file.name, filter=plan.filter
    )
    return Report(
        header,
        shown,
        datetime.now().astimezone(),
        movement.repetitions,
        measured=None if plan.filter is None else movement.frames,
        in_space=plan.in_space,
        video=_facts(plan, movement),
        notes=() if movement.ended_early is None else (movement.ended_early,),
    )


def _facts(plan: Plan, movement: VideoMovement) -> dict[str, str]:
    info, options = movement.info, plan.options
    facts = {"Size": f"{info.size[0]} × {info.size[1]} px", "Format": f"{info.codec} in {info.container}"}
    if info.size != info.full_size:
        facts["Size of the file"] = f"{info.full_size[0]} × {info.full_size[1]} px"
    if math.isfinite(info.fps):
        facts["Frame rate"] = f"{info.fps:.4g} a second"
    if options.start_s or options.end_s is not None:
        end = "the end" if options.end_s is None else f"{options.end_s:g} s"
        facts["Part"] = f"{options.start_s:g} s to {end}"
    if options.every > 1:
        facts["Frames"] = f"every {options.every}."
    return facts


def _told(summary: dict[str, Any]) -> str:
    counted = "" if summary["repetitions"] is None else f", {repetitions_in_words(summary['repetitions'])}"
    speed = "" if summary["fps"] is None else f", {summary['fps']:.1f} frames/s"
    return " ".join([f"{summary['frames']} frames in {summary['seconds']:.1f} s{counted}{speed}.", *summary["notes"]])


def _print_summary(outcomes: Sequence[Outcome], out: Path, *, as_json: bool) -> None:
    if as_json:
        videos = [{"file": each.name, "status": each.status, **each.summary} for each in outcomes]
        print(json.dumps({"out": str(out), "videos": videos}))
        return
    counts = {status: [each for each in outcomes if each.status == status] for status in ("done", "skipped", "failed")}
    videos_word = "video" if len(outcomes) == 1 else "videos"
    told = ", ".join(f"{len(found)} {status}" for status, found in counts.items())
    print(f"{len(outcomes)} {videos_word}: {told}. Written to {out}.")
    for each in counts["failed"]:
        print(f"  {on_one_line(each.name)}: {each.told}", file=sys.stdout)
