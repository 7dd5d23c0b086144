"""Which model hands what to which: the graph of models behind one result, read off a trace of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from holistic_core.engines.model_store import STORE, ModelStore
from holistic_core.trace import Trace

PICTURE: Final = "picture"
BEFORE: Final = "previous_frame"


@dataclass(frozen=True)
class GraphNode:
    """One model call. stage: its step. depth: how many calls stand before it. origin: the stage its region is from."""

    stage: str
    model: str
    origin: str
    depth: int
    megabytes: float
    ms: float
    score: float
    accepted: bool


def pipeline_graph(trace: Trace, store: ModelStore = STORE) -> list[GraphNode]:
    """The calls of a trace as nodes; each has one arrow, from its origin. Empty for an empty trace."""
    depths = {PICTURE: 0, BEFORE: 0}
    nodes = []
    for call in trace.calls:
        depths[call.stage] = depths[call.roi_from] + 1
        megabytes = store.path(call.model).stat().st_size / 1e6
        nodes.append(
            GraphNode(
                call.stage, call.model, call.roi_from, depths[call.stage], megabytes, call.model_ms, call.score,
                call.accepted,
            )
        )  # fmt: skip
    return nodes


def graph_numbers(nodes: Sequence[GraphNode], files: Sequence[str]) -> dict[str, float]:
    """How many files are called holistic.tflite, how many calls of models there are, megabytes and ms in all.

    files: names of all files there are.
    """
    sizes = {node.model: node.megabytes for node in nodes}
    return {
        "named": sum(file == "holistic.tflite" for file in files),
        "calls": len(nodes),
        "models": len(sizes),
        "megabytes": sum(sizes.values()),
        "ms": sum(node.ms for node in nodes),
    }


def graph_sentence(nodes: Sequence[GraphNode], files: Sequence[str]) -> str:
    """The truth about the one model file. files: names of all files there are."""
    return (
        "Files called holistic.tflite: {named}. For this picture {calls} calls of {models} models ({megabytes:.1f} MB) "
        "hand regions to one another, {ms:.1f} ms in all."
    ).format(**graph_numbers(nodes, files))


def format_graph(nodes: Sequence[GraphNode], files: Sequence[str]) -> str:
    """The graph as an indented list, and the sentence about it."""
    lines = [graph_sentence(nodes, files), PICTURE]

    def add(origin: str, depth: int) -> None:
        for node in nodes:
            if node.origin == origin:
                answer = "accepted" if node.accepted else "rejected"
                lines.append(f"{'  ' * depth}→ {node.stage}: {node.model}, {node.ms:.1f} ms, {answer}")
                add(node.stage, depth + 1)

    add(PICTURE, 1)
    return "\n".join(lines)
