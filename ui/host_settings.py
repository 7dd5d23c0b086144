"""The host's settings at the start: taken from environment and secrets, and what is wrong with them goes to the log."""

import logging

from holistic_core import configuration
from holistic_core.errors import OptionsError
from ui._compat import raise_upload_limit
from ui.ice import host_secrets

_log = logging.getLogger(__name__)


def read_host_settings() -> None:
    """Take the host's secrets, and tell the log what is wrong with the settings; the app starts all the same.

    Pages and addresses that need a wrong setting say so, and `/api/v1/health` is not healthy before it is right.
    """
    try:
        configuration.use_secrets(host_secrets())
    except OptionsError:
        _log.exception("The secrets cannot be read")
    for sentence in configuration.problems():
        _log.error("%s", sentence)
    for sentence in configuration.unknown():
        _log.warning("%s", sentence)


def accept_large_videos() -> None:
    """Let the server take files as large as the host allows videos to be."""
    try:
        raise_upload_limit(float(configuration.read("HOLISTIC_VIDEO_MB")))
    except OptionsError:
        # The log says so already, and so does the video page.
        return


def log_kind() -> str:
    """How requests are logged; the usual way where that setting is wrong, which the log says already."""
    try:
        return str(configuration.read("HOLISTIC_LOG"))
    except OptionsError:
        return "json"
