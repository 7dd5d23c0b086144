"""How a body follows its bones: every joint turns what lies beyond it, and what lies near it by a share of the turn.

A share of a rotation keeps every point's distance from the joint, so knees and elbows keep their thickness, which
blending the bones' matrices would not. The shares depend on the place in the rest pose alone: cloth and the skin under
it move by the same map and stay one above the other.
"""

from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
import numpy.typing as npt

from holistic_core.coach.skeleton import PARENTS, Skeleton
from holistic_core.coach.solids import Points

Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
_NO_TURN = 1e-7


@dataclass(frozen=True, eq=False)
class Share:
    """Which vertices a joint turns. whole: those it turns fully; part (k,): those it turns by `weight` (k,), 0-1."""

    whole: Places
    part: Places
    weight: Points

    @classmethod
    def of(cls, weights: npt.ArrayLike) -> "Share":
        """From one weight for every vertex."""
        weight = np.asarray(weights, np.float32)
        part = np.flatnonzero((weight > 0) & (weight < 1))
        return cls(np.flatnonzero(weight >= 1), part, weight[part])


@dataclass(frozen=True, eq=False)
class Binding:
    """How the vertices of a rest pose hang on its bones.

    swing, twist: for every bone that turns something, which vertices; a twist, about the bone's own axis, is spread
    along the bone, a swing is not. vertices: how many there are.
    """

    vertices: int
    rest: Skeleton
    swing: dict[str, Share]
    twist: dict[str, Share]

    def posed(self, rest_m: Points, skeleton: Skeleton) -> Points:
        """Vertices float32 `(n, 3)` of the rest pose, moved as the bones of `skeleton` are."""
        moved = rest_m.copy()
        early, groups = self._plan
        vectors, origins = self._vectors(skeleton), self._origins
        for number, (_, share) in enumerate(self._steps):
            _turn(moved, Share(early[number], share.part, share.weight), vectors[number], origins[number])
        turns = _affine(matrices_of(vectors), origins)
        root, now = self.rest.bones["pelvis"], skeleton.bones["pelvis"]
        carried = now.rotation @ root.rotation.T
        placed = np.empty_like(moved)
        for places, steps in groups:
            turn = reduce(lambda before, step: turns[step] @ before, steps, np.eye(4))[:3]
            matrix, shift = carried @ turn[:, :3], now.origin_m + carried @ (turn[:, 3] - root.origin_m)
            placed[places] = moved[places] @ matrix.T.astype(np.float32) + shift.astype(np.float32)
        return placed

    def _vectors(self, skeleton: Skeleton) -> Matrix:
        """What each step turns beyond the rest pose, as rotation vectors `(k, 3)` in the world's axes of that pose."""
        names = list(reversed(self.swing))
        rest_parents, rest = _rotations(self.rest, [PARENTS[name] for name in names]), _rotations(self.rest, names)
        parents, bones = _rotations(skeleton, [PARENTS[name] for name in names]), _rotations(skeleton, names)
        turns = rest_parents @ (parents.transpose(0, 2, 1) @ bones) @ rest.transpose(0, 2, 1)
        quaternion, axes = _quaternions(turns), rest[:, :, 1]
        angle = 2 * np.arctan2((quaternion[:, 1:] * axes).sum(axis=1), quaternion[:, 0])
        # A twist comes before the rest of the turn, the swing.
        twists = axes * (angle * [name in self.twist for name in names])[:, None]
        swings = rotation_vectors(turns @ matrices_of(twists).transpose(0, 2, 1))
        moves = [(name in self.twist, True) for name in names]
        vectors: Matrix = np.stack([twists, swings], axis=1)[np.array(moves)]
        return vectors

    @cached_property
    def _origins(self) -> Matrix:
        """About which places the steps turn, `(k, 3)`."""
        return np.array([self.rest.bones[name].origin_m for name, _ in self._steps])

    @cached_property
    def _steps(self) -> list[tuple[str, Share]]:
        """Bones in the order in which they turn, from fingers and toes to the trunk, with what they turn."""
        steps = []
        for name in reversed(self.swing):
            if name in self.twist:
                steps.append((name, self.twist[name]))
            steps.append((name, self.swing[name]))
        return steps

    @cached_property
    def _plan(self) -> tuple[list[Places], list[tuple[Places, list[int]]]]:
        """How to turn every vertex once instead of once for each joint above it.

        Whatever comes after the last joint that turns a vertex by a share only is one rigid motion, the same for many.
        First, which vertices each step has to turn at once, because a share follows; then vertices that the same steps
        turn at last, with the numbers of these steps.
        """
        count = 1 + max(
            int(places.max()) for _, share in self._steps for places in (share.whole, share.part) if places.size
        )
        last_share = np.full(count, -1)
        for number, (_, share) in enumerate(self._steps):
            last_share[share.part] = number
        afterwards = np.zeros((len(self._steps), self.vertices), bool)
        early = []
        for number, (_, share) in enumerate(self._steps):
            waits = last_share[share.whole] > number
            early.append(share.whole[waits])
            afterwards[number, share.whole[~waits]] = True
        kinds, kind = np.unique(afterwards, axis=1, return_inverse=True)
        return early, [
            (np.flatnonzero(kind == each), np.flatnonzero(kinds[:, each]).tolist()) for each in range(kinds.shape[1])
        ]


