"""Weights of a TensorFlow Lite model from 16 to 32 bits, so that they can be changed."""

from typing import Any

import numpy as np

from holistic_core.engines.model_cut import packed_model, parsed_model


def folded_model(model: bytes) -> bytes:
    """The same model with constants in float32 and without the DEQUANTIZE operators that unpacked them."""
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415 -- seldom needed, slow to import

    parsed = parsed_model(model)
    graph = parsed.subgraphs[0]
    kept = []
    for operator in graph.operators:
        source = graph.tensors[int(operator.inputs[0])]
        data = parsed.buffers[source.buffer].data
        if operator_kind(parsed, operator) != schema.BuiltinOperator.DEQUANTIZE or data is None:
            kept.append(operator)
            continue
        values = np.asarray(data, np.uint8).tobytes()
        target = graph.tensors[int(operator.outputs[0])]
        target.buffer = add_buffer(parsed, np.frombuffer(values, np.float16).astype(np.float32))
    graph.operators = kept
    return packed_model(parsed)


def operator_kind(parsed: Any, operator: Any) -> int:
    """The builtin code of an operator, `schema.BuiltinOperator`."""
    code = parsed.operatorCodes[operator.opcodeIndex]
    return int(max(code.builtinCode, code.deprecatedBuiltinCode))


def add_buffer(parsed: Any, values: Any) -> int:
    """Number of a new buffer with these values."""
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415

    buffer = schema.BufferT()
    buffer.data = np.frombuffer(np.ascontiguousarray(values).tobytes(), np.uint8)
    parsed.buffers.append(buffer)
    return len(parsed.buffers) - 1
