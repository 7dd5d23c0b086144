"""Results drawn on a copy of their picture."""

from holistic_core.drawing.comparison import draw_comparison
from holistic_core.drawing.options import Background, DrawOptions, FaceStyle, Style
from holistic_core.drawing.picture import draw

__all__ = ["Background", "DrawOptions", "FaceStyle", "Style", "draw", "draw_comparison"]
