"""Where light comes from and how much: the key light, a fill light, and what sky and floor send back."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from holistic_core.coach.raster import Floats
from holistic_core.coach.scene import Light


def _rgb(red: float, green: float, blue: float) -> Floats:
    return np.array([red, green, blue], np.float32)[:, None]


@dataclass(frozen=True)
class Lighting:
    """The light of a room. Directions are unit vectors (3,) towards the light; colours are linear, (3, 1)."""

    light: Light

    @cached_property
    def key_direction(self) -> Floats:
        """Towards the key light."""
        return _direction(self.light.azimuth_deg, self.light.elevation_deg)

    @cached_property
    def fill_direction(self) -> Floats:
        """Towards the fill light: the other side, low."""
        return _direction(self.light.azimuth_deg + 105.0, 18.0)

    @cached_property
    def back_direction(self) -> Floats:
        """Towards the light that draws a rim: opposite the key light."""
        return _direction(self.light.azimuth_deg + 165.0, 35.0)

    @cached_property
    def key(self) -> Floats:
        """Warm, from a large lamp or window."""
        return _rgb(1.02, 0.955, 0.87) * np.float32(1.30 * self.light.brightness)

    @cached_property
    def fill(self) -> Floats:
        """Cool and weak."""
        return _rgb(0.80, 0.92, 1.10) * np.float32(0.20 * self.light.brightness)

    @cached_property
    def back(self) -> Floats:
        """Light from behind, seen at the figure's edge only."""
        return _rgb(0.92, 0.97, 1.05) * np.float32(0.42 * self.light.brightness)

    @cached_property
    def sky(self) -> Floats:
        """From above: ceiling and walls."""
        return _rgb(0.95, 0.98, 1.02) * np.float32(0.52 * self.light.brightness)

    @cached_property
    def ground(self) -> Floats:
        """From below: light that the floor sends back."""
        return _rgb(1.0, 0.86, 0.72) * np.float32(0.25 * self.light.brightness)


def _direction(azimuth_deg: float, elevation_deg: float) -> Floats:
    azimuth, elevation = np.radians([azimuth_deg, elevation_deg])
    level = np.cos(elevation)
    return np.array([np.sin(azimuth) * level, np.sin(elevation), np.cos(azimuth) * level], np.float32)
