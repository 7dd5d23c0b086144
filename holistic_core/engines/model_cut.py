"""Cuts a part out of a TensorFlow Lite model: keeps what some outputs need and drops the rest.

Nothing is converted: operators and constants that stay are the ones of the stock model, so their results are
bit-identical.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np


def cut_model(model: bytes, outputs: Sequence[int], inputs: Sequence[int] | None = None) -> bytes:
    """The smallest model that computes `outputs` from `inputs`, as a TFLite flatbuffer.

    inputs: tensor indices in the first subgraph of `model`; None: the model's own inputs.
    outputs: tensor indices, or positions among the model's own outputs when `inputs` is None.
    """
    parsed = parsed_model(model)
    graph = parsed.subgraphs[0]
    if inputs is None:
        graph.outputs = np.asarray(graph.outputs, np.int32)[list(outputs)]
    else:
        graph.inputs, graph.outputs = np.asarray(inputs, np.int32), np.asarray(outputs, np.int32)
    graph.operators = _needed_operators(graph)
    parsed.signatureDefs = None
    _drop_unused_tensors(parsed, graph)
    return packed_model(parsed)


def parsed_model(model: bytes) -> Any:
    """The objects of a TFLite flatbuffer, to be changed (`schema.ModelT`)."""
    # Takes 0.2 s to import and is needed once a machine: when the cache is empty.
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415

    return schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(model, 0))


def packed_model(parsed: Any) -> bytes:
    """The TFLite flatbuffer of such objects."""
    import flatbuffers  # noqa: PLC0415 -- as above

    builder = flatbuffers.Builder()
    builder.Finish(parsed.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _needed_operators(graph: Any) -> list[Any]:
    """Operators that lead from the graph's inputs to its outputs, in their order."""
    given = {int(tensor) for tensor in graph.inputs}
    needed = {int(tensor) for tensor in graph.outputs}
    kept = []
    for operator in reversed(graph.operators):
        if any(int(tensor) in needed for tensor in operator.outputs):
            kept.append(operator)
            needed.update(int(tensor) for tensor in operator.inputs if tensor >= 0 and int(tensor) not in given)
    kept.reverse()
    return kept


def _drop_unused_tensors(parsed: Any, graph: Any) -> None:
    """Renumber tensors and buffers without those that no operator, input or output names."""
    used = {int(tensor) for tensor in (*graph.inputs, *graph.outputs)}
    for operator in graph.operators:
        used.update(int(tensor) for tensor in (*operator.inputs, *operator.outputs) if tensor >= 0)
    tensor_index = {old: new for new, old in enumerate(sorted(used))} | {-1: -1}
    graph.tensors = [graph.tensors[old] for old in sorted(used)]

    def renumbered(tensors: Any) -> Any:
        return np.array([tensor_index[int(tensor)] for tensor in tensors], np.int32)

    graph.inputs, graph.outputs = renumbered(graph.inputs), renumbered(graph.outputs)
    for operator in graph.operators:
        operator.inputs, operator.outputs = renumbered(operator.inputs), renumbered(operator.outputs)
    metadata = parsed.metadata or []
    # Buffer 0 is empty by definition of the format and stays first.
    buffers = sorted({0} | {tensor.buffer for tensor in graph.tensors} | {entry.buffer for entry in metadata})
    buffer_index = {old: new for new, old in enumerate(buffers)}
    parsed.buffers = [parsed.buffers[old] for old in buffers]
    for owner in (*graph.tensors, *metadata):
        owner.buffer = buffer_index[owner.buffer]
