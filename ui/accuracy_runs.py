"""What the accuracy page measures, as jobs: a kept sample, a clip of the visitor's own, a sweep."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import streamlit as st

from holistic_core.coach.clip import ClipOptions, frame_times_s, render_clip
from holistic_core.coach.motions import MOTIONS, MotionOptions
from holistic_core.coach.samples import SAMPLES, sample_clip
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import ClipTruth, FrameTruth
from holistic_core.detector import Detector
from holistic_core.errors import OptionsError
from holistic_core.measure.accuracy import measure_clip
from holistic_core.measure.accuracy_sweep import CONDITIONS, SweepTable, run_sweep
from holistic_core.measure.coach_frames import rendered_frames, spread_times_s
from holistic_core.media.pictures import encode_picture
from ui.accuracy_choice import AccuracyChoice
from ui.accuracy_measured import RGB, Measured, measured_samples
from ui.detector import shared_detector
from ui.jobs import Job, Progress

SWEEP_FRAMES: Final = 6
# Rendering keeps a core busy: with more than this at a time nobody's would end.
_RENDERINGS: Final = 2
_QUALITY: Final = 92


@st.cache_resource(show_spinner=False)
def _turns(kind: str) -> threading.BoundedSemaphore:
    # Samples take turns of their own: nobody who just looks waits for a rendering. One at a time, because whoever
    # comes second finds what the first has measured.
    return threading.BoundedSemaphore(1 if kind == "sample" else _RENDERINGS)


def measure_job(choice: AccuracyChoice) -> Job[Measured | None]:
    """Measure a kept sample, or render a clip of the visitor's own and measure it."""
    if isinstance(choice.clip, str):
        return _sample_job(choice, choice.clip)
    return _clip_job(choice, choice.clip)


def _sample_job(choice: AccuracyChoice, name: str) -> Job[Measured | None]:
    detector, known = shared_detector(choice.looking.engine), measured_samples()
    frames, truth = sample_clip(name)

    def work(progress: Progress) -> Measured | None:
        there = known.peek(choice.question)
        if there is not None:
            return there
        measured = _measure(SAMPLES[name].label, choice, truth, frames, detector, progress)
        # What was cancelled is only the visitor's own.
        return known.get(choice.question, lambda: measured) if measured and measured.complete else measured

    return Job(choice.question, len(truth.frames), work, _turns("sample"))


def _clip_job(choice: AccuracyChoice, options: ClipOptions) -> Job[Measured | None]:
    detector = shared_detector(choice.looking.engine)
    name = MOTIONS[options.motion.name].label
    truth = ClipTruth(options.scene, options.motion, options.fps, ())

    def work(progress: Progress) -> Measured | None:
        return _measure(name, choice, truth, render_clip(options), detector, progress)

    return Job(choice.question, len(frame_times_s(options)), work, _turns("rendering"))


def sweep_job(choice: AccuracyChoice, condition: str) -> Job[SweepTable | None]:
    """Render and measure a few moments of one repetition for every value of a condition.

    What is swept stays as chosen otherwise; for a sample its own scene and movement are taken.
    """
    scene, motion = clip_of(choice)
    motion = replace(motion, repetitions=1)
    looking, detector = choice.looking, shared_detector(choice.looking.engine)
    times_s = spread_times_s(motion, SWEEP_FRAMES)
    steps = len(CONDITIONS[condition].values)

    def work(progress: Progress) -> SweepTable | None:
        done = 0

        def render(one: Scene) -> Iterator[tuple[RGB, FrameTruth]]:
            nonlocal done
            for frame in rendered_frames(one, motion, times_s):
                yield frame
                done += 1
                progress.step(done)

        finished = 0

        def step(_: str, number: int, __: int) -> None:
            nonlocal finished
            finished = number

        try:
            return run_sweep(
                condition,
                scene,
                render,
                detector,
                looking.find,
                source=MOTIONS[motion.name].label,
                min_visibility=looking.min_visibility,
                progress=step,
                cancelled=progress.cancelled,
            )
        except OptionsError:
            # Cancelled before the first value was complete: there is nothing to show, and nothing to complain about.
            if progress.cancelled() and not finished:
                return None
            raise

    return Job((choice.question, condition), steps * SWEEP_FRAMES, work, _turns("rendering"))


def clip_of(choice: AccuracyChoice) -> tuple[Scene, MotionOptions]:
    """The scene and the movement of a choice, of a sample as well."""
    if isinstance(choice.clip, str):
        options = SAMPLES[choice.clip].options
        return options.scene, options.motion
    return choice.clip.scene, choice.clip.motion


def _measure(
    name: str,
    choice: AccuracyChoice,
    clip: ClipTruth,
    frames: Iterable[tuple[RGB, FrameTruth]],
    detector: Detector,
    progress: Progress,
) -> Measured | None:
    jpegs: list[bytes] = []
    truths: list[FrameTruth] = []

    def seen() -> Iterator[tuple[RGB, FrameTruth]]:
        for rgb, truth in frames:
            jpegs.append(encode_picture(rgb, "jpeg", _QUALITY))
            truths.append(truth)
            yield rgb, truth
            if progress.cancelled():
                return

    if progress.cancelled():
        return None
    looking = choice.looking
    run = measure_clip(
        seen(),
        clip.scene,
        detector,
        looking.find,
        fps=clip.fps,
        source=name,
        min_visibility=looking.min_visibility,
        progress=progress.step,
    )
    return Measured(
        name=name,
        sample=choice.clip if isinstance(choice.clip, str) else None,
        question=choice.question,
        jpegs=tuple(jpegs),
        truth=replace(clip, frames=tuple(truths)),
        run=run,
        count=progress.count,
    )
