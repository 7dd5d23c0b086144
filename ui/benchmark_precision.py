"""The precision experiment on the benchmark page: what it looks at, its table, and whether a variant is good enough."""

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import streamlit as st

from holistic_core.errors import HolisticError
from holistic_core.measure.benchmark.source import Source
from holistic_core.measure.precision import (
    EVERY,
    MAX_ERROR_PERCENT,
    MIN_AGREEMENT,
    MIN_SPEEDUP,
    MOST_FILES,
    PrecisionPlan,
    PrecisionReport,
    PrecisionRow,
)
from holistic_core.media.video_limits import VideoLimits
from ui.tables import listed
from ui.texts import text
from ui.video_upload import VideoFile

_KEY: Final = "benchmark.precision_files"
# Not among the choices of the page, which can be set back.
_BROUGHT: Final = "clip.precision"


def precision_choice(_: Source) -> Callable[[], Any]:
    """Draw the controls; a function that makes the plan, and raises what is wrong with a file or a number."""
    # No `type`: it filters by file name, and the content decides what a file is.
    st.file_uploader(
        text("benchmark.precision_files"),
        accept_multiple_files=True,
        max_upload_size=max(1, int(VideoLimits.from_environment().megabytes)),
        help=text("benchmark.precision_files_help", most=MOST_FILES),
        key=_KEY,
        on_change=_take,
    )
    brought = brought_files()
    if brought and not st.session_state[_KEY]:
        # The uploader forgets its files on a page switch.
        st.caption(text("benchmark.precision_brought", names=listed(each.name for each in brought)))
    every = st.number_input(
        text("benchmark.every"),
        value=EVERY,
        step=1,
        help=text("benchmark.every_help"),
        key="benchmark.every",
        persist_state="session",
    )

    def plan() -> PrecisionPlan:
        kept: list[VideoFile] | HolisticError = st.session_state.get(_BROUGHT, [])
        if isinstance(kept, HolisticError):
            raise kept
        return PrecisionPlan(tuple(Source.of_file(each.path, each.name) for each in kept), int(every))

    return plan


def brought_files() -> list[VideoFile]:
    """Files of the visitor's own, which must stay while they are looked at."""
    kept: list[VideoFile] | HolisticError = st.session_state.get(_BROUGHT, [])
    return kept if isinstance(kept, list) else []


def precision_table(report: PrecisionReport) -> pd.DataFrame:
    """A row a variant: of the whole frame, then of either model by itself."""
    names = ("scope", "variant", "speedup", "error", "p95", "presence", "mb", "ms")
    return pd.DataFrame(
        [
            (
                text(f"option.benchmark_scope.{row.scope}"),
                row.variant,
                round(row.speedup, 2),
                round(row.error_percent, 2),
                round(row.error_p95_percent, 2),
                round(100 * row.agreement, 1),
                round(row.megabytes, 1),
                round(row.frame_ms, 1),
            )
            for row in report.rows
        ],
        columns=[text(f"benchmark.precision_{name}") for name in names],
    )


def show_verdict(report: PrecisionReport) -> None:
    """The limits, and whether any variant keeps them; nothing before all frames were compared."""
    if not report.complete:
        return
    own = text("benchmark.precision_own", names=listed(report.own)) if report.own else ""
    limits = text(
        "benchmark.precision_limits",
        frames=report.frames,
        others=report.calibration_frames,
        speedup=MIN_SPEEDUP,
        error=MAX_ERROR_PERCENT,
        presence=100 * MIN_AGREEMENT,
    )
    if report.turbo:
        st.success(text("benchmark.precision_turbo", variant=report.turbo), icon=":material/bolt:")
    else:
        st.info(text("benchmark.precision_none", nearest=_nearest(report)), icon=":material/balance:")
    st.caption(f"{limits} {own}".strip())


def _nearest(report: PrecisionReport) -> str:
    """The fastest variant, in words: what it reaches."""
    others = [row for row in report.rows if row.scope == "whole"][1:]
    best = max(others, key=lambda row: row.speedup, default=None)
    return "" if best is None else _words(best)


def _words(row: PrecisionRow) -> str:
    return text(
        "benchmark.precision_nearest",
        variant=row.variant,
        speedup=row.speedup,
        error=row.error_percent,
        presence=100 * row.agreement,
    )


def _take() -> None:
    try:
        limits = VideoLimits.from_environment()
        st.session_state[_BROUGHT] = [VideoFile.of_upload(each, limits) for each in st.session_state[_KEY]]
    except HolisticError as error:
        st.session_state[_BROUGHT] = error
