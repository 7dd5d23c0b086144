"""The app with faults in it: frames with a mark make the models fail, in the way that the mark's colour says.

raises: an error that nobody foresaw. slow: an answer after 5 s. stuck: no answer, ever. The fault happens where a frame
meets the models, on a thread of the shared pool, and only to frames with the mark in their upper right corner.
"""

import threading
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import streamlit as st
from starlette.routing import Mount

import app as real
from holistic_core.engines import litert
from tests.live.reel import MARK_SHARE, MARKS
from ui.errors import on_script_error

_SLOW_S: Final = 5.0
_TOLERANCE: Final = 60  # the codec changes colours a little


def _fault_of(rgb: npt.NDArray[np.uint8]) -> str | None:
    side = max(1, round(rgb.shape[0] * MARK_SHARE * 0.5))
    corner = rgb[:side, -side:].reshape(-1, 3).mean(0)
    return next((fault for fault, colour in MARKS.items() if np.all(np.abs(corner - colour) < _TOLERANCE)), None)


def _happen(fault: str) -> None:
    if fault == "raises":
        raise RuntimeError("a fault put into this frame by a test")
    if fault == "slow":
        time.sleep(_SLOW_S)
    else:
        threading.Event().wait()


_frame: Any = litert._frame


def _frame_with_a_fault(models: Any, rgb: npt.NDArray[np.uint8], *others: Any) -> Any:
    fault = _fault_of(rgb)
    if fault is not None:
        _happen(fault)
    return _frame(models, rgb, *others)


litert._frame = _frame_with_a_fault
app = st.App(
    str(Path(real.__file__).with_name("dashboard.py")),
    lifespan=real._lifespan,
    routes=[Mount("/api", real._rest)],
    on_script_error=on_script_error,
)
