"""Bodies as signed distances: tapered capsules and ellipsoids that melt into one another, cut where cloth ends."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float64]

_CHUNK: Final = 60_000  # points evaluated at once: keeps the arrays in the processor's cache
_FAR_M: Final = 10.0


@dataclass(frozen=True, eq=False)
class Solid:
    """A closed shape. Its surface is where `distance` is zero; `low_m` and `high_m` `(3,)` are a box around it.

    inverse (p, 3, 3), shift (p, 3): from the world to each primitive's own axes, y along it. length, radius, taper,
    shrink (p,): it is as long and thick as that; lengths in its axes are at least `shrink` times those in the world.
    cut (p, 3), cut_at (p,): only what lies below `cut · x = cut_at` belongs to it. blend_m: how softly they melt.
    """

    inverse: Points
    shift: Points
    length: Points
    radius: Points
    taper: Points
    shrink: Points
    cut: Points
    cut_at: Points
    blend_m: float
    low_m: Vector
    high_m: Vector

    def distance(self, points_m: npt.ArrayLike) -> Points:
        """`(k,)` signed distances in metres of points `(k, 3)`, negative inside; near the surface a good estimate."""
        points = np.asarray(points_m, np.float32)
        parts = [self._some(points[start : start + _CHUNK]) for start in range(0, len(points), _CHUNK)]
        distances: Points = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        return distances

    def _some(self, points: Points) -> Points:
        x, y, z = (points @ self.inverse[:, row].T + self.shift[:, row] for row in range(3))
        along = np.clip(y, 0, self.length)
        away = np.sqrt(x * x + (y - along) ** 2 + z * z)
        share = along / np.maximum(self.length, np.float32(1e-9))
        each = (away - self.radius - share * self.taper) * self.shrink
        np.maximum(each, points @ self.cut.T - self.cut_at, out=each)
        nearest = each.min(axis=1)
        # The soft minimum, from the nearest on so that nothing overflows.
        total = np.exp((nearest[:, None] - each) / np.float32(self.blend_m)).sum(axis=1)
        soft: Points = nearest - np.float32(self.blend_m) * np.log(total)
        return soft

    def gradient(self, points_m: npt.ArrayLike, step_m: float = 5e-4) -> Points:
        """`(k, 3)` slopes of the distance by central differences; their direction is the surface's outward normal."""
        points = np.asarray(points_m, np.float32)
        steps = np.float32(step_m) * np.eye(3, dtype=np.float32)
        differences = [self.distance(points + step) - self.distance(points - step) for step in steps]
        slopes: Points = np.stack(differences, axis=1) / np.float32(2 * step_m)
        return slopes


@dataclass
class Clay:
    """Collects primitives and makes a `Solid` of them.

    blend_m: radius of the soft union. Lengths are metres, directions need not have unit length.
    """

    blend_m: float
    _rows: list[tuple[Vector, Vector, float, float, float, float, Vector, float]] = field(default_factory=list)
    _boxes: list[tuple[Vector, Vector]] = field(default_factory=list)

    def capsule(
        self,
        start_m: npt.ArrayLike,
        end_m: npt.ArrayLike,
        radius_m: float,
        end_radius_m: float,
        *,
        front: npt.ArrayLike = (0, 0, 1),
        wide: float = 1.0,
        deep: float = 1.0,
        cut: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    ) -> None:
        """A tapered capsule; its round cross-section is stretched by `deep` towards `front` and by `wide` across.

        cut: a point and a direction; what lies beyond the point in that direction is taken away.
        """
        start, end = np.asarray(start_m, np.float64), np.asarray(end_m, np.float64)
        length = float(np.linalg.norm(end - start))
        along = (end - start) / length if length > 0 else np.array([0.0, 1.0, 0.0])
        ahead = _across(np.asarray(front, np.float64), along)
        axes = np.stack([np.cross(along, ahead) / wide, along, ahead / deep])
        reach = max(radius_m, end_radius_m) * max(1.0, wide, deep)
        box = np.minimum(start, end) - reach, np.maximum(start, end) + reach
        self._add(axes, start, length, radius_m, end_radius_m - radius_m, min(1.0, wide, deep), cut, box)

    def ellipsoid(
        self,
        centre_m: npt.ArrayLike,
        radii_m: tuple[float, float, float],
        axes: npt.ArrayLike,
        *,
        cut: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    ) -> None:
        """An ellipsoid; the columns of `axes` `(3, 3)` are the directions of its radii."""
        centre, largest = np.asarray(centre_m, np.float64), max(radii_m)
        turned = np.asarray(axes, np.float64).T * (largest / np.array(radii_m))[:, None]
        box = centre - largest, centre + largest
        self._add(turned, centre, 0.0, largest, 0.0, min(radii_m) / largest, cut, box)

    def solid(self) -> Solid:
        """What was collected."""
        axes, origins, *rest = zip(*self._rows, strict=True)
        inverse = np.array(axes)
        shift = -np.einsum("pij,pj->pi", inverse, np.array(origins))
        low = np.min([box[0] for box in self._boxes], axis=0) - 2 * self.blend_m
        high = np.max([box[1] for box in self._boxes], axis=0) + 2 * self.blend_m
        length, radius, taper, shrink, cut, cut_at = (np.array(column, np.float32) for column in rest)
        return Solid(
            inverse.astype(np.float32),
            shift.astype(np.float32),
            *(length, radius, taper, shrink, cut, cut_at),
            blend_m=self.blend_m,
            low_m=low,
            high_m=high,
        )

    def _add(
        self,
        axes: Vector,
        origin: Vector,
        length: float,
        radius: float,
        taper: float,
        shrink: float,
        cut: tuple[npt.ArrayLike, npt.ArrayLike] | None,
        box: tuple[Vector, Vector],
    ) -> None:
        normal, at = np.zeros(3), _FAR_M
        if cut is not None:
            normal = np.asarray(cut[1], np.float64) / np.linalg.norm(cut[1])
            at = float(normal @ np.asarray(cut[0], np.float64))
        self._rows.append((axes, origin, length, radius, taper, shrink, normal, at))
        self._boxes.append(box)


def _across(direction: Vector, along: Vector) -> Vector:
    """The unit vector across `along` that is nearest to `direction`."""
    rest = direction - along * (direction @ along)
    if np.linalg.norm(rest) < 1e-6:  # noqa: PLR2004 -- parallel: any direction across will do
        rest = np.cross(along, np.eye(3)[np.abs(along).argmin()])
    unit: Vector = rest / np.linalg.norm(rest)
    return unit
