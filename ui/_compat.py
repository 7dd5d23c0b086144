"""The only place that looks into Streamlit's private parts."""

from streamlit import runtime
from streamlit.runtime.pages_manager import PagesManager


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
