"""What is done with a clip, as a job: it is looked at, drawn into, and what was found stays until another one comes."""

import threading
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from holistic_core.coach.samples import SAMPLES, clip_mp4
from holistic_core.drawing.brush import Image
from holistic_core.export.movement_files import ANNOTATED_FILE
from holistic_core.export.session_frames import SessionFrames
from holistic_core.media.video_limits import VideoLimits
from holistic_core.video.options import VideoMovement, VideoProgress
from holistic_core.video.processing import process_video
from ui.bounded import Bounded
from ui.detector import shared_detector
from ui.jobs import Job, Progress
from ui.video_choice import Question, token_of
from ui.video_file import ServedFile
from ui.video_upload import TemporaryFolder, VideoFile

# Some tens of sample clips; everybody who visits shares them.
_SAMPLES_BYTES: Final = 60_000_000
# Each video keeps a decoder, an encoder and a few frames; with more at a time nobody's would end.
_AT_A_TIME: Final = 2


@dataclass(frozen=True, eq=False)
class VideoResult:
    """A clip that was looked at. name: for people. clip, question: what it answers. file: the clip itself."""

    name: str
    clip: str | VideoFile
    question: Question
    file: VideoFile
    movement: VideoMovement
    # Held as long as the result is: the annotated video lies in it, and the browser may ask for it.
    folder: TemporaryFolder
    annotated: ServedFile | None

    @property
    def frames(self) -> SessionFrames:
        """What was found in every frame."""
        return self.movement.frames

    @property
    def engine(self) -> str:
        """What looked at it."""
        return self.question[1]

    @property
    def key(self) -> str:
        """Tells it from others in the keys of controls."""
        return self.folder.path.name

    @property
    def held_bytes(self) -> int:
        """About what it takes in memory."""
        return sum(block.nbytes for block in self.frames.blocks)


@dataclass
class Watch:
    """The newest of a job, written by its thread: how far it is, and the newest picture with what was drawn into it."""

    progress: VideoProgress | None = None
    preview: Image | None = None

    def tell(self, progress: VideoProgress) -> None:
        """Remember this."""
        if progress.preview is not None:
            self.preview = progress.preview
        self.progress = replace(progress, preview=None)


@dataclass(frozen=True, eq=False)
class VideoRun:
    """A job and what can be watched of it."""

    name: str
    job: Job[VideoResult | None]
    watch: Watch


def discard(run: VideoRun | None) -> None:
    """End a run that nobody wants any more, and delete what it made of a visitor's own clip."""
    if run is None:
        return
    run.job.progress.cancel()
    result = None if run.job.failed else run.job.result()
    if result is not None and isinstance(result.clip, VideoFile):
        if result.annotated is not None:
            result.annotated.withdraw()
        result.folder.delete()


@st.cache_resource(show_spinner=False)
def processed_samples() -> Bounded[VideoResult]:
    """Samples that were looked at, shared by everybody on this server."""
    return Bounded(_SAMPLES_BYTES, lambda result: result.held_bytes)


@st.cache_resource(show_spinner=False)
def _turns(kind: str) -> threading.BoundedSemaphore:
    # Samples take turns of their own: who just looks does not wait for somebody's long clip. One at a time, because
    # whoever comes second finds what the first has made.
    return threading.BoundedSemaphore(1 if kind == "sample" else _AT_A_TIME)


def clip_name(clip: str | VideoFile) -> str:
    """A clip's name for people."""
    return clip.name if isinstance(clip, VideoFile) else SAMPLES[clip].label


def start_run(clip: str | VideoFile, question: Question, *, annotated: bool = True) -> VideoRun:
    """Look at a clip in the background. annotated: write the annotated video too. OptionsError for a wrong limit."""
    name, watch = clip_name(clip), Watch()
    _, engine, options = question
    detector, limits, known = shared_detector(engine), VideoLimits.from_environment(), processed_samples()
    sample = isinstance(clip, str)

    def work(progress: Progress) -> VideoResult | None:
        there = known.peek(question) if sample else None
        if there is not None or progress.cancelled():
            return there
        file = clip if isinstance(clip, VideoFile) else _sample_file(clip)
        folder = TemporaryFolder()
        movement = process_video(
            file.path,
            detector,
            replace(options, mp4=folder / ANNOTATED_FILE if annotated else None),
            name=name,
            limits=limits,
            on_progress=watch.tell,
            cancelled=progress.cancelled,
        )
        served = None if movement.mp4 is None else ServedFile(movement.mp4, "video/mp4")
        result = VideoResult(name, clip, question, file, movement, folder, served)
        # What was cancelled is only the visitor's own.
        return known.get(question, lambda: result) if sample and not movement.cancelled else result

    # How many frames there are only the video itself tells.
    job: Job[VideoResult | None] = Job(question, 1, work, _turns("sample" if sample else "video"))
    return VideoRun(name, job, watch)


def _sample_file(name: str) -> VideoFile:
    data = clip_mp4(name)
    file = VideoFile(SAMPLES[name].files[0], TemporaryFolder(), len(data) / 1e6, token_of(name))
    file.path.write_bytes(data)
    return file
