"""Tabs that stand in the address: a copied link opens the same one."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import streamlit as st


def open_tab(labels: Mapping[str, str], key: str) -> tuple[str, AbstractContextManager[Any]]:
    """Draw tabs; the name of the open one, and where to draw it. Nobody waits for a tab that is not looked at.

    labels: name → words on it. key: of the widget, like "picture.tab".
    """
    # Not one of Streamlit's own parameters: names of tabs are the same in every language.
    parameter = key.replace(".", "-")
    # Tabs with another default would be other tabs.
    asked = st.session_state.setdefault(f"{key}-asked", st.query_params.get(parameter))
    tabs = st.tabs(list(labels.values()), key=key, on_change="rerun", default=labels.get(asked))
    usual = next(iter(labels))
    name, tab = next((each for each in zip(labels, tabs, strict=True) if each[1].open), (usual, tabs[0]))
    if name != usual and st.query_params.get(parameter) != name:
        st.query_params[parameter] = name
    elif name == usual and parameter in st.query_params:
        del st.query_params[parameter]
    return name, tab
