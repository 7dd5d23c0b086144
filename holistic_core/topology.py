"""Names and edges of the points of a body, a hand and a face, in the order of the models' outputs."""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Final, Literal

Side = Literal["left", "right", "middle", "face"]
Edge = tuple[int, int]


@dataclass(frozen=True)
class Topology:
    """The skeleton of one part.

    name: "pose", "left_hand", "right_hand", "face" (468 points) or "face_refined" (478 points).
    names: one for each point; left and right are the person's own.
    edges: pairs of indices that are drawn as bones.
    sides: one for each point, for its colour.
    edge_groups: edges under the name of what they outline ("lips", "left_iris", "mesh", …); empty for pose and hands.
    """

    name: str
    names: tuple[str, ...]
    edges: tuple[Edge, ...]
    sides: tuple[Side, ...]
    edge_groups: dict[str, tuple[Edge, ...]] = field(default_factory=dict, compare=False, repr=False)

    def index(self, point: str) -> int:
        """Index of a point by its name; ValueError for a name that is not there."""
        return self.names.index(point)

    def edge_side(self, edge: Edge) -> Side:
        """The side both ends share; an edge between two sides belongs to the middle."""
        one, other = self.sides[edge[0]], self.sides[edge[1]]
        return one if one == other else "middle"


_POSE_NAMES: Final = (
    "nose",
    *("left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer"),
    *("left_ear", "right_ear", "mouth_left", "mouth_right"),
    *(
        f"{side}_{joint}"
        for joint in (
            "shoulder",
            "elbow",
            "wrist",
            "pinky",
            "index",
            "thumb",
            "hip",
            "knee",
            "ankle",
            "heel",
            "foot_index",
        )
        for side in ("left", "right")
    ),
)
# Source of both edge tables: mediapipe 0.10.21, solutions/pose_connections.py and hands_connections.py.
_POSE_EDGES: Final[tuple[Edge, ...]] = (
    *((0, 1), (1, 2), (2, 3), (3, 7), (0, 4), (4, 5), (5, 6), (6, 8), (9, 10)),
    *((11, 12), (11, 23), (12, 24), (23, 24)),
    *((11, 13), (13, 15), (15, 17), (15, 19), (15, 21), (17, 19)),
    *((12, 14), (14, 16), (16, 18), (16, 20), (16, 22), (18, 20)),
    *((23, 25), (25, 27), (27, 29), (27, 31), (29, 31)),
    *((24, 26), (26, 28), (28, 30), (28, 32), (30, 32)),
)
_HAND_NAMES: Final = (
    "wrist",
    *("thumb_cmc", "thumb_mcp", "thumb_ip", "thumb_tip"),
    *(f"{finger}_{joint}" for finger in ("index", "middle", "ring", "pinky") for joint in ("mcp", "pip", "dip", "tip")),
)
_HAND_EDGES: Final[tuple[Edge, ...]] = (
    *((0, 1), (0, 5), (0, 17), (5, 9), (9, 13), (13, 17)),
    *((base + step, base + step + 1) for base in (1, 5, 9, 13, 17) for step in range(3)),
)


def _pose_side(name: str) -> Side:
    if "left" in name:
        return "left"
    return "right" if "right" in name else "middle"


def _one_side(side: Side, count: int) -> tuple[Side, ...]:
    return (side,) * count


POSE: Final = Topology("pose", _POSE_NAMES, _POSE_EDGES, tuple(map(_pose_side, _POSE_NAMES)))
LEFT_HAND: Final = Topology("left_hand", _HAND_NAMES, _HAND_EDGES, _one_side("left", len(_HAND_NAMES)))
RIGHT_HAND: Final = Topology("right_hand", _HAND_NAMES, _HAND_EDGES, _one_side("right", len(_HAND_NAMES)))


def _chain_edges(chains: list[list[int]]) -> tuple[Edge, ...]:
    return tuple((one, other) for chain in chains for one, other in pairwise(chain))


def _face(table: dict[str, Any], name: str, count: int) -> Topology:
    groups = {group: _chain_edges(chains) for group, chains in table["contours"].items()}
    if count == _FACE_POINTS:
        groups = {group: edges for group, edges in groups.items() if not group.endswith("iris")}
    contours = tuple(edge for edges in groups.values() for edge in edges)
    groups["mesh"] = tuple((one, other) for one, other in table["mesh_edges"])
    return Topology(name, tuple(f"face_{i}" for i in range(count)), contours, _one_side("face", count), groups)


_FACE_POINTS: Final = 468
_REFINED_FACE_POINTS: Final = 478
_FACE_TABLE: Final = json.loads(resources.files("holistic_core").joinpath("data/face_mesh.json").read_text("utf-8"))
FACE: Final = _face(_FACE_TABLE, "face", _FACE_POINTS)
FACE_REFINED: Final = _face(_FACE_TABLE, "face_refined", _REFINED_FACE_POINTS)


@cache
def topology_named(name: str) -> Topology:
    """The topology with that `name`; KeyError for an unknown one."""
    return {each.name: each for each in (POSE, LEFT_HAND, RIGHT_HAND, FACE, FACE_REFINED)}[name]
