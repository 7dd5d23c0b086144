"""Labels, help texts and keys of the video page's controls, whose choices survive a page switch."""

from typing import Any, Final

from ui._compat import forget_choices
from ui.texts import text
from ui.visit import KEPT

PREFIX: Final = "video."


def labelled(name: str, of: str = "") -> dict[str, Any]:
    """Label, help and key of a control. of: the key is of this alone."""
    return {"label": text(f"video.{name}"), "help": text(f"video.{name}_help"), **kept(name, of)}


def as_live(name: str, of: str = "") -> dict[str, Any]:
    """As `labelled`, in the words of the live page's control."""
    return {"label": text(f"live.{name}"), "help": text(f"live.{name}_help"), **kept(name, of)}


def shared(name: str) -> dict[str, Any]:
    """As `labelled`, in the words of the picture page's control."""
    return {"label": text(f"controls.{name}"), "help": text(f"controls.{name}_help"), **kept(name)}


def reset() -> None:
    """Set all choices back."""
    forget_choices(PREFIX)


def kept(name: str, of: str = "") -> dict[str, Any]:
    """The key with which a choice survives a page switch."""
    return {"key": f"{PREFIX}{name}-{of}" if of else f"{PREFIX}{name}", **KEPT}
