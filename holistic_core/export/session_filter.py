"""Filtered angles in the place of measured ones, for files that say so."""

from dataclasses import asdict, fields
from typing import Any

import numpy as np

from holistic_core.export.json_node import JsonNode
from holistic_core.export.session_frames import SessionFrames
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.movement.smoothing import filtered


def filtered_frames(frames: SessionFrames, settings: FilterSettings | None) -> SessionFrames:
    """The same frames with every angle, 2D and 3D, `filtered`; landmarks and repetitions stay as they are.

    settings: None or the kind "none" = the frames themselves. Needs the memory of the frames once more. OptionsError
    when times do not increase.
    """
    if settings is None or settings.kind == "none" or not len(frames):
        return frames
    times_s = frames.times_s
    degrees = np.stack([frames.deg_2d, frames.deg_3d], axis=2)
    for column in range(degrees.shape[1]):
        for plane in (0, 1):
            measured = degrees[:, column, plane]
            if np.isfinite(measured).any():
                degrees[:, column, plane] = filtered(times_s, measured, settings)
    blocks, start = [], 0
    for block in frames.blocks:
        changed = block.copy()
        changed["angles_deg"] = degrees[start : start + len(block)]
        changed.flags.writeable = False
        blocks.append(changed)
        start += len(block)
    return SessionFrames(tuple(blocks), frames.zero_s)


def filter_out(settings: FilterSettings) -> dict[str, Any]:
    """The settings as they stand in JSON."""
    return asdict(settings)


def filter_in(node: JsonNode) -> FilterSettings:
    """What `filter_out` has written; a setting that is not there has its default. OptionsError for anything else."""
    usual = FilterSettings()
    values = {each.name: node[each.name].value for each in fields(usual) if each.name in node}
    return FilterSettings(**values)
