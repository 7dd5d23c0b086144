"""The only place that looks into Streamlit's private parts."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import streamlit as st
from streamlit import config, runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileMetadata
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.session_state import WStates

_DOWNLOAD_S: Final = 60.0
# How Streamlit sends what was chosen among options.
_WORDS: Final = frozenset({"string_value", "string_array_value"})


def page_map_only() -> None:
    """Let nobody but `st.navigation` decide what a page is.

    Streamlit takes a folder called `pages` for its older kind of page map until `st.navigation` is called for the first
    time: a fresh server would then answer a link to `/picture` with the bare script, without the frame around it.
    """
    PagesManager.uses_pages_directory = False


def sessions_now() -> int:
    """Browser tabs connected to this server just now; at least the one that asks."""
    if not runtime.exists():
        return 1
    # AppTest's runtime has no sessions.
    manager = getattr(runtime.get_instance(), "_session_mgr", None)
    return 1 if manager is None else max(1, manager.num_active_sessions())


def keep_downloads(seconds: float = _DOWNLOAD_S) -> None:
    """Let a file that was made for a download wait to be fetched for so long.

    Streamlit throws it away at the second run of any script of any visitor: where a live page is refreshed several
    times a second, browsers come too late. Calling it again does nothing but change the seconds.
    """

    def mark_for_delete(self: MediaFileMetadata) -> None:
        # Asked at every run of a script; the first time counts.
        if not hasattr(self, "orphan_since_s"):
            self.orphan_since_s = time.monotonic()  # type: ignore[attr-defined]

    def is_marked_for_delete(self: MediaFileMetadata) -> bool:
        since_s = getattr(self, "orphan_since_s", None)
        return since_s is not None and time.monotonic() - since_s > seconds

    MediaFileMetadata.mark_for_delete = mark_for_delete  # type: ignore[method-assign]
    MediaFileMetadata.is_marked_for_delete = property(is_marked_for_delete)  # type: ignore[method-assign, assignment]


def keep_page_runs() -> None:
    """Let no fragment take the place of a run of the whole page that has been asked for and not begun.

    Streamlit before 1.67 puts the two together into a run of the fragment alone: a click is lost when the camera's
    component, or a picture that refreshes itself, reports in the milliseconds after it.
    """
    ask = ScriptRequests.request_rerun

    def request_rerun(self: ScriptRequests, new_data: RerunData) -> bool:
        with self._lock:
            waiting = self._state is ScriptRequestType.RERUN and not self._rerun_data.fragment_id_queue
        if waiting and new_data.fragment_id:
            # The whole page includes the fragment.
            new_data = replace(new_data, fragment_id=None, is_auto_rerun=False)
        return ask(self, new_data)

    ScriptRequests.request_rerun = request_rerun  # type: ignore[method-assign]

    begin = AppSession.request_rerun

    def begin_rerun(self: AppSession, client_state: ClientState | None) -> None:
        # Browsers send what happens at the same moment in one message, in the name of the fragment. A picture that
        # refreshes itself is left alone: turned into runs of the page, its many messages would end those of clicks.
        by_itself = client_state is None or not client_state.fragment_id or client_state.is_auto_rerun
        if client_state and not by_itself and changed_on_the_page(self.session_state, client_state):
            client_state.fragment_id = ""
        begin(self, client_state)

    AppSession.request_rerun = begin_rerun  # type: ignore[method-assign]


def changed_on_the_page(state: SessionState, client_state: ClientState) -> bool:
    """Whether a browser's message has news of a widget that is in no fragment."""
    sent = WStates()
    for widget in client_state.widget_states.widgets:
        metadata = state._new_widget_state.widget_metadata.get(widget.id)
        if metadata is None or metadata.fragment_id is not None:
            continue
        sent.set_widget_metadata(metadata)
        sent.set_widget_from_proto(widget)
        is_pressed = widget.WhichOneof("value") == "trigger_value" and widget.trigger_value
        if is_pressed or (widget.id in state and sent[widget.id] != state[widget.id]):
            return True
    return False


def raise_upload_limit(megabytes: float) -> None:
    """Let the server take uploads of this size, in millions of bytes, however large an uploader's own limit is."""
    asked = math.ceil(megabytes)
    if asked > config.get_option("server.maxUploadSize"):
        config.set_option("server.maxUploadSize", asked)


