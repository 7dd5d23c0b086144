"""What is shaded: once a pixel where one surface fills it, once a sample where surfaces or limbs meet in it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.raster import (
    NOTHING,
    Floats,
    Ints,
    Pattern,
    Seen,
    Triangles,
    barycentric,
    in_perspective,
)

# Depths of one pixel's samples that differ by more than this many pixel widths belong to two limbs.
_STEEPEST: Final = 5.0


@dataclass(frozen=True)
class Fragments:
    """Points to shade, k of them: first those of whole pixels, then the covered samples of divided pixels.

    pixel, triangle (k,): index in the window and of the triangle. xy_px (k, 2): place in the picture.
    whole: how many fill their pixel. divided (b,): indices of the other pixels; taken (b, samples): which of their
    samples are covered. size: height and width of the window.
    """

    pixel: Ints
    triangle: npt.NDArray[np.int32]
    xy_px: Floats
    whole: int
    divided: Ints
    taken: npt.NDArray[np.bool_]
    size: tuple[int, int]

    def gathered(self, colours: Floats) -> tuple[Floats, Floats]:
        """Pixels of the window (height, width, 3) as the sum of their fragments' colours (3, k), and their coverage.

        A pixel that is half covered has half the colour; coverage (height, width) is from 0 to 1.
        """
        height, width = self.size
        picture = np.zeros((height * width, 3), np.float32)
        coverage = np.zeros(height * width, np.float32)
        picture[self.pixel[: self.whole]] = colours[:, : self.whole].T
        coverage[self.pixel[: self.whole]] = 1
        samples = np.zeros((*self.taken.shape, 3), np.float32)
        samples[self.taken] = colours[:, self.whole :].T
        picture[self.divided] = samples.mean(axis=1)
        coverage[self.divided] = self.taken.mean(axis=1)
        return picture.reshape(height, width, 3), coverage.reshape(height, width)


def fragments(
    seen: Seen, pattern: Pattern, kind: npt.NDArray[np.uint8], finely: npt.NDArray[np.bool_], focal_px: float
) -> Fragments:
    """Choose what to shade.

    kind: surface of every triangle of the mesh. finely: by surface, whether each sample is shaded (a face has details
    smaller than a pixel).
    """
    count, height, width = seen.triangle.shape
    triangle = seen.triangle.reshape(count, -1)
    near = seen.nearness.reshape(count, -1)
    covered = triangle != NOTHING
    filled = np.flatnonzero(covered.all(axis=0))
    surfaces = kind[triangle[:, filled]]
    depths = near[:, filled]
    high = depths.max(axis=0)
    # A depth of z seen with focal length f has pixels of z / f; in inverse depths n that is a step of n / f.
    even = high - depths.min(axis=0) < high * np.float32(_STEEPEST / focal_px)
    one = even & (surfaces == surfaces[0]).all(axis=0) & ~finely[surfaces[0]]
    whole = filled[one]
    mixed = covered.any(axis=0)
    mixed[whole] = False
    divided = np.flatnonzero(mixed)
    taken = np.ascontiguousarray(covered[:, divided].T)
    row, sample = np.nonzero(taken)
    pixel = np.concatenate([whole, divided[row]])
    place = np.concatenate([np.full((len(whole), 2), 0.5, np.float32), pattern.offsets()[sample]])
    place[:, 0] += pixel % max(width, 1) + seen.left
    place[:, 1] += pixel // max(width, 1) + seen.top
    chosen = np.concatenate([triangle[count // 2, whole], triangle[sample, divided[row]]])
    return Fragments(pixel, chosen, place, len(whole), divided, taken, (height, width))


def interpolated(
    triangle: npt.NDArray[np.int32],
    at_px: Floats,
    triangles: Triangles,
    xy_px: Floats,
    nearness: Floats,
    attributes: Floats,
) -> Floats:
    """Attributes of the vertices (a, n) at places (k, 2) of triangles (k,): (a, k), correct in perspective."""
    corners = triangles[triangle].astype(np.intp)  # as numpy looks them up fastest
    weights = in_perspective(barycentric(xy_px, corners, at_px), nearness, corners)
    out = np.empty((len(attributes), len(corners)), np.float32)
    first, second, third = (np.ascontiguousarray(corners[:, i]) for i in range(3))
    one, two, three = (np.ascontiguousarray(weights[:, i]) for i in range(3))
    for row, values in enumerate(attributes):
        np.multiply(values[first], one, out=out[row])
        out[row] += values[second] * two
        out[row] += values[third] * three
    return out
