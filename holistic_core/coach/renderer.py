"""Renders the figure in its room: from a pose to a picture."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.coach.colour import shown
from holistic_core.coach.creases import openness
from holistic_core.coach.figure_mesh import figure_mesh
from holistic_core.coach.fragments import Fragments, fragments, interpolated
from holistic_core.coach.lighting import Lighting
from holistic_core.coach.limits import whole_in_range
from holistic_core.coach.paint import HEAD, coat, painted
from holistic_core.coach.pose import Pose
from holistic_core.coach.raster import Floats, Seen, Triangles, facing, rasterise, sample_pattern
from holistic_core.coach.room import room
from holistic_core.coach.scene import Scene
from holistic_core.coach.shading import MATERIALS, Point, shaded, unit
from holistic_core.coach.shadow import Contact, ShadowMap, cast_on, contact, shadow_map, window
from holistic_core.coach.skeleton import Skeleton, skeleton_of

RGB = npt.NDArray[np.uint8]

FINEST: Final = 8  # samples along each axis of a pixel
_NEAR_M: Final = 0.05
_AT_ONCE: Final = 1 << 14  # points shaded together: what is computed for them stays in the processor's cache
_CONTACT_REACH: Final = 1.2  # metres around the figure that its weight darkens


@dataclass(frozen=True)
class _Projected:
    """The posed figure on the screen; attributes (a, n): what is interpolated between vertices."""

    triangles: Triangles
    xy_px: Floats
    nearness: Floats
    seen: Seen
    attributes: Floats


class Renderer:
    """Pictures of one scene. Everything that does not move is computed once.

    supersampling: samples along each axis of a pixel, 1-8; OptionsError outside. every_sample: shade each of them, not
    only where surfaces meet: several times slower, for references.
    """

    def __init__(self, scene: Scene, *, supersampling: int = 2, every_sample: bool = False) -> None:
        self.scene = scene
        self._pattern = sample_pattern(whole_in_range("supersampling", supersampling, 1, FINEST))
        self._view = scene.camera.view(scene.image_size)
        self._lighting = Lighting(scene.light)
        self._mesh = figure_mesh(scene.figure)
        self._coat = coat(scene.figure)
        self._kind = self._mesh.surface[self._mesh.triangles[:, 0]]
        self._room = room(scene.camera, scene.light, scene.image_size, supersampling)
        self._empty = shown(self._room.key + self._room.ambient)
        self._still = np.concatenate([self._mesh.coordinates.T, self._mesh.ambient[None], self._coat.detail[None]])
        self._finely = np.full(len(MATERIALS), every_sample)
        self._finely[HEAD] = True

    def render(self, pose: Pose, *, frame: int = 0) -> RGB:
        """The figure in a pose: uint8 (height, width, 3). frame: number of the picture in its clip, for the noise."""
        return self.render_skeleton(skeleton_of(pose, self.scene.figure), frame=frame)

    def render_skeleton(self, skeleton: Skeleton, *, frame: int = 0) -> RGB:
        """The same for bones that are placed already."""
        vertices, normals = self._mesh.posed(skeleton)
        shadow = shadow_map(vertices, self._mesh.coarse, self._lighting.key_direction)
        picture = self._room_with_shadows(shadow, contact(vertices))
        figure = self._project(vertices, normals)
        if figure.seen.triangle.size:
            strands = -skeleton.bones["head"].rotation[:, 1].astype(np.float32)
            self._add_figure(picture, figure, shadow, strands)
        return self._photographed(picture, frame)

    def _project(self, vertices: Floats, normals: Floats) -> _Projected:
        view = self._view
        away = (vertices - view.position_m.astype(np.float32)) @ view.rotation.T.astype(np.float32)
        depth = np.ascontiguousarray(away[:, 2])
        nearness = np.asarray(1 / np.maximum(depth, np.float32(_NEAR_M)), np.float32)
        scale = (nearness * np.float32(view.focal_px))[:, None]
        xy = np.asarray(away[:, :2] * scale + view.centre_px.astype(np.float32), np.float32)
        triangles = self._mesh.triangles
        drawn = facing(xy, triangles)
        if depth.min() < _NEAR_M:
            drawn &= (depth[triangles] > _NEAR_M).all(axis=1)
        chosen = np.flatnonzero(drawn)
        seen = rasterise(xy, nearness, triangles, chosen, self.scene.image_size, self._pattern)
        attributes = np.concatenate([depth[None], (normals + self._coat.folds).T, self._still])
        return _Projected(triangles, xy, nearness, seen, attributes)

    def _add_figure(self, picture: Floats, figure: _Projected, shadow: ShadowMap, strands: Floats) -> None:
        """Draw the figure over `picture` (grey levels), its edges mixed with what is behind them."""
        seen = figure.seen
        points = fragments(seen, self._pattern, self._kind, self._finely, self._view.focal_px)
        open_px = openness(seen, self._view.focal_px).reshape(-1)
        levels = np.empty((3, len(points.pixel)), np.float32)
        for start in range(0, len(points.pixel), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            levels[:, part] = self._levels(points, part, figure, open_px, shadow, strands)
        drawn, coverage = points.gathered(levels)
        height, width = points.size
        behind = picture[seen.top : seen.top + height, seen.left : seen.left + width]
        behind *= 1 - coverage[..., None]
        behind += drawn

    def _levels(
        self, points: Fragments, part: slice, figure: _Projected, open_px: Floats, shadow: ShadowMap, strands: Floats
    ) -> Floats:
        """Grey levels (3, k) of some of the points."""
        triangle = points.triangle[part]
        rows = interpolated(
            triangle, points.xy_px[part], figure.triangles, figure.xy_px, figure.nearness, figure.attributes
        )
        depth, normal, rest, ambient, detail = rows[0], rows[1:4], rows[4:7], rows[7], rows[8]
        kind = self._kind[triangle]
        albedo, tilt = painted(self.scene.figure, kind, rest, detail)
        smooth = unit(normal)
        ray = self._rays(points.xy_px[part])
        place = ray * depth + self._view.position_m.astype(np.float32)[:, None]
        open_share = ambient * open_px[points.pixel[part]]
        point = Point(kind, place, unit(smooth + tilt), unit(-ray), albedo, open_share, shadow.lit(place, smooth))
        return shown(shaded(point, self._lighting, strands))

    def _rays(self, xy_px: Floats) -> Floats:
        """From the lens through places in the picture (k, 2), as long as one metre away is: (3, k), world."""
        view = self._view
        x, y = ((xy_px[:, axis] - view.centre_px[axis]) / view.focal_px for axis in (0, 1))
        right, down, away = view.rotation[:, :, None]
        return np.asarray(right * x + down * y + away, np.float32)

    def _room_with_shadows(self, shadow: ShadowMap, below: Contact) -> Floats:
        """Grey levels (height, width, 3) of the room, the figure's shadow in it."""
        picture = self._empty.copy()
        still = self._room
        lost = np.zeros(still.floor.shape, np.float32)
        cast = cast_on(still.receiver, shadow)
        if cast is not None:
            lost[cast[0]] = cast[1]
        x_m, z_m = still.x_m, still.z_m
        middle = below.corner + below.width_m / 2
        near = still.floor & (np.abs(x_m - middle[0]) < _CONTACT_REACH) & (np.abs(z_m - middle[1]) < _CONTACT_REACH)
        dark = np.zeros_like(lost)
        floor = window(near)
        if floor is not None:
            dark[floor] = below.at(x_m[floor], z_m[floor]) * still.floor[floor]
        changed = window((lost > 0) | (dark > 0))
        if changed is None:
            return picture
        key = still.key[changed] * ((1 - lost[changed]) * (1 - np.float32(0.6) * dark[changed]))[..., None]
        picture[changed] = shown(key + still.ambient[changed] * (1 - dark[changed])[..., None])
        return picture

    def _photographed(self, picture: Floats, frame: int) -> RGB:
        """Blur of the lens and noise of the sensor, then whole grey levels."""
        scene = self.scene
        if scene.blur_px > 0:
            picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), scene.blur_px), np.float32)
        if scene.noise > 0:
            picture = picture + _noise(picture.shape, (scene.seed, frame)) * np.float32(scene.noise)
        picture = picture + np.float32(0.5)
        return np.clip(picture, 0, 255).astype(np.uint8)


def _noise(shape: tuple[int, ...], seed: tuple[int, int]) -> Floats:
    """Noise with mean 0 and standard deviation 1: sums of four bytes, which are nearly normal and fast."""
    count = int(np.prod(shape))
    # Numbers of 64 bits as they come, of which each is eight bytes.
    raw = np.random.default_rng(seed).bit_generator.random_raw(-(-4 * count // 8))
    four = raw.astype("<u8", copy=False).view(np.uint8)[: 4 * count].reshape(4, count)
    total = four[0].astype(np.int16)
    for each in four[1:]:
        total += each
    deviation = np.sqrt(4 * (256**2 - 1) / 12)
    return np.asarray((total - np.float32(510)) * np.float32(1 / deviation), np.float32).reshape(shape)
