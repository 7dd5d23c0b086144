"""What is loaded while the server starts, so that the first visitor does not wait for it."""

import importlib
from typing import Final

from ui.detector import warm_up

# What the pages import when they first run; `streamlit run` itself needs none of it.
_LIBRARIES: Final = (
    *("pandas", "plotly.graph_objects", "ui.controls", "ui.gallery", "ui.xray", "ui.snippets"),
    # Not aiortc (37 MB, 0.3 s): only who opens the live page needs it. Nor streamlit_webrtc, whose files are served
    # only when a script is the first to import it.
    *("ui.accuracy_downloads", "ui.accuracy_preview", "ui.accuracy_result", "ui.accuracy_sweep"),
)


def load_everything() -> None:
    """Import the pages' libraries and warm the default detector up."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    warm_up()
