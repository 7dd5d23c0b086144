"""All that is in the picture besides the movement: the figure, the camera, the light and the picture itself."""

from dataclasses import dataclass, field
from typing import Final

from holistic_core.coach.camera import Camera
from holistic_core.coach.figure import Figure
from holistic_core.coach.limits import in_range, whole_in_range

SMALLEST_PX: Final = 96
LARGEST_PX: Final = 1920


@dataclass(frozen=True)
class Light:
    """The light in the room. OptionsError for a value outside its range, naming it.

    brightness: 1 = a well-lit room, 0.02 = almost dark; 0.02-1.5.
    azimuth_deg: where the main light comes from, as of the camera: 0 = from in front of the person, 90 = from the
    person's left. elevation_deg: its height above the horizon, 15-80.
    """

    brightness: float = 1.0
    azimuth_deg: float = 38.0
    elevation_deg: float = 48.0

    def __post_init__(self) -> None:
        in_range("brightness", self.brightness, 0.02, 1.5)
        in_range("azimuth_deg of the light", self.azimuth_deg, -360.0, 360.0, "°")
        in_range("elevation_deg", self.elevation_deg, 15.0, 80.0, "°")


@dataclass(frozen=True)
class Scene:
    """A figure in a room, and how it is photographed. OptionsError for a value outside its range, naming it.

    image_size: `(width, height)` in pixels, 96-1920 each.
    noise: standard deviation of the sensor's noise in grey levels of 255, 0-60. seed: of that noise, 0-999999.
    blur_px: standard deviation of the lens blur in pixels, 0-5.
    """

    figure: Figure = field(default_factory=Figure)
    camera: Camera = field(default_factory=Camera)
    light: Light = field(default_factory=Light)
    image_size: tuple[int, int] = (480, 640)
    noise: float = 1.5
    seed: int = 0
    blur_px: float = 0.0

    def __post_init__(self) -> None:
        width, height = self.image_size
        whole_in_range("image_size (width)", width, SMALLEST_PX, LARGEST_PX, "px")
        whole_in_range("image_size (height)", height, SMALLEST_PX, LARGEST_PX, "px")
        in_range("noise", self.noise, 0.0, 60.0)
        whole_in_range("seed", self.seed, 0, 999_999)
        in_range("blur_px", self.blur_px, 0.0, 5.0, "px")
