"""How a body follows its bones: every joint turns what lies beyond it, and what lies near it by a share of the turn.

A share of a rotation keeps every point's distance from the joint, so knees and elbows keep their thickness, which
blending the bones' matrices would not. The shares depend on the place in the rest pose alone: cloth and the skin under
it move by the same map and stay one above the other.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from holistic_core.coach.skeleton import PARENTS, Skeleton
from holistic_core.coach.solids import Points

Matrix = npt.NDArray[np.float64]
_NO_TURN = 1e-7


@dataclass(frozen=True, eq=False)
class Share:
    """Which vertices a joint turns. whole: those it turns fully; part (k,): those it turns by `weight` (k,), 0-1."""

    whole: npt.NDArray[np.intp]
    part: npt.NDArray[np.intp]
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
    along the bone, a swing is not.
    """

    rest: Skeleton
    swing: dict[str, Share]
    twist: dict[str, Share]

    def posed(self, rest_m: Points, skeleton: Skeleton) -> Points:
        """Vertices float32 `(n, 3)` of the rest pose, moved as the bones of `skeleton` are."""
        moved = rest_m.copy()
        for name in reversed(self.swing):
            swing, twist = self._turns(name, skeleton)
            origin = self.rest.bones[name].origin_m.astype(np.float32)
            if name in self.twist:
                _turn(moved, self.twist[name], twist, origin)
            _turn(moved, self.swing[name], swing, origin)
        root, now = self.rest.bones["pelvis"], skeleton.bones["pelvis"]
        turn = now.rotation @ root.rotation.T
        shift = now.origin_m - turn @ root.origin_m
        placed: Points = moved @ turn.T.astype(np.float32) + shift.astype(np.float32)
        return placed

    def _turns(self, name: str, skeleton: Skeleton) -> tuple[Matrix, Matrix]:
        """What the joint of a bone does beyond the rest pose, in the world's axes of the rest pose: swing and twist."""
        parent = PARENTS[name]
        rest_parent, rest = self.rest.bones[parent].rotation, self.rest.bones[name].rotation
        local = skeleton.bones[parent].rotation.T @ skeleton.bones[name].rotation
        turn = rest_parent @ local @ rest.T
        if name not in self.twist:
            return rotation_vector(turn), np.zeros(3)
        axis = rest[:, 1]
        twist = _twist_about(turn, axis)
        return rotation_vector(turn @ matrix_of(twist).T), twist


def matrix_of(vector: Matrix) -> Matrix:
    """Rotation `(3, 3)` about the direction of a vector `(3,)` by its length in radians (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < _NO_TURN:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn: Matrix = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)
    return turn


def rotation_vector(turn: Matrix) -> Matrix:
    """Inverse of `matrix_of` for angles up to 180°."""
    w, vector = _quaternion(turn)
    sine = float(np.linalg.norm(vector))
    if sine < _NO_TURN:
        return np.zeros(3)
    axis: Matrix = vector / sine * (2 * np.arctan2(sine, w))
    return axis


def _quaternion(turn: Matrix) -> tuple[float, Matrix]:
    """Scalar part, not negative, and vector part (Shepperd 1978: from the largest of the four)."""
    squares = np.array([1 + np.trace(turn), *(1 + 2 * np.diag(turn) - np.trace(turn))])
    largest = int(squares.argmax())
    if largest == 0:
        w = np.sqrt(squares[0]) / 2
        odd = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
        return float(w), odd / (4 * w)
    i = largest - 1
    j, k = (i + 1) % 3, (i + 2) % 3
    vector = np.empty(3)
    vector[i] = np.sqrt(squares[largest]) / 2
    vector[j] = (turn[j, i] + turn[i, j]) / (4 * vector[i])
    vector[k] = (turn[k, i] + turn[i, k]) / (4 * vector[i])
    w = (turn[k, j] - turn[j, k]) / (4 * vector[i])
    return (float(w), vector) if w >= 0 else (float(-w), -vector)


def _twist_about(turn: Matrix, axis: Matrix) -> Matrix:
    """The part of a rotation that turns about `axis`, as a rotation vector; the rest, the swing, comes after."""
    w, vector = _quaternion(turn)
    angle = 2 * np.arctan2(float(vector @ axis), w)
    twist: Matrix = axis * angle
    return twist


def _turn(points: Points, share: Share, vector: Matrix, origin: Points) -> None:
    """Turn the shared points about `origin`, in place."""
    angle = float(np.linalg.norm(vector))
    if angle < _NO_TURN:
        return
    if len(share.whole):
        matrix = matrix_of(vector)
        shift = (origin - matrix @ origin).astype(np.float32)
        points[share.whole] = points[share.whole] @ matrix.T.astype(np.float32) + shift
    if len(share.part):
        axis = (vector / angle).astype(np.float32)
        away = points[share.part] - origin
        turned = np.float32(angle) * share.weight
        cosine, sine = np.cos(turned)[:, None], np.sin(turned)[:, None]
        along = (away @ axis)[:, None] * axis
        points[share.part] = origin + along + (away - along) * cosine + np.cross(axis, away) * sine
