"""The work of the command `detect`: from its arguments to outputs, one picture after the other."""

import argparse
import sys
import time
from typing import Any, Final, get_args

from holistic_core.commands.detect_output import Format, Outcome, Output, without_masks
from holistic_core.commands.picture_files import PictureFile, on_one_line, picture_files
from holistic_core.detector import RGB, Detector
from holistic_core.drawing import DrawOptions
from holistic_core.errors import HolisticError, OptionsError
from holistic_core.export import PictureRecord
from holistic_core.media.pictures import read_picture
from holistic_core.options import BODY, BODY_AND_HANDS, EVERYTHING, DetectorOptions, FindOptions

_PARTS: Final = {"body": BODY, "body-hands": BODY_AND_HANDS, "everything": EVERYTHING}
_FORMATS: Final[tuple[Format, ...]] = get_args(Format)
_NEED_MASK: Final = ("blurred", "replaced")
_DRAW_SETTINGS: Final = ("style", "face", "thickness", "numbers", "cover_face", "background", "background_colour")


def detect_files(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a picture failed and the others were done.

    HolisticError: nothing can be done at all, such as OptionsError for arguments that contradict each other.
    """
    find = _find_options(args)
    options = _detector_options(args)
    if options.engine == "mediapipe" and args.people is not None:
        raise OptionsError("The MediaPipe engine finds one person only: leave out --people, or use --engine litert.")
    output = Output(args.out, _formats(args), _draw_options(args, find), args.min_visibility)
    files = picture_files(args.files)
    output.prepare(files)
    with Detector(options) as detector:
        detector.warm_up(find)
        outcomes = [
            _report(f"[{number}/{len(files)}] {on_one_line(file.name)}:", file, detector, find, args.people, output)
            for number, file in enumerate(files, 1)
        ]
    output.write_tables([outcome.record for outcome in outcomes if outcome.record])
    output.print_summary(outcomes, _how(options))
    return 1 if any(outcome.record is None for outcome in outcomes) else 0


def _find_options(args: argparse.Namespace) -> FindOptions:
    return FindOptions(
        parts=_PARTS[args.parts],
        min_detection_confidence=args.min_detection_confidence,
        min_tracking_confidence=args.min_tracking_confidence,
        refine_face=args.refine_face,
        segmentation=args.segmentation or args.background in _NEED_MASK,
        model_complexity=args.complexity,
        clahe=args.clahe,
        drop_implausible=args.drop_implausible,
    )


def _detector_options(args: argparse.Namespace) -> DetectorOptions:
    if args.threads is None:
        return DetectorOptions(engine=args.engine)
    return DetectorOptions(engine=args.engine, threads=args.threads)


def _draw_options(args: argparse.Namespace, find: FindOptions) -> DrawOptions:
    chosen: dict[str, Any] = {name: getattr(args, name) for name in _DRAW_SETTINGS if getattr(args, name) is not None}
    parts = find.parts if args.draw_parts is None else args.draw_parts
    return DrawOptions(parts=parts, min_visibility=args.min_visibility, **chosen)


def _formats(args: argparse.Namespace) -> frozenset[Format]:
    chosen = frozenset(name for name in _FORMATS if getattr(args, name))
    if args.out is not None:
        return chosen or frozenset(_FORMATS)
    if "draw" in chosen:
        raise OptionsError("--draw writes pictures: say where with --out DIR.")
    if len(chosen) > 1:
        options = " and ".join(f"--{name}" for name in _FORMATS if name in chosen)
        raise OptionsError(f"{options} do not fit on standard output together: choose one, or add --out DIR.")
    return chosen


def _how(options: DetectorOptions) -> str:
    if options.engine == "mediapipe":
        return "MediaPipe"
    return f"LiteRT, {options.threads} thread{'' if options.threads == 1 else 's'}"


def _report(
    head: str, file: PictureFile, detector: Detector, find: FindOptions, max_people: int | None, output: Output
) -> Outcome:
    """Do one picture and say so on standard error; a picture that fails does not stop the others."""
    try:
        outcome = _detect(file, detector, find, max_people, output)
    except OptionsError:
        raise  # the next picture would do no better
    except HolisticError as error:
        _say(f"{head} failed. {error}")
        return Outcome(file.name, None)
    _say(f"{head} {outcome.found}, {outcome.detection_ms:.1f} ms")
    for sentence in outcome.record.advice if outcome.record else ():
        _say(f"{head} {sentence}")
    return outcome


def _detect(
    file: PictureFile, detector: Detector, find: FindOptions, max_people: int | None, output: Output
) -> Outcome:
    rgb, record, detection_ms = look_at_picture(file, detector, find, max_people)
    output.write_picture(file, rgb, record)
    return Outcome(file.name, without_masks(record), detection_ms)


def look_at_picture(
    file: PictureFile, detector: Detector, find: FindOptions, max_people: int | None
) -> tuple[RGB, PictureRecord, float]:
    """The upright picture, what was found in it, and milliseconds of the detection. ImageError: it cannot be read."""
    picture = read_picture(file.path, name=file.name)
    started_s = time.perf_counter()
    if max_people is None:
        one = detector.detect(picture.rgb, find)
        people = [one] if one.parts_found else []
    else:
        people = detector.detect_people(picture.rgb, max_people, find)
    detection_ms = (time.perf_counter() - started_s) * 1e3
    height, width = picture.rgb.shape[:2]
    engine = detector.options.engine
    return (
        picture.rgb,
        PictureRecord(file.name, (width, height), find, engine, tuple(people), picture.advice),
        detection_ms,
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
