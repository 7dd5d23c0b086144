"""The launcher: `streamlit run app.py` finds `app`, which serves the dashboard and looks after the detectors."""

import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

from holistic_core.process_memory import return_freed_memory, share_freed_memory
from ui._compat import page_map_only
from ui.errors import on_script_error

_log = logging.getLogger(__name__)


def _start_up() -> None:
    """Load what the first visitor would otherwise wait for."""
    from ui.start_up import load_everything  # noqa: PLC0415 -- takes a second; the server answers meanwhile

    try:
        load_everything()
    except Exception:
        # The pages say what is wrong to whoever needs the detector; the server stays up.
        _log.exception("The detector could not be warmed up")
    # What is loaded now stays: the collector need not walk through it after every script run.
    gc.collect()
    gc.freeze()
    return_freed_memory()


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    page_map_only()
    warming = threading.Thread(target=_start_up, name="start-up", daemon=True)
    warming.start()
    yield {}
    from ui.detector import close_all  # noqa: PLC0415 -- as above

    close_all()


share_freed_memory()
app = st.App("dashboard.py", lifespan=_lifespan, on_script_error=on_script_error)