def _rotations(skeleton: Skeleton, names: list[str]) -> Matrix:
    """Of some bones, `(k, 3, 3)`."""
    return np.array([skeleton.bones[name].rotation for name in names])


def matrices_of(vectors: Matrix) -> Matrix:
    """Rotations `(k, 3, 3)` about the directions of vectors `(k, 3)` by their lengths in radians (Rodrigues)."""
    angle = np.linalg.norm(vectors, axis=1)
    cross = _crossing(vectors / np.maximum(angle, _NO_TURN)[:, None])
    sine, cosine = (wave(angle)[:, None, None] for wave in (np.sin, np.cos))
    turns: Matrix = np.eye(3) + sine * cross + (1 - cosine) * (cross @ cross)
    return turns


def _crossing(vectors: Matrix) -> Matrix:
    """Matrices `(k, 3, 3)` that multiply like the cross product with vectors `(k, 3)`."""
    cross = np.zeros((len(vectors), 3, 3))
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        cross[:, k, j], cross[:, j, k] = vectors[:, i], -vectors[:, i]
    return cross


def rotation_vectors(turns: Matrix) -> Matrix:
    """Inverse of `matrices_of` for angles up to 180°."""
    quaternion = _quaternions(turns)
    sine = np.linalg.norm(quaternion[:, 1:], axis=1)
    angle = 2 * np.arctan2(sine, quaternion[:, 0])
    vectors: Matrix = quaternion[:, 1:] * np.where(sine > _NO_TURN, angle / np.maximum(sine, _NO_TURN), 2.0)[:, None]
    return vectors


def _quaternions(turns: Matrix) -> Matrix:
    """Quaternions `(k, 4)` of rotations `(k, 3, 3)`: w, which is not negative, x, y, z.

    Shepperd 1978: from the largest of the four.
    """
    # Four times the products of any two parts of each quaternion.
    products = np.empty((len(turns), 4, 4))
    trace = np.trace(turns, axis1=1, axis2=2)
    products[:, 0, 0] = 1 + trace
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        products[:, 1 + i, 1 + i] = 1 + 2 * turns[:, i, i] - trace
        products[:, 0, 1 + i] = products[:, 1 + i, 0] = turns[:, k, j] - turns[:, j, k]
        products[:, 1 + i, 1 + j] = products[:, 1 + j, 1 + i] = turns[:, i, j] + turns[:, j, i]
    every = np.arange(len(turns))
    largest = np.diagonal(products, axis1=1, axis2=2).argmax(axis=1)
    parts = products[every, largest] / (2 * np.sqrt(products[every, largest, largest]))[:, None]
    quaternions: Matrix = parts * np.where(parts[:, :1] < 0, -1.0, 1.0)
    return quaternions


def _affine(turns: Matrix, origins: Matrix) -> Matrix:
    """Rotations `(k, 3, 3)` about places `(k, 3)`, as matrices `(k, 4, 4)`."""
    matrices = np.tile(np.eye(4), (len(turns), 1, 1))
    matrices[:, :3, :3] = turns
    matrices[:, :3, 3] = origins - (turns @ origins[:, :, None])[:, :, 0]
    return matrices


def _turn(points: Points, share: Share, vector: Matrix, origin: Matrix) -> None:
    """Turn the shared points about `origin`, in place."""
    angle = float(np.linalg.norm(vector))
    if angle < _NO_TURN:
        return
    middle = origin.astype(np.float32)
    cross = _crossing(vector[None] / angle)[0].T.astype(np.float32)
    for places, turned in ((share.whole, np.float32(angle)), (share.part, np.float32(angle) * share.weight[:, None])):
        if len(places):
            away = points[places] - middle
            # Rodrigues: the second product points back to the axis.
            aside = away @ cross
            back = aside @ cross
            points[places] = middle + away + aside * np.sin(turned) + back * (1 - np.cos(turned))