def release_upload(upload: Any) -> None:
    """Let the memory of an uploaded file go, which otherwise is held until the visitor leaves."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_file(context.session_id, upload.file_id)


def forget_choices(prefix: str) -> None:
    """Set choices back to their defaults, in the session and in the address. prefix: of the keys of their widgets.

    A widget whose key is deleted from the session alone takes its value from the address again.
    """
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]
    context = get_script_run_ctx()
    if context is None:
        return
    with context.session_state.query_params() as parameters:
        for asked in [name for name in parameters._initial_query_params if name.startswith(prefix)]:
            del parameters._initial_query_params[asked]
        for name in [name for name in parameters if name.startswith(prefix)]:
            parameters.remove_param(name)


def reword_address(said: Callable[[str, str], str]) -> None:
    """Replace what the address says of bound widgets, word by word. said: parameter and word → the word to have there.

    Only Streamlit itself may write such parameters, and it reads them from a second place when a widget is new.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    with context.session_state.query_params() as parameters:
        changed = False
        for kept in (parameters._initial_query_params, parameters._query_params):
            for name, value in list(kept.items()):
                # Keys of widgets have a page's prefix; other parameters are words of this app.
                if "." not in name:
                    continue
                new = said(name, value) if isinstance(value, str) else [said(name, each) for each in value]
                if new != value:
                    kept[name] = new  # type: ignore[assignment]
                    changed = True
        if changed:
            parameters._send_query_param_msg()


@contextmanager
def choices_kept(said: Callable[[str, str], str]) -> Iterator[None]:
    """Meanwhile the words of all options change, in a callback; what the visitor has chosen stays chosen.

    said: key and word → how it is called afterwards. Browsers send a choice as the word on it, which nobody knows any
    more when the page runs: each is set anew by what it stands for.
    """
    context = get_script_run_ctx()
    kept: dict[str, Any] = {}
    tabs = set()
    if context is not None:
        state = context.session_state._state
        drawn = state._new_widget_state.widget_metadata
        for widget, key in list(state._key_id_mapper.id_key_mapping.items()):
            if widget not in drawn or drawn[widget].value_type not in _WORDS or key not in st.session_state:
                continue
            # What is marked in a chart or a table comes as words too.
            if not isinstance(st.session_state[key], Mapping):
                kept[key] = st.session_state[key]
            if drawn[widget].formatted_options is None:
                tabs.add(key)
    yield
    for key, value in kept.items():
        # Tabs stand for nothing but their own word.
        st.session_state[key] = said(key, value) if key in tabs and isinstance(value, str) else value


def reword_arrivals(said_in: Callable[[str, str, str], str], codes: Sequence[str], now: Callable[[], str]) -> None:
    """Understand options that browsers send in the words of another language, at every run of a script.

    said_in: language, key and word → the word there. codes: of all languages. now: the visitor's. A browser sends the
    words it shows, and the server reads them by those it has drawn last; just after a switch either may be behind.
    """
    take = SafeSessionState.on_script_will_rerun

    def on_script_will_rerun(self: SafeSessionState, latest_widget_states: WidgetStates) -> None:
        state, code = self._state, now()
        behind = []
        for widget in latest_widget_states.widgets:
            key, kind = state._key_id_mapper.id_key_mapping.get(widget.id, ""), widget.WhichOneof("value")
            if "." not in key or kind not in _WORDS:
                continue
            sent = [widget.string_value] if kind == "string_value" else list(widget.string_array_value.data)
            drawn = state._new_widget_state.widget_metadata.get(widget.id)
            known = drawn.formatted_options if drawn is not None else None
            read = [_known(word, [said_in(each, key, word) for each in (code, *codes)], known) for word in sent]
            if any(said_in(code, key, word) != word for word in sent):
                behind.append(key)
            if kind == "string_value":
                widget.string_value = read[0]
            else:
                widget.string_array_value.data[:] = read
        take(self, latest_widget_states)
        for key in behind:
            # Told anew, the browser shows the words of this language.
            if key in state and not isinstance(state[key], Mapping):
                state._new_session_state[key] = state[key]

    SafeSessionState.on_script_will_rerun = on_script_will_rerun  # type: ignore[method-assign]


def _known(word: str, said: Sequence[str], known: Sequence[str] | None) -> str:
    """The one of `said` that is among the options; without options, the first, which is the visitor's language."""
    if known is None:
        return said[0]
    if word in known:
        return word
    return next((each for each in said if each in known), word)
