"""Writes sparse weights of a TensorFlow Lite model out in full.

Three quarters of the person detector's weights are zero and stored as such; LiteRT unpacks them at every start, which
takes longer than loading all other models. The values stay the same, and so do the results.
"""

from typing import Any

import numpy as np

from holistic_core.engines.model_cut import packed_model, parsed_model


def dense_model(model: bytes) -> bytes:
    """The same model without DENSIFY operators, as a TFLite flatbuffer."""
    # Needed once a machine: when the cache is empty.
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415

    parsed = parsed_model(model)
    graph = parsed.subgraphs[0]
    unpacked = _unpacked_weights(model)
    operators = []
    for operator in graph.operators:
        code = parsed.operatorCodes[operator.opcodeIndex]
        if max(code.builtinCode, code.deprecatedBuiltinCode) != schema.BuiltinOperator.DENSIFY:
            operators.append(operator)
            continue
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(unpacked(int(operator.outputs[0])).tobytes(), np.uint8)
        parsed.buffers.append(buffer)
        graph.tensors[int(operator.outputs[0])].buffer = len(parsed.buffers) - 1
    graph.operators = operators
    return packed_model(parsed)


def _unpacked_weights(model: bytes) -> Any:
    """LiteRT's own unpacking: a function from tensor index to array."""
    from ai_edge_litert.interpreter import Interpreter, OpResolverType  # noqa: PLC0415

    from holistic_core.engines.native_log import native_log_filtered  # noqa: PLC0415

    with native_log_filtered():
        interpreter = Interpreter(
            model_content=model,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
            experimental_preserve_all_tensors=True,
        )
        interpreter.allocate_tensors()
        interpreter.invoke()
    return interpreter.get_tensor
