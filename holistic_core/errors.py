"""Every error the library raises on purpose. Messages are for people: what is wrong, the limit, what to do."""


class HolisticError(Exception):
    """Base of all errors below; catch it to show `str(error)` to a visitor."""


class ImageError(HolisticError):
    """This picture cannot be used: not a picture, broken, too large, too small, wrong array shape."""


class VideoError(HolisticError):
    """This video cannot be used: no video stream, no frames, broken, over a limit."""


class ModelError(HolisticError):
    """A model file is missing, damaged, cannot be downloaded, or did not answer in time."""


class OptionsError(HolisticError):
    """An option has a value outside its range, or options contradict each other."""


class BusyError(HolisticError):
    """The detector has more work than it can queue, or was closed; try again later."""
