"""A video's frames in two steps: body and face of the next one are looked for while the hands of this one still are.

A body depends on the body before, a face on its own body and on the face before, hands on their own body and on the
hands before. So each keeps what it remembers apart, and both steps can run at the same time, each on a single-threaded
set: that gets more out of two cores than two threads in one model do. The face goes with the body because the two hands
alone take as long as both. Each step has a set of its own. When the first has nothing to do as the hands begin, its set
takes the right one; not in large frames, because it loads the models of hands a second time and their memory is short.
Where the body is in the first place is looked for with the shared models: that is seldom asked, and their detector is a
third of a step's size. Results are those of a stream.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.contrast import equalise_contrast
from holistic_core.engines.body import Body, first_roi, track_body
from holistic_core.engines.interpreters import InterpreterSet, body_model, needed_models
from holistic_core.engines.litert import LiteRTEngine, finish_frame
from holistic_core.engines.pool import Pool
from holistic_core.engines.recorder import Recorder
from holistic_core.engines.tracking import TrackingState
from holistic_core.errors import BusyError
from holistic_core.options import BODY, FindOptions, Priority
from holistic_core.plausibility import drop_implausible
from holistic_core.results import HolisticResult, Landmarks

RGB = npt.NDArray[np.uint8]

_LARGE_PIXELS: Final = 1_000_000


@dataclass(frozen=True, eq=False)
class Begun:
    """A frame after its first step."""

    rgb: RGB
    body: Body | None
    face: Landmarks | None
    recorder: Recorder
    waited_ms: float


class TwoStepSession:
    """One video's frames: `begin` is called for every frame in order, `finish` for what it gave, in the same order.

    Either is used by one thread at a time, and both at the same time. Times are the caller's, finite and increasing.
    While others use the detector, both steps take turns with them in its queue, as a stream does.
    BusyError: too many wait already, or the detector was closed; the same step may be tried again.
    """

    def __init__(self, engine: LiteRTEngine, find: FindOptions, priority: Priority) -> None:
        self._engine = engine
        self._find = find
        self._priority = priority
        self._find_face = replace(find, parts=BODY | {"face"}, segmentation=False) if "face" in find.parts else None
        self._find_left = replace(find, parts=find.parts - {"face", "right_hand"})
        right = "right_hand" in find.parts
        self._find_right = replace(find, parts=BODY | {"right_hand"}, segmentation=False) if right else None
        self._bodies, self._faces = TrackingState(), TrackingState()
        self._left, self._right = TrackingState(), TrackingState()

    def warm_up(self) -> None:
        """Load the models of both steps and run each once; without it the first frames do, in a few tenths of a second.

        Nothing more is loaded while others use the detector: then it is their models that are used.
        """
        bodies = {body_model(self._find)}
        if self._find_face is not None:
            bodies |= {name for name in needed_models(self._find) if name.startswith("face")}
        hands = {name for name in needed_models(self._find) if name.startswith("hand")}
        bodies |= hands
        for pool, names in zip(self._pools(), (bodies, hands), strict=True):
            pool.for_each_set(lambda models, names=names: [models[name].warm_up() for name in names])  # type: ignore[misc]

    def begin(self, rgb: RGB, time_s: float) -> Begun:
        """Look for body and face. rgb: uint8 `(height, width, 3)`, contiguous, of one size. time_s: later than last."""
        recorder, find, bodies, faces = Recorder(), self._find, self._bodies, self._faces
        if find.clahe:
            with recorder.stage("contrast"):
                rgb = equalise_contrast(rgb)

        def look(models: InterpreterSet) -> tuple[Body | None, Landmarks | None]:
            body = track_body(models, rgb, roi, find, bodies, time_s, recorder)
            if body is None:
                faces.body_lost()
            if body is None or self._find_face is None:
                return body, None
            return body, finish_frame(models, rgb, body, self._find_face, faces, recorder).face

        roi, sought_ms = bodies.pose_roi, 0.0
        try:
            if roi is None:
                roi, sought_ms = self._engine.pool.run(
                    lambda models: first_roi(models, rgb, find, recorder), self._priority
                )
            (body, face), waited_ms = self._pools()[0].run(look, self._priority)
        except BusyError:
            raise  # it never began
        except Exception:
            # A frame that broke off may have left half of its marks, or may still be writing them.
            self._bodies, self._faces = TrackingState(), TrackingState()
            raise
        return Begun(rgb, body, face, recorder, sought_ms + waited_ms)

    def finish(self, begun: Begun) -> HolisticResult:
        """Look for the hands; all that is known of the frame."""
        lefts, rights = self._left, self._right
        if begun.body is None:
            lefts.body_lost()
            rights.body_lost()
        rgb, body, recorder = begun.rgb, begun.body, begun.recorder

        def left(models: InterpreterSet) -> HolisticResult:
            return finish_frame(models, rgb, body, self._find_left, lefts, recorder, smooth_mask=True)

        def right(models: InterpreterSet) -> Landmarks | None:
            if body is None or self._find_right is None:
                return None
            return finish_frame(models, rgb, body, self._find_right, rights, recorder).right_hand

        first, second = self._pools()
        split = self._splits(rgb, first, second)
        try:
            if split:
                later = first.start(right, self._priority)
                result, waited_ms = second.run(left, self._priority)
                right_hand, _ = later()
            else:
                (result, right_hand), waited_ms = second.run(
                    lambda models: (left(models), right(models)), self._priority
                )
        except Exception as error:
            # A frame that broke off may have left half of its marks, or may still be writing them.
            if split or not isinstance(error, BusyError):
                self._left, self._right = TrackingState(), TrackingState()
            raise
        stage_ms = {"waiting": begun.waited_ms + waited_ms, **recorder.stage_ms}
        result = replace(result, face=begun.face, right_hand=right_hand, stage_ms=stage_ms)
        return drop_implausible(result) if self._find.drop_implausible else result

    def _splits(self, rgb: RGB, first: Pool, second: Pool) -> bool:
        """Whether either set looks for one hand: the first would stand still otherwise."""
        small = rgb.shape[0] * rgb.shape[1] < _LARGE_PIXELS
        both = self._find_right is not None and "left_hand" in self._find.parts
        return small and both and first is not second and not first.busy

    def _pools(self) -> tuple[Pool, Pool]:
        """The video's own sets; the shared ones while anybody else uses them, because there live viewers go first."""
        shared = self._engine.pool
        return (shared, shared) if shared.busy else self._engine.two_step_pools()
