"""What a visitor sees when something goes wrong: a message for people, never a traceback."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from holistic_core.errors import HolisticError
from ui.library_words import message_in_words
from ui.texts import text

_log = logging.getLogger(__name__)


def message_for(error: Exception) -> str:
    """The words for a visitor; an error nobody foresaw goes to the log under the reference that the words name."""
    if isinstance(error, HolisticError):
        return message_in_words(str(error))
    reference = secrets.token_hex(4)
    _log.error("Unexpected error, reference %s", reference, exc_info=error)
    return text("error.unexpected", reference=reference)


def show_error(error: Exception) -> None:
    """Show the error in the page, as an alert."""
    st.error(message_for(error), icon=":material/error:")


@contextmanager
def shown() -> Iterator[None]:
    """Errors inside the block become an alert in the page, and the page lives on."""
    try:
        yield
    except Exception as error:  # the boundary to the visitor: everything is logged or told
        show_error(error)


def on_script_error(error: Exception) -> bool:
    """For the launcher: the last net under every page and callback; True keeps Streamlit's own traceback away."""
    show_error(error)
    return True
