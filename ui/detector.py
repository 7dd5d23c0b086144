"""The detectors everybody shares: at most one cached for each engine, set up by the host's environment.

| variable | meaning | default |
|---|---|---|
| `HOLISTIC_THREADS` | threads one frame may use | number of cores |
| `HOLISTIC_MODE` | `latency` or `throughput` | `latency` |
| `HOLISTIC_IDLE_RELEASE_S` | drop the models after so many idle seconds, load them again when needed | keep them |
| `HOLISTIC_MEMORY_ALERT_MB` | warn in the log and on the home page above this resident memory | no alert |
| `HOLISTIC_TIMEOUT_S` | longest wait for one frame | 10 |
"""

import os
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

import streamlit as st

from holistic_core.detector import Detector
from holistic_core.errors import OptionsError
from holistic_core.options import DetectorOptions, EngineName, FindOptions

DEFAULT_ENGINE: Final[EngineName] = "litert"
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)

_VARIABLES: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "HOLISTIC_THREADS": ("threads", int),
    "HOLISTIC_MODE": ("mode", str),
    "HOLISTIC_IDLE_RELEASE_S": ("idle_release_s", float),
    "HOLISTIC_MEMORY_ALERT_MB": ("memory_alert_mb", float),
    "HOLISTIC_TIMEOUT_S": ("timeout_s", float),
}


def options_from(environment: Mapping[str, str], engine: EngineName = DEFAULT_ENGINE) -> DetectorOptions:
    """Detector options as the environment variables of the host say; OptionsError names a variable that is wrong."""
    chosen: dict[str, Any] = {}
    for variable, (option, read) in _VARIABLES.items():
        value = environment.get(variable, "").strip()
        if not value:
            continue
        try:
            chosen[option] = read(value)
            DetectorOptions(**{option: chosen[option]})
        except (ValueError, OptionsError) as error:
            reason = error if isinstance(error, OptionsError) else "It must be a number."
            raise OptionsError(f"The environment variable {variable} is {value!r}. {reason}") from error
    return DetectorOptions(engine=engine, **chosen)


@st.cache_resource(show_spinner=False, on_release=lambda detector: detector.close())
def _cached(engine: EngineName) -> Detector:
    return Detector(options_from(os.environ, engine))


def shared_detector(engine: EngineName = DEFAULT_ENGINE) -> Detector:
    """The one detector of an engine, for every page, visitor and thread of this process."""
    # The cache tells a default, a positional and a named argument apart: this is the only place that calls it.
    return _cached(engine)


def warm_up() -> None:
    """Load the models of the default engine, so that the first visitor does not wait for them."""
    shared_detector(DEFAULT_ENGINE).warm_up(FindOptions())


def close_all() -> None:
    """Close every cached detector; later callers get a new one."""
    _cached.clear()
