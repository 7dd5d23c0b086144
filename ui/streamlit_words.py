"""Words that Streamlit itself writes on its widgets, in the visitor's language.

It has no option for them. Where the language is not its own, a style rule puts ours in their place; where a later
Streamlit draws its widgets differently, its English comes back, and nothing else changes.
"""

import json
from typing import Final

from ui.texts import DEFAULT_LANGUAGE, language, text

_UPLOAD: Final = '[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p'
_SHOT: Final = '[data-testid="stCameraInput"] [data-testid="stCameraInputButton"]'
_TAKEN: Final = '[data-testid="stCameraInput"]:has(img) [data-testid="stCameraInputButton"]'
# How large a file may be is said by the help beside the label, in our words.
_LIMIT: Final = '[data-testid="stFileUploaderDropzoneInstructions"]'


def streamlit_words_style() -> str | None:
    """The style rules; None where Streamlit's own words are the visitor's."""
    if language() == DEFAULT_LANGUAGE:
        return None
    words = {_UPLOAD: text("widget.upload"), _SHOT: text("widget.take_photo"), _TAKEN: text("widget.clear_photo")}
    rules = [
        f"{place} {{ font-size: 0; }}\n{place}::after {{ content: {_quoted(ours)}; font-size: 0.875rem; }}"
        for place, ours in words.items()
    ]
    return "\n".join(["<style>", *rules, f"{_LIMIT} {{ display: none; }}", "</style>"])


def _quoted(words: str) -> str:
    # A JSON string without escapes is a CSS string.
    return json.dumps(words, ensure_ascii=False)
