"""What a page of Streamlit shows just now, put together from the messages that its browser gets."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Path = tuple[int, ...]

# Kinds of elements whose words somebody reads, and the field that holds them.
_WORDS = {"markdown": "body", "text": "body", "alert": "body", "heading": "body", "exception": "message"}


@dataclass(frozen=True)
class _Node:
    delta: Delta
    run: str


class ElementTree:
    """The elements of one session; `apply` what the server says, in order."""

    def __init__(self) -> None:
        self._nodes: dict[Path, _Node] = {}
        self._run = ""
        self._fragments: frozenset[str] = frozenset()
        # What the page's feed has told since the script ran last: newer than what the script has drawn.
        self._fed: dict[str, Any] = {}

    def apply(self, message: ForwardMsg) -> None:
        """Take in one message; those that change no element are ignored."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._run = message.new_session.script_run_id
            self._fragments = frozenset(message.new_session.fragment_ids_this_run)
            if not self._fragments:
                self._fed = {}
        elif kind == "delta":
            self._place(tuple(message.metadata.delta_path), message.delta)
        elif kind == "script_finished":
            self._drop_what_is_gone(message.script_finished)

    def _place(self, path: Path, delta: Delta) -> None:
        kind = delta.WhichOneof("type")
        if kind == "new_transient":
            return
        before = self._nodes.get(path)
        if kind == "new_element" and before is not None and before.delta.WhichOneof("type") == "add_block":
            self._nodes = {other: node for other, node in self._nodes.items() if other[: len(path)] != path}
        self._nodes[path] = _Node(delta, self._run)

    def _drop_what_is_gone(self, status: "ForwardMsg.ScriptFinishedStatus.ValueType") -> None:
        if status == ForwardMsg.FINISHED_SUCCESSFULLY:
            kept = {path: node for path, node in self._nodes.items() if node.run == self._run}
        elif status == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            kept = {
                path: node
                for path, node in self._nodes.items()
                if node.run == self._run or node.delta.fragment_id not in self._fragments
            }
        else:
            return
        self._nodes = kept

    def elements(self, kind: str | None = None) -> Iterator[tuple[Element, str]]:
        """Elements from top to bottom, of one kind or all, each with the fragment it belongs to ("": none)."""
        for path in sorted(self._nodes):
            delta = self._nodes[path].delta
            if delta.WhichOneof("type") == "new_element" and kind in (None, delta.new_element.WhichOneof("type")):
                yield delta.new_element, delta.fragment_id

    @property
    def texts(self) -> list[str]:
        """What is written on the page."""
        found = []
        for element, _ in self.elements():
            field = _WORDS.get(element.WhichOneof("type") or "")
            if field:
                found.append(str(getattr(getattr(element, element.WhichOneof("type")), field)))
        return found + [each["caption"] for each in self._numbers if each.get("caption")]

    @property
    def alerts(self) -> list[str]:
        """What is said in coloured boxes, and errors that nobody caught."""
        return (
            [element.alert.body for element, _ in self.elements("alert")]
            + [element.exception.message for element, _ in self.elements("exception")]
            + [alert["text"] for each in self._numbers for alert in each.get("alerts", [])]
        )

    @property
    def metrics(self) -> dict[str, str]:
        """The tiles with numbers: label → value."""
        tiles = [tile for each in self._numbers for tile in each["tiles"]]
        told = {element.metric.label: element.metric.body for element, _ in self.elements("metric")}
        return told | {tile["label"]: tile["value"] for tile in tiles}

    @property
    def feed(self) -> tuple[str, float, list[str]] | None:
        """Where the page asks for newer numbers and figures, every how many seconds, and of which names; or nowhere."""
        fed = [data for data in self._drawn() if data.get("feed")]
        return (fed[0]["feed"], fed[0]["every_ms"] / 1e3, [data["name"] for data in fed]) if fed else None

    def take_feed(self, newest: dict[str, Any]) -> None:
        """Take in what the feed answered."""
        self._fed |= newest

    def component(self, name: str) -> tuple[str, dict[str, Any], str] | None:
        """Id, arguments and fragment of the first component whose name ends so; None when there is none."""
        for element, fragment in self.elements("component_instance"):
            instance = element.component_instance
            if instance.component_name.endswith(name):
                return instance.id, json.loads(instance.json_args), fragment
        return None

    def plots(self, key: str | None = None) -> list[dict[str, Any]]:
        """Plotly figures as dictionaries with `data` and `layout`; key: only those whose key begins so."""
        specs = [
            element.plotly_chart.spec
            for element, _ in self.elements("plotly_chart")
            if key is None or f"-{key}" in element.plotly_chart.id
        ]
        for data in self._drawn():
            if "figure" in data and (key is None or data["name"].startswith(key)):
                specs.append(self._fed.get(data["name"], data["figure"]))
        return [json.loads(spec) for spec in specs if spec]

    @property
    def _numbers(self) -> list[dict[str, Any]]:
        return [self._fed.get(data["name"], data["newest"]) for data in self._drawn() if "newest" in data]

    def _drawn(self) -> Iterator[dict[str, Any]]:
        """The data of the page's own components."""
        for element, _ in self.elements("bidi_component"):
            yield json.loads(element.bidi_component.json or "{}")


@dataclass(frozen=True, eq=False)
class Trace:
    """One curve of a plot. name: as in the legend. x, y: its points, NaN where there is a gap."""

    name: str
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]


def traces(figure: dict[str, Any]) -> list[Trace]:
    """The curves of a Plotly figure whose points are numbers."""
    found = []
    for each in figure["data"]:
        if "x" in each and "y" in each:
            found.append(Trace(each.get("name", ""), plotted_numbers(each["x"]), plotted_numbers(each["y"])))
    return found


def plotted_numbers(values: Any) -> npt.NDArray[np.float64]:
    """Numbers as Plotly writes them, a list or base64 of an array, as `(n,)` float64; null is NaN."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), np.dtype(values["dtype"])).astype(np.float64)
    return np.array([np.nan if value is None else value for value in values], np.float64)
