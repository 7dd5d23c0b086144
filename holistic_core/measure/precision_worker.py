"""The process in which models of lower precision are built, and compared with the usual ones frame by frame."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from holistic_core.coach.samples import SAMPLES, sample_clip
from holistic_core.detector import Detector
from holistic_core.engines.body import find_body
from holistic_core.engines.crop import RGB
from holistic_core.engines.hand import MIN_SCORE
from holistic_core.engines.interpreters import Cropped, InterpreterSet
from holistic_core.engines.litert import finish_frame
from holistic_core.engines.recorder import Recorder
from holistic_core.engines.tracking import TrackingState
from holistic_core.errors import OptionsError
from holistic_core.geometry import Points, Rect
from holistic_core.measure.benchmark.child import Tell
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.frames import video_frames
from holistic_core.measure.precision_models import BODY, HAND, VARIANTS, VariantStore, build_variants, crops_of
from holistic_core.measure.sources import is_picture
from holistic_core.media.pictures import read_picture
from holistic_core.options import PARTS, DetectorOptions, FindOptions
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.trace import Trace

MOST_FRAMES: Final = 48
"""Of a video of the user's own."""
_FIND: Final = FindOptions()
# Where points should be and where they are; None: not found.
_Pair = tuple[Points | None, Points | None]


@dataclass(frozen=True)
class Look:
    """A frame to compare on. roi: of its body. hand_rois: of its hands; all as the float models found them."""

    rgb: RGB
    roi: Rect
    hand_rois: tuple[Rect, ...]


def compare(tell: Tell, own: list[dict[str, Any]], every: int) -> None:
    """Build every variant and run all of them on the same frames.

    own: sources of the user's beside the coach's clips. every: of clips, each how many-th frame.
    Tells `words`; `look` before the float models look at a frame; `ready` with sizes in MB and numbers of frames;
    and for each frame `frame`: variant → scope → its processor time, errors in percent and agreements of presence.
    OptionsError: body and hands are found in too few frames.
    """
    tell(event="words", words="reading clips")
    calibration, test = halves([Source(**each) for each in own], every)
    traces, looks = [], []
    with Detector(DetectorOptions(threads=1)) as detector:
        for number, rgb in enumerate([*calibration, *test]):
            tell(event="look", done=number, count=len(calibration) + len(test))
            trace = Trace()
            detector.detect(rgb, _FIND, trace=trace)
            if number < len(calibration):
                traces.append(trace)
            elif (look := look_of(rgb, trace)) is not None:
                looks.append(look)
    crops = crops_of(traces)
    if not looks or not all(crops.values()):
        raise OptionsError("Body and hands were found in too few frames to compare precisions. Bring other pictures.")
    with tempfile.TemporaryDirectory(prefix="holistic-") as folder:
        tell(event="words", words=f"building {len(VARIANTS) - 1} variants, calibrated on {len(calibration)} frames")
        stores = build_variants(crops, Path(folder))
        sizes = {
            name: {"body": _megabytes(store, BODY), "hand": _megabytes(store, HAND)} for name, store in stores.items()
        }
        tell(event="ready", sizes=sizes, calibration=len(calibration), frames=len(looks))
        for answer in _compared(stores, looks):
            tell(event="frame", variants=answer)


