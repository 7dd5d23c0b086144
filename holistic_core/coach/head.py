"""The head: skull, face and ears, and the hair on it, in the frame of the head bone."""

from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.figure import Figure
from holistic_core.coach.solids import Clay, Solid

Vector = npt.NDArray[np.float64]

_BLEND_M: Final = 0.0056
_SIDES: Final = (1.0, -1.0)
# The middle of the head in the head frame, whose origin is the joint at the top of the neck.
_MIDDLE_M: Final = np.array([0.0, 0.038, 0.015])


class _Modeller:
    """Primitives given in metres from the middle of the head, for the reference height."""

    def __init__(self, scale: float, blend_m: float) -> None:
        self.scale = scale
        self.clay = Clay(blend_m * scale)

    def at(self, x: float, y: float, z: float) -> Vector:
        place: Vector = self.scale * (_MIDDLE_M + np.array([x, y, z]))
        return place

    def ball(self, centre: tuple[float, float, float], radii: tuple[float, float, float]) -> None:
        x, y, z = (radius * self.scale for radius in radii)
        self.clay.ellipsoid(self.at(*centre), (x, y, z), np.eye(3))

    def bar(
        self, start: tuple[float, float, float], end: tuple[float, float, float], radius: float, end_radius: float
    ) -> None:
        self.clay.capsule(self.at(*start), self.at(*end), radius * self.scale, end_radius * self.scale)


def head_solid(figure: Figure) -> Solid:
    """Skull, face, ears and the top of the neck, in the head frame (metres)."""
    soft, full = figure.shape, figure.build
    model = _Modeller(figure.proportions.scale, _BLEND_M)
    jaw = 1 - 0.10 * soft + 0.10 * max(full, 0)
    model.bar((0, -0.115, -0.020), (0, -0.03, -0.018), 0.052 - 0.007 * soft + 0.006 * full, 0.050)
    model.ball((0, 0.035, -0.012), (0.074, 0.088, 0.094))
    model.ball((0, -0.022, 0.022), (0.0593 + 0.004 * full, 0.078, 0.058))
    # The mouth stands out in a curve, so that lips show from the side.
    model.ball((0, -0.058, 0.060), (0.021, 0.017, 0.021))
    # Chin, brow, nose, mouth.
    model.bar((-0.016 * jaw, -0.084, 0.0567), (0.016 * jaw, -0.084, 0.0567), 0.0245 * jaw, 0.0245 * jaw)
    # A face in profile is known by a brow and a nose that stand out, and eyes that lie deep beside them.
    brow = 0.0182 - 0.002 * soft
    model.bar((-0.026, 0.033, 0.0815), (0.026, 0.033, 0.0815), brow, brow)
    model.bar((0, 0.020, 0.0934), (0, -0.024, 0.102), 0.0080, 0.0118 - 0.002 * soft)
    model.ball((0, -0.0540, 0.0815), (0.0200, 0.0075 + 0.0010 * soft, 0.0140))
    model.ball((0, -0.0650, 0.0805), (0.0175, 0.0070 + 0.0012 * soft, 0.0140))
    for sign in _SIDES:
        model.bar((sign * 0.048 * jaw, -0.050, 0.0), (sign * 0.026 * jaw, -0.082, 0.045), 0.018, 0.0205 * jaw)
        cheek = 0.0234 + 0.003 * max(full, 0)
        model.ball((sign * 0.040, -0.020, 0.0553), (cheek, 0.024, cheek))
        model.ball((sign * 0.0115, -0.029, 0.092), (0.009, 0.008, 0.011))
        model.ball((sign * 0.0325, 0.010, 0.0560), (0.0165, 0.0135, 0.0139))
        # The ear: a shell that leans back.
        model.ball((sign * 0.0780, 0.000, -0.012), (0.0075, 0.0254, 0.0156))
        model.ball((sign * 0.0770, -0.0193, -0.004), (0.0070, 0.012, 0.0100))
    return model.clay.solid()


def hair_solid(figure: Figure) -> Solid | None:
    """The hair in the head frame (metres); None for a bald head."""
    if figure.hair == "bald":
        return None
    model = _Modeller(figure.proportions.scale, 0.008)
    model.ball((0, 0.050, -0.026), (0.0815, 0.089, 0.095))
    model.ball((0.004, 0.0874, 0.0181), (0.058, 0.038, 0.058))
    model.ball((0, 0.020, -0.070), (0.068, 0.070, 0.045))
    for sign in _SIDES:
        # Sideburns and temples.
        model.bar((sign * 0.072, 0.060, 0.022), (sign * 0.0745, 0.010, 0.0102), 0.0125, 0.007)
    if figure.hair == "bun":
        model.ball((0, 0.088, -0.112), (0.042, 0.040, 0.038))
    if figure.hair == "long":
        model.bar((0, 0.02, -0.075), (0, -0.140, -0.088), 0.062, 0.048)
        for sign in _SIDES:
            model.bar((sign * 0.074, 0.040, -0.020), (sign * 0.066, -0.125, -0.050), 0.023, 0.022)
    return model.clay.solid()


def face_points_m(figure: Figure) -> dict[str, Vector]:
    """Landmarks of the face `(3,)` in the head frame, metres, by their names in `topology.POSE`."""
    scale = figure.proportions.scale
    places = {"nose": scale * (_MIDDLE_M + np.array([0.0, -0.024, 0.114]))}
    for side, sign in zip(("left", "right"), _SIDES, strict=True):
        for name, (x, y, z) in _SIDED_M.items():
            place = scale * (_MIDDLE_M + np.array([sign * x, y, z]))
            places[f"mouth_{side}" if name == "mouth" else f"{side}_{name}"] = place
    return places


_SIDED_M: Final = {
    "eye_inner": (0.0165, 0.0085, 0.0750),
    "eye": (0.031, 0.010, 0.0820),
    "eye_outer": (0.0455, 0.0100, 0.0720),
    "ear": (0.0830, 0.000, -0.0080),
    "mouth": (0.0235, -0.0590, 0.0840),
}
