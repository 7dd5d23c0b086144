"""What a visitor can choose on the benchmark page: what is looked at, and the settings of every experiment."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from holistic_core.coach.samples import SAMPLES, STILLS
from holistic_core.errors import HolisticError
from holistic_core.measure.benchmark.claims import ClaimsPlan
from holistic_core.measure.benchmark.latency import LatencyPlan
from holistic_core.measure.benchmark.limits import default_limit_mb
from holistic_core.measure.benchmark.memory_growth import MemoryPlan
from holistic_core.measure.benchmark.memory_ways import WAYS
from holistic_core.measure.benchmark.settings import CONTENDERS, PARTS_OF, Grid
from holistic_core.measure.benchmark.source import DEFAULT_SAMPLE, Source
from holistic_core.measure.benchmark.throughput import ThroughputPlan
from holistic_core.measure.benchmark.throughput_worker import SERVICES
from holistic_core.media.video_limits import VideoLimits
from ui.benchmark_precision import precision_choice
from ui.benchmark_runs import ColdPlan
from ui.library_words import in_words
from ui.texts import text
from ui.video_upload import VideoFile
from ui.visit import KEPT

PREFIX: Final = "benchmark."
_CLIP: Final = "clip.benchmark"
_INPUTS: Final = ("sample", "upload")
_THREADS: Final = tuple(each for each in (1, 2, 4, 8, 16) if each <= max(2, os.cpu_count() or 1))
_SIZES: Final = (0, 320, 640, 960, 1280, 1920)
_STREAMS: Final = (1, 2, 3, 4, 6, 8, 12, 16)


@dataclass(frozen=True)
class Input:
    """source: what is looked at. file: the visitor's own, which must stay while it is."""

    source: Source
    file: VideoFile | None = None


def choose_input() -> Input:
    """Draw the group in the sidebar; HolisticError for a file that cannot be taken."""
    with st.sidebar:
        st.subheader(text("controls.input"))
        kind = st.segmented_control(
            **_labelled("input"), options=_INPUTS, default="sample", required=True, format_func=_name("benchmark_input")
        )
        if kind == "upload":
            file = _upload()
            if file is not None:
                return Input(Source.of_file(file.path, file.name), file)
        samples = {**STILLS, **SAMPLES}
        name = st.selectbox(
            **_labelled("sample"),
            options=list(samples),
            index=list(samples).index(DEFAULT_SAMPLE),
            format_func=lambda each: in_words(samples[each].label),
            filter_mode=None,
        )
    return Input(Source.of_sample(name))


def latency_choice(source: Source) -> Callable[[], Any]:
    """Draw the controls; a function that makes the plan, and raises OptionsError for an impossible one."""
    one, two, three = st.columns(3)
    with one:
        contenders = _pills("contenders", CONTENDERS, ("litert", "mediapipe"), _name("contender"))
        threads = _pills("threads", _THREADS, (_THREADS[-1],), str)
        mode = _pills("mode", ("tracking", "still"), ("tracking",), _name("mode"))
    with two:
        parts = _pills("parts", tuple(PARTS_OF), ("everything",), _name("benchmark_parts"))
        face = _pills("face", ("plain", "refined"), ("plain",), _name("face"))
        complexities = _pills("complexity", (0, 1, 2), (1,), _name("model_complexity"))
    with three:
        sizes = _pills("size", _SIZES, (0,), _pixels)
        with st.container(horizontal=True):
            repetitions = _number("repetitions", 5)
            frames = _number("frames", 20)
            warm_up = _number("warm_up", 5)

    def plan() -> LatencyPlan:
        grid = Grid(
            contenders=tuple(contenders),
            threads=tuple(threads),
            complexities=tuple(complexities),
            refined=tuple(each == "refined" for each in face),
            parts=tuple(parts),
            longer_px=tuple(sizes),
            tracking=tuple(each == "tracking" for each in mode),
        )
        return LatencyPlan(source, grid.settings(), repetitions, frames, warm_up)

    return plan


def cold_choice(source: Source) -> Callable[[], Any]:
    """As `latency_choice`."""
    runs = _number("runs", 3)
    return lambda: ColdPlan(source, runs)


def memory_choice(source: Source) -> Callable[[], Any]:
    """As `latency_choice`."""
    ways = _pills("ways", WAYS, WAYS, _name("way"))
    with st.container(horizontal=True):
        calls = _number("calls", 30)
        viewers = _number("viewers", 6)
        limit_mb = _number("limit_mb", round(default_limit_mb()))
    return lambda: MemoryPlan(source, tuple(ways), calls, viewers, float(limit_mb))


def throughput_choice(source: Source) -> Callable[[], Any]:
    """As `latency_choice`."""
    services = _pills("services", SERVICES, SERVICES, _name("service"))
    streams = _pills("streams", _STREAMS, (1, 2, 4), str)
    seconds = _number("seconds", 3)
    return lambda: ThroughputPlan(source, tuple(services), tuple(streams), float(seconds))


def claims_choice(source: Source) -> Callable[[], Any]:
    """As `latency_choice`."""
    frames = _number("claim_frames", 30)
    return lambda: ClaimsPlan(source, frames)


CHOICES: Final[dict[str, Callable[[Source], Callable[[], Any]]]] = {
    "latency": latency_choice,
    "cold": cold_choice,
    "memory": memory_choice,
    "throughput": throughput_choice,
    "claims": claims_choice,
    "precision": precision_choice,
}


def _upload() -> VideoFile | None:
    limits = VideoLimits.from_environment()
    key = f"{PREFIX}uploader"
    # No `type`: it filters by file name, and the content decides what a file is.
    st.file_uploader(
        text("benchmark.upload"),
        help=text("benchmark.upload_help"),
        max_upload_size=max(1, int(limits.megabytes)),
        key=key,
        on_change=_take,
        args=(key,),
    )
    kept: VideoFile | HolisticError | None = st.session_state.get(_CLIP)
    if isinstance(kept, HolisticError):
        raise kept
    if kept is not None:
        st.caption(text("benchmark.brought", name=kept.name, megabytes=kept.megabytes))
    return kept


def _take(key: str) -> None:
    upload = st.session_state[key]
    if isinstance(upload, UploadedFile):
        try:
            st.session_state[_CLIP] = VideoFile.of_upload(upload, VideoLimits.from_environment())
        except HolisticError as error:
            st.session_state[_CLIP] = error


def _pills(name: str, options: Sequence[Any], default: Sequence[Any], words: Callable[[Any], str]) -> Sequence[Any]:
    chosen: Sequence[Any] = st.pills(
        **_labelled(name), options=options, default=default, selection_mode="multi", format_func=words
    )
    return chosen


def _number(name: str, value: int) -> int:
    # Without bounds of its own: what is impossible, and what to do, is said by the experiment.
    return int(st.number_input(**_labelled(name), value=value, step=1))


def _pixels(size: int) -> str:
    return text("benchmark.size_px", size=size) if size else text("benchmark.size_full")


def _labelled(name: str) -> dict[str, Any]:
    label, told = text(f"benchmark.{name}"), text(f"benchmark.{name}_help")
    return {"label": label, "help": told, "key": f"{PREFIX}{name}", **KEPT}


def _name(group: str) -> Callable[[Any], str]:
    return lambda option: text(f"option.{group}.{option}")
