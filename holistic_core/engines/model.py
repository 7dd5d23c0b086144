"""One model in memory: crop in, raw tensors out."""

from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from holistic_core.engines.crop import RGB
from holistic_core.engines.native_log import native_log_filtered

FloatArray = npt.NDArray[np.float32]
InputRange = Literal["0..1", "-1..1"]

_PER_LEVEL_01: Final = np.float32(1 / 255)
_PER_LEVEL_11: Final = np.float32(2 / 255)


class Model:
    """A LiteRT interpreter with its tensors allocated. Not thread-safe: one thread at a time.

    size: side of the square input in pixels.
    """

    def __init__(self, path: Path, *, threads: int, xnnpack: bool, input_range: InputRange = "0..1") -> None:
        resolver = OpResolverType.AUTO if xnnpack else OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
        with native_log_filtered():
            self._interpreter = Interpreter(
                model_path=str(path), num_threads=threads, experimental_op_resolver_type=resolver
            )
            self._interpreter.allocate_tensors()
        self._inputs = [int(tensor["index"]) for tensor in self._interpreter.get_input_details()]
        self._outputs = [int(tensor["index"]) for tensor in self._interpreter.get_output_details()]
        self._signed = input_range == "-1..1"
        self.size = int(self._interpreter.get_input_details()[0]["shape"][1])

    def run(self, picture: RGB) -> list[FloatArray]:
        """Outputs for a uint8 `(size, size, 3)` picture: views into the model, valid until its next run."""
        target = self._interpreter.tensor(self._inputs[0])()
        if self._signed:
            np.multiply(picture, _PER_LEVEL_11, out=target[0])
            np.subtract(target, np.float32(1), out=target)
        else:
            np.multiply(picture, _PER_LEVEL_01, out=target[0])
        # LiteRT refuses to run while a view on its memory is alive.
        del target
        self._interpreter.invoke()
        return self._output_views()

    def run_tensors(self, tensors: list[FloatArray]) -> list[FloatArray]:
        """Outputs for raw input tensors, in the order of the model's inputs."""
        for index, tensor in zip(self._inputs, tensors, strict=True):
            self._interpreter.set_tensor(index, tensor)
        self._interpreter.invoke()
        return self._output_views()

    def warm_up(self) -> None:
        """Run once on what the memory holds: the first real run is then as fast as all others."""
        self._interpreter.invoke()

    def _output_views(self) -> list[FloatArray]:
        return [self._interpreter.tensor(index)() for index in self._outputs]