def halves(own: Sequence[Source], every: int) -> tuple[list[RGB], list[RGB]]:
    """Frames to calibrate on and frames to compare; no picture, and no part of a clip, is in both.

    Clips of the coach go to either side in turns, and so do the user's pictures; a video of the user's is halved.
    """
    sides: tuple[list[RGB], list[RGB]] = ([], [])
    pictures = 0
    for each in own:
        path = Path(each.path)
        if is_picture(path):
            sides[pictures % 2].append(read_picture(path, name=each.label).rgb)
            pictures += 1
        else:
            frames = list(video_frames(path, every=every, most=MOST_FRAMES, name=each.label))
            sides[0].extend(frames[: len(frames) // 2])
            sides[1].extend(frames[len(frames) // 2 :])
    for number, name in enumerate(SAMPLES):
        sides[number % 2].extend(rgb for index, (rgb, _) in enumerate(sample_clip(name)[0]) if index % every == 0)
    return sides


def look_of(rgb: RGB, trace: Trace) -> Look | None:
    """The frame with the regions of a trace of it; None when nobody was found."""
    roi = next((call.roi for call in trace.calls if call.stage == "pose_landmarks" and call.accepted), None)
    hands = tuple(call.roi for call in trace.calls if call.model == HAND)
    return None if roi is None else Look(rgb, roi, hands)


def _compared(stores: dict[str, VariantStore], looks: Sequence[Look]) -> Iterator[dict[str, dict[str, Any]]]:
    """What every variant answered, frame by frame; variants take turns, in another order each time."""
    sets = {name: InterpreterSet(threads=1, store=store) for name, store in stores.items()}
    names = list(stores)
    for name in names:
        _run(sets[name], looks[0])  # loads the models
    for number, look in enumerate(looks):
        turn = number % len(names)
        answers = {name: _run(sets[name], look) for name in names[turn:] + names[:turn]}
        yield {name: _against(answers["float"], answers[name]) for name in names}


@dataclass(frozen=True)
class _Answer:
    """Of one variant for one frame: processor times in ms, the result, and each hand in its crop, None: refused."""

    ms: dict[str, float]
    result: HolisticResult
    hands: tuple[Points | None, ...]


def _run(models: InterpreterSet, look: Look) -> _Answer:
    """A frame whose body was followed, which is all models but the person detector; and the hand model by itself."""
    recorder = Recorder()
    # One thread does all the work: its processor time does not count what others do meanwhile.
    times_s = [time.thread_time()]
    body = find_body(models, look.rgb, look.roi, _FIND, recorder)
    times_s.append(time.thread_time())
    result = finish_frame(models, look.rgb, body, _FIND, TrackingState(), recorder)
    times_s.append(time.thread_time())
    hands = tuple(_hand(models, look.rgb, roi) for roi in look.hand_rois)
    times_s.append(time.thread_time())
    start, body_s, whole_s, hand_s = times_s
    ms = {"whole": whole_s - start, "body": body_s - start, "hand": hand_s - whole_s}
    return _Answer({name: seconds * 1e3 for name, seconds in ms.items()}, result, hands)


def _hand(models: InterpreterSet, rgb: RGB, roi: Rect) -> Points | None:
    run = Cropped(models[HAND], rgb, roi)
    if float(run.outputs[1][0, 0]) <= MIN_SCORE:
        return None
    return run.outputs[0].reshape(-1, 3)[:, :2].astype(np.float64)


def _against(usual: _Answer, own: _Answer) -> dict[str, Any]:
    """Scope → `ms`, `errors` in percent, `same`: whether presence is the same."""
    size = own.result.image_size
    pairs: dict[str, _Pair] = {}
    for part in PARTS:
        there, here = usual.result.part(part), own.result.part(part)
        pairs[part] = _pixels(there, size), _pixels(here, size)
    scopes: dict[str, list[_Pair]] = {
        "whole": list(pairs.values()),
        "body": [pairs["pose"]],
        "hand": list(zip(usual.hands, own.hands, strict=True)),
    }
    return {
        scope: {
            "ms": own.ms[scope],
            "errors": [distance_percent(there, here) for there, here in found if not (there is None or here is None)],
            "same": [(there is None) == (here is None) for there, here in found],
        }
        for scope, found in scopes.items()
    }


def _pixels(found: Landmarks | None, size: tuple[int, int]) -> Points | None:
    return None if found is None else found.xy_px(size).astype(np.float64)


def distance_percent(there: Points, here: Points) -> float:
    """Mean distance of points `(n, 2)` from where they should be, in percent of the longest side of those' box."""
    distance = float(np.linalg.norm(here - there, axis=1).mean())
    return 100 * distance / float(np.ptp(there, axis=0).max())


def _megabytes(store: VariantStore, model: str) -> float:
    return store.path(model).stat().st_size / 1e6
