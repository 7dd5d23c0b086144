"""The detectors everybody shares: at most one cached for each engine, set up by the host's environment.

Its variables stand in `holistic_core/configuration.py`, group "Detector".
"""

import weakref
from typing import Final, get_args

import streamlit as st

from holistic_core.configuration import Given, read
from holistic_core.detector import Detector
from holistic_core.options import DetectorOptions, EngineName, FindOptions

DEFAULT_ENGINE: Final[EngineName] = "litert"
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)

_VARIABLES: Final = {
    "HOLISTIC_THREADS": "threads",
    "HOLISTIC_MODE": "mode",
    "HOLISTIC_IDLE_RELEASE_S": "idle_release_s",
    "HOLISTIC_MEMORY_ALERT_MB": "memory_alert_mb",
    "HOLISTIC_TIMEOUT_S": "timeout_s",
}


def options_from(given: Given | None = None, engine: EngineName = DEFAULT_ENGINE) -> DetectorOptions:
    """Detector options as the host has set them; OptionsError names a variable that is wrong."""
    values = {option: read(variable, given) for variable, option in _VARIABLES.items()}
    return DetectorOptions(engine=engine, **{option: value for option, value in values.items() if value is not None})


_made: Final[weakref.WeakSet[Detector]] = weakref.WeakSet()


@st.cache_resource(show_spinner=False, on_release=lambda detector: detector.close())
def _cached(engine: EngineName) -> Detector:
    detector = Detector(options_from(None, engine))
    _made.add(detector)
    return detector


def shared_detector(engine: EngineName = DEFAULT_ENGINE) -> Detector:
    """The one detector of an engine, for every page, visitor and thread of this process."""
    # The cache tells a default, a positional and a named argument apart: this is the only place that calls it.
    return _cached(engine)


def cached_detectors() -> list[Detector]:
    """Those that were made so far and are open."""
    return [detector for detector in _made if not detector.closed]


def warm_up() -> None:
    """Load the models of the default engine, so that the first visitor does not wait for them."""
    shared_detector(DEFAULT_ENGINE).warm_up(FindOptions())


def close_all() -> None:
    """Close every cached detector; later callers get a new one."""
    _cached.clear()
