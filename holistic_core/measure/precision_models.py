"""Body and hand models in lower precision, built on this machine and calibrated on pictures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from holistic_core.engines.crop import RGB
from holistic_core.engines.model_cut import cut_model, parsed_model
from holistic_core.engines.model_fold import folded_model
from holistic_core.engines.model_quantise import Ranges, dynamic_model, quantised_model
from holistic_core.engines.model_store import STORE, ModelStore
from holistic_core.engines.native_log import native_log_filtered
from holistic_core.trace import Trace

BODY: Final = "pose_landmark_full_no_segmentation"
HAND: Final = "hand_landmark_full"
LOWERED: Final = (BODY, HAND)
"""The models worth it: nine tenths of a tracked frame with both hands."""
_MOST_CROPS: Final = 24
_PER_LEVEL: Final = np.float32(1 / 255)


@dataclass(frozen=True)
class Variant:
    """A way to lower precision. kind: float as it is, int8 weights only, or int8 weights and values.

    float_start, float_head: with int8, operators from the start, and share of them from the end, that stay float.
    """

    name: str
    kind: Literal["float", "weights", "int8"]
    float_start: int = 0
    float_head: float = 0.0


VARIANTS: Final[Mapping[str, Variant]] = MappingProxyType(
    {
        each.name: each
        for each in (
            Variant("float", "float"),
            Variant("int8 weights", "weights"),
            Variant("int8", "int8"),
            Variant("int8, float start and end", "int8", float_start=3, float_head=0.3),
            Variant("int8, second half float", "int8", float_start=3, float_head=0.5),
        )
    }
)


class VariantStore(ModelStore):
    """The store with some of its models replaced."""

    def __init__(self, replaced: Mapping[str, Path]) -> None:
        super().__init__()
        self._replaced = dict(replaced)

    def path(self, name: str) -> Path:
        """Path of the replaced model, else of the verified one."""
        return self._replaced.get(name) or STORE.path(name)


def crops_of(traces: Iterable[Trace]) -> dict[str, list[RGB]]:
    """Accepted crops of the models that are lowered, spread over all traces, a bounded number of each."""
    crops: dict[str, list[RGB]] = {name: [] for name in LOWERED}
    for trace in traces:
        for call in trace.calls:
            if call.model in crops and call.accepted:
                crops[call.model].append(call.crop)
    return {name: found[:: max(1, len(found) // _MOST_CROPS)][:_MOST_CROPS] for name, found in crops.items()}


def build_variants(crops: Mapping[str, Sequence[RGB]], folder: Path) -> dict[str, VariantStore]:
    """Every variant as a store; its files lie in `folder`. crops: what each model is calibrated on, `(n, n, 3)`."""
    stores: dict[str, dict[str, Path]] = {name: {} for name in VARIANTS}
    for model in LOWERED:
        folded = _compact(folded_model(STORE.path(model).read_bytes()))
        ranges = calibrated_ranges(folded, crops[model])
        for number, variant in enumerate(VARIANTS.values()):
            if variant.kind == "float":
                continue
            path = folder / f"{model}.{number}.tflite"
            path.write_bytes(lowered_model(folded, variant, ranges))
            stores[variant.name][model] = path
    return {name: VariantStore(replaced) for name, replaced in stores.items()}


def lowered_model(folded: bytes, variant: Variant, ranges: Ranges) -> bytes:
    """A model with float32 constants in the precision of a variant."""
    if variant.kind == "weights":
        return _compact(dynamic_model(folded))
    return _compact(
        quantised_model(folded, ranges, float_head=variant.float_head, float_start=variant.float_start)
    )  # fmt: skip


def calibrated_ranges(model: bytes, crops: Sequence[RGB]) -> dict[int, tuple[float, float]]:
    """Smallest and largest value of every tensor between the operators, over all crops."""
    from ai_edge_litert.interpreter import Interpreter, OpResolverType  # noqa: PLC0415 -- as elsewhere

    graph = parsed_model(model).subgraphs[0]
    given = int(graph.inputs[0])
    tensors = [given, *(int(output) for operator in graph.operators for output in operator.outputs)]
    with native_log_filtered():
        interpreter = Interpreter(
            model_content=model,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
            experimental_preserve_all_tensors=True,
        )
        interpreter.allocate_tensors()
    ranges: dict[int, tuple[float, float]] = {}
    for crop in crops:
        interpreter.set_tensor(given, (crop * _PER_LEVEL)[None].astype(np.float32))
        interpreter.invoke()
        for tensor in tensors:
            values = interpreter.get_tensor(tensor)
            low, high = ranges.get(tensor, (np.inf, -np.inf))
            ranges[tensor] = min(low, float(values.min())), max(high, float(values.max()))
    return ranges


def _compact(model: bytes) -> bytes:
    """Without the constants that nothing reads any more."""
    return cut_model(model, range(len(parsed_model(model).subgraphs[0].outputs)))
