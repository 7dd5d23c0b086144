"""Words of a report that stand for themselves: how far to trust it, filters, and the versions it was made with."""

from importlib import metadata
from typing import Final

from holistic_core.movement.filter_settings import FilterSettings

ACCURACY: Final = (
    "The numbers come from one ordinary camera. They show how a movement changes, not what a laboratory with markers "
    "or a goniometer would measure. They are no diagnosis.",
    "Angles in the picture (2D) are right for joints that bend in the plane of the picture: film squats and push-ups "
    "from the side. Angles in space (3D) work from any side, but a model estimates their depth, which is less certain.",
    "A joint that is hidden, or at the edge of the picture, has no angle: curves have gaps there. Loose clothes, bad "
    "light and a moving camera make every number worse.",
    "Inner angles have no sign: 180° is straight, and stretching a joint beyond straight looks like bending it.",
    "A filter removes trembling and also some of the fastest movement: peaks of speed become lower with it.",
    "How far off the angles are on your machine, measured on a rendered person whose true angles are known, is told by "
    "the command “python -m holistic_core accuracy”.",
)
_KINDS: Final = {
    "one_euro": "One-Euro, at rest {0.min_cutoff_hz:g} Hz, beta {0.beta:g}",
    "butterworth": "Butterworth without delay, {0.cutoff_hz:g} Hz, order {0.order}",
    "median": "running median of {0.window_s:g} s",
    "hampel": "outliers removed (Hampel), nothing smoothed",
}
_PACKAGES: Final = {"litert": "ai-edge-litert", "mediapipe": "mediapipe"}


def described_filter(settings: FilterSettings | None) -> str:
    """A filter and its parameters in words."""
    if settings is None or settings.kind == "none":
        return "none: the angles are as they were measured"
    told = [_KINDS[settings.kind].format(settings)]
    if settings.removes_outliers:
        told.append(f"outliers beyond {settings.outlier_sigmas:g} σ in {settings.outlier_window_s:g} s left out")
    told.append(f"gaps up to {settings.max_gap_s:g} s filled" if settings.max_gap_s else "gaps left open")
    return "; ".join(told)


def versions(engine: str) -> str:
    """Versions of what found the landmarks and drew the charts."""
    packages = dict.fromkeys((_PACKAGES.get(engine, engine), "mediapipe", "numpy", "plotly"))
    told = []
    for package in packages:
        try:
            told.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            told.append(f"{package} (version not known)")
    return ", ".join(told)
