"""The camera that looks at the figure: where it stands, and where it sees a point."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.limits import in_range

Points = npt.NDArray[np.float64]
ImageSize = tuple[int, int]

# The longer side of a 35 mm film picture, for which focal lengths are commonly told.
_FILM_MM: Final = 36.0
# Nearer than this a body with arms stretched out would reach into the lens.
NEAREST_M: Final = 1.2
FARTHEST_M: Final = 8.0


@dataclass(frozen=True)
class Camera:
    """A perspective camera that looks at the figure. OptionsError for a value outside its range, naming it.

    azimuth_deg: 0 = in front, 90 = sees the person's left side, ±180 = behind; −360 to 360.
    height_m: of the lens above the floor, 0.1-2.8. distance_m: from the person's axis, level, 1.2-8.
    focal_length_mm: as on 35 mm film, 18-135; the longer side of the picture is 36 mm.
    target_height_m: what is in the middle of the picture, 0-2.
    """

    azimuth_deg: float = 0.0
    height_m: float = 1.2
    distance_m: float = 3.3
    focal_length_mm: float = 50.0
    target_height_m: float = 0.92

    def __post_init__(self) -> None:
        in_range("azimuth_deg", self.azimuth_deg, -360.0, 360.0, "°")
        in_range("height_m of the camera", self.height_m, 0.1, 2.8, "m")
        in_range("distance_m (a nearer camera would be inside the body)", self.distance_m, NEAREST_M, FARTHEST_M, "m")
        in_range("focal_length_mm", self.focal_length_mm, 18.0, 135.0, "mm")
        in_range("target_height_m", self.target_height_m, 0.0, 2.0, "m")

    def view(self, image_size: ImageSize) -> "View":
        """What the camera sees, in a picture of `image_size` (width, height)."""
        azimuth = np.radians(self.azimuth_deg)
        position = np.array([np.sin(azimuth) * self.distance_m, self.height_m, np.cos(azimuth) * self.distance_m])
        away = np.array([0.0, self.target_height_m, 0.0]) - position
        away /= np.linalg.norm(away)
        right = np.cross(away, [0.0, 1.0, 0.0])
        right /= np.linalg.norm(right)
        rotation = np.stack([right, np.cross(away, right), away])
        return View(position, rotation, self.focal_length_mm / _FILM_MM * max(image_size), image_size)


@dataclass(frozen=True, eq=False)
class View:
    """A camera and a picture. position_m: `(3,)` of the lens. rotation: `(3, 3)`, rows right, down, away in the world.

    focal_px: focal length in pixels. image_size: `(width, height)`; the optical axis goes through its middle.
    """

    position_m: Points
    rotation: Points
    focal_px: float
    image_size: ImageSize

    @property
    def centre_px(self) -> Points:
        """`(2,)` where the optical axis meets the picture."""
        return np.array(self.image_size) / 2

    def to_camera(self, points_m: npt.ArrayLike) -> Points:
        """World points `(n, 3)` in the camera's axes: x right, y down, z away, metres from the lens."""
        seen: Points = (np.asarray(points_m, np.float64) - self.position_m) @ self.rotation.T
        return seen

    def project(self, points_m: npt.ArrayLike) -> tuple[Points, Points]:
        """World points `(n, 3)` → `(n, 2)` pixels (0 = left or upper edge of the picture) and `(n,)` depths in metres.

        Points that are not in front of the lens have NaN pixels.
        """
        seen = self.to_camera(points_m)
        depth_m = seen[..., 2]
        in_front = np.where(depth_m > 0, depth_m, np.nan)
        return seen[..., :2] * (self.focal_px / in_front[..., None]) + self.centre_px, depth_m

    def from_pixels(self, xy_px: npt.ArrayLike, depth_m: npt.ArrayLike) -> Points:
        """Inverse of `project`: `(n, 2)` pixels and `(n,)` depths → `(n, 3)` world points."""
        depth = np.asarray(depth_m, np.float64)[..., None]
        across = (np.asarray(xy_px, np.float64) - self.centre_px) / self.focal_px * depth
        points: Points = np.concatenate([across, depth], axis=-1) @ self.rotation + self.position_m
        return points
