"""What would make a viewer's picture faster, when the machine is too slow for what was chosen."""

from dataclasses import dataclass
from typing import Final

from holistic_core.live.meter import FLOOD_FPS, Speed
from holistic_core.live.options import LiveOptions
from holistic_core.options import BODY, EngineName

# Below this a movement is hard to follow, whatever the camera delivers.
_LIVE_FPS: Final = 12.0
_SHARE: Final = 0.5
# A camera below this is what holds things up, not this machine.
_CAMERA_FPS: Final = 10.0
_LARGE_PX: Final = 640


@dataclass(frozen=True)
class Advice:
    """slow: whether this machine is. camera_slow: whether too few frames arrive. flood: whether far too many do.

    changes: what to change, the most helpful first: "engine", "background", "refine_face", "face", "hands",
    "resolution", "others".
    """

    slow: bool = False
    camera_slow: bool = False
    flood: bool = False
    changes: tuple[str, ...] = ()


def advice(
    speed: Speed, options: LiveOptions, engine: EngineName, *, image_size: tuple[int, int] | None, viewers: int
) -> Advice:
    """What to change. viewers: how many share the detector; image_size: `(width, height)` of the frames."""
    if speed.received_fps == 0 or not speed.latencies:
        return Advice()
    if speed.received_fps > FLOOD_FPS:
        return Advice(flood=True)
    enough_fps = min(_LIVE_FPS, _SHARE * speed.received_fps)
    if speed.processed_fps >= enough_fps:
        return Advice(camera_slow=speed.received_fps < _CAMERA_FPS)
    find = options.find
    possible = {
        "engine": engine == "mediapipe",
        "background": find.segmentation,
        "refine_face": find.refine_face,
        "hands": bool(find.parts & {"left_hand", "right_hand"}),
        "face": "face" in find.parts and find.parts != BODY,
        "resolution": image_size is not None and max(image_size) > _LARGE_PX,
        "others": viewers > 1,
    }
    return Advice(slow=True, changes=tuple(name for name, helps in possible.items() if helps))
