"""Which benchmarks a host lets visitors run: `HOLISTIC_BENCHMARKS` of `holistic_core/configuration.py`."""

from collections.abc import Mapping
from typing import Final

from holistic_core.configuration import Given, read

EXPERIMENTS: Final = ("latency", "cold", "memory", "throughput", "claims", "precision")
_LIGHT: Final = ("latency", "cold")
_ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {"all": EXPERIMENTS, "light": _LIGHT, "none": ()}


def allowed_experiments(given: Given | None = None) -> tuple[str, ...]:
    """Experiments a visitor may run; OptionsError for a wrong value. given: instead of what the host has set."""
    return _ALLOWED[read("HOLISTIC_BENCHMARKS", given)]
