"""What is loaded while the server starts, so that the first visitor does not wait for it."""

import importlib
from typing import Final

from ui.detector import warm_up

# What the pages import when they first run; `streamlit run` itself needs none of it.
_LIBRARIES: Final = (
    *("pandas", "plotly.graph_objects", "ui.controls", "ui.gallery", "ui.xray", "ui.snippets"),
    *("ui.accuracy_downloads", "ui.accuracy_preview", "ui.accuracy_result", "ui.accuracy_sweep"),
)


def load_everything() -> None:
    """Import the pages' libraries and warm the default detector up."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    warm_up()
