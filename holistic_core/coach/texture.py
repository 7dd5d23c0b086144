"""Noise without seams that is looked up by place, so that it stays on a surface when that moves."""

from functools import lru_cache
from typing import Final

import numpy as np

from holistic_core.coach.raster import Floats

_SIZE: Final = 64  # voxels along an edge; a power of two, so that places wrap with a mask
_WAVES: Final = 8.0  # across an edge, on average


@lru_cache(maxsize=1)
def noise_volume() -> Floats:
    """Values with mean 0 and standard deviation 1 and their gradients along x, y, z: (4, 64 × 64 × 64), read-only.

    The gradients have standard deviation 1 as well. The noise repeats in every direction.
    """
    white = np.random.default_rng(20).standard_normal((_SIZE, _SIZE, _SIZE))
    frequency = np.fft.fftfreq(_SIZE, 1 / _SIZE)
    fx, fy, fz = np.meshgrid(frequency, frequency, frequency, indexing="ij")
    radius = np.sqrt(fx**2 + fy**2 + fz**2)
    band = np.exp(-(((radius - _WAVES) / (0.45 * _WAVES)) ** 2))
    spectrum = np.fft.fftn(white) * band
    fields = [spectrum, *(spectrum * 2j * np.pi * each for each in (fx, fy, fz))]
    volume: Floats = np.stack([np.fft.ifftn(each).real.ravel() for each in fields]).astype(np.float32)
    volume /= volume.std(axis=1, keepdims=True)
    volume.flags.writeable = False
    return volume


def noise_at(place_m: Floats, wave_m: float) -> Floats:
    """Noise (4, k) as in `noise_volume` at places (3, k), with waves about `wave_m` long, in steps of an eighth."""
    scale = np.float32(_SIZE / _WAVES / wave_m)
    voxel = np.floor(place_m * scale).astype(np.int32)
    voxel &= _SIZE - 1
    index = (voxel[0] * _SIZE + voxel[1]) * _SIZE + voxel[2]
    return np.asarray(noise_volume().take(index, axis=1))


def smooth_noise_at(place_m: Floats, wave_m: float) -> Floats:
    """The same without steps: blended between the eight nearest voxels. For what is computed once."""
    scale = np.float32(_SIZE / _WAVES / wave_m)
    place = place_m * scale
    corner = np.floor(place)
    share = place - corner
    voxel = corner.astype(np.int32)
    volume = noise_volume()
    out = np.zeros((4, place_m.shape[1]), np.float32)
    for step in np.ndindex(2, 2, 2):
        at = (voxel + np.array(step, np.int32)[:, None]) & (_SIZE - 1)
        weight = np.prod([share[i] if step[i] else 1 - share[i] for i in range(3)], axis=0)
        out += volume.take((at[0] * _SIZE + at[1]) * _SIZE + at[2], axis=1) * weight
    return out


def smoothstep(low: float, high: float, value: Floats) -> Floats:
    """0 below `low`, 1 above `high`, and a soft rise between; falls when `low` is above `high`."""
    share = np.clip((value - low) * np.float32(1 / (high - low)), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
