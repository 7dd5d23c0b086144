"""How a visit is shown: in which language, and whether as a workshop. The address says so, or the visitor's switch."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import streamlit as st

LANGUAGE_PARAMETER: Final = "lang"
WORKSHOP_PARAMETER: Final = "workshop"
# How a choice is kept: across page switches, and in the address, so that a copied link shows the same.
KEPT: Final[dict[str, Any]] = {"persist_state": "session", "bind": "query-params"}

_LANGUAGE: Final = "visit.language"
_WORKSHOP: Final = "visit.workshop"
_YES: Final = frozenset({"1", "true", "yes", "on"})

_language_here: ContextVar[str | None] = ContextVar("language", default=None)


def begin_visit() -> None:
    """Take over what the address says. A page switch clears the address: then it is told again, for a reload."""
    if LANGUAGE_PARAMETER in st.query_params:
        st.session_state[_LANGUAGE] = st.query_params[LANGUAGE_PARAMETER]
    elif _LANGUAGE in st.session_state:
        st.query_params[LANGUAGE_PARAMETER] = st.session_state[_LANGUAGE]
    if WORKSHOP_PARAMETER in st.query_params:
        st.session_state[_WORKSHOP] = st.query_params[WORKSHOP_PARAMETER].lower() in _YES
    elif st.session_state.get(_WORKSHOP):
        st.query_params[WORKSHOP_PARAMETER] = "1"


def asked_language() -> str | None:
    """What the visitor wants to read, like "zh-CN" or "zh": the switch or the address, else the browser's language."""
    here = _language_here.get()
    return here or st.session_state.get(_LANGUAGE) or st.context.locale


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Texts are in this language meanwhile: for what is made outside of a page's run."""
    token = _language_here.set(language)
    try:
        yield
    finally:
        _language_here.reset(token)


def switch_language(language: str) -> None:
    """Show everything in another language, which is also in the address from now on."""
    st.session_state[_LANGUAGE] = language
    st.query_params[LANGUAGE_PARAMETER] = language


def is_workshop() -> bool:
    """Whether the visitor came by a workshop's link: settings as in the link, and little text."""
    # Made outside of a page's run: nothing that depends on it is.
    return _language_here.get() is None and bool(st.session_state.get(_WORKSHOP, False))
