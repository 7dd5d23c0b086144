"""What the library says about models, in the visitor's language: purposes, meanings of tensors, states and cuts."""

import re
from typing import Final

from holistic_core.engines.model_anatomy import Cut
from holistic_core.engines.model_store import ModelStatus
from holistic_core.measure.model_facts import cut_kinds
from holistic_core.measure.model_timing import ModelTime
from ui.texts import text

_ABOUT: Final = "about "


def purpose_of(name: str) -> str:
    """What a model is for, in one line. name: as the library calls the model."""
    return text(f"purpose.{name}")


def meaning_of(words: str) -> str:
    """What a tensor holds. words: as `model_roles` says it."""
    return text(f"meaning.{meaning_key(words)}")


def meaning_key(words: str) -> str:
    """The key of a meaning: its letters and numbers."""
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def range_of(words: str) -> str:
    """Which values a tensor has. words: as `model_roles` says it."""
    if words == "any":
        return text("models.range_any")
    return text("models.range_about", values=words.removeprefix(_ABOUT)) if words.startswith(_ABOUT) else words


def state_of(status: ModelStatus) -> str:
    """Whether a file is there and intact, or where it would come from."""
    return text(f"models.absent_{status.origin}" if status.state == "missing" else f"models.state_{status.state}")


def origin_of(status: ModelStatus) -> str:
    """Where a file comes from."""
    if status.origin == "derived":
        return text("models.derived_from", source=status.source)
    return text("models.downloaded") if status.origin == "download" else status.source


def cut_of(cut: Cut) -> str:
    """What was cut off, in a few words."""
    count, kinds = cut_kinds(cut)
    return text("models.cut_count", count=count, kinds=kinds) if count else text("models.cut_nothing")


def time_of(time: ModelTime) -> str:
    """The median of a call, or that the model cannot be run alone."""
    return text("models.not_runnable") if time.problem else time.words
