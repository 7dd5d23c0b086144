"""What a live visitor sees besides the picture, made anew several times a second without running the page.

A fragment that runs itself has Streamlit render the whole page anew in the browser: with three of them that took 0.7 of
a processor, and the video beside it fell to 10 frames a second. So the page hands out an address that only this visitor
knows; the numbers and charts on it ask there for the newest, as long as somebody is live and looks at them.
"""

import json
import weakref
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ui.library_words import figure_in_words
from ui.live_charts import figures
from ui.live_panel import NUMBERS
from ui.live_slot import LiveSlot
from ui.texts import language
from ui.visit import in_language

_slots: "weakref.WeakValueDictionary[str, LiveSlot]" = weakref.WeakValueDictionary()


def open_feed(slot: LiveSlot) -> None:
    """Let the page of this visitor ask for its numbers; whether it does depends on `slot.feed`."""
    slot.language = language()
    _slots[slot.token] = slot


def newest(slot: LiveSlot, names: list[str]) -> dict[str, Any]:
    """The newest of each name: the panel, or a figure as Plotly's JSON; names that there are not are left out."""
    made: dict[str, Any] = {name: NUMBERS[name](slot) for name in names if name in NUMBERS}
    for name, make in figures(slot).items():
        if name in names:
            figure = make()
            made[name] = None if figure is None else figure_in_words(figure).to_json()
    return made


def live_feed(request: Request) -> Response:
    """`GET /api/v1/live/<token>?names=panel,live-angles`; 404 when there is no such visitor, or one who has left."""
    slot = _slots.get(request.path_params["token"])
    if slot is None or slot.viewer is None:
        return Response(status_code=404)
    with in_language(slot.language):
        body = json.dumps(newest(slot, request.query_params.get("names", "").split(",")), ensure_ascii=False)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})
