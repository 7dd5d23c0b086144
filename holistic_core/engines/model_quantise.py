"""Turns a float TensorFlow Lite model into one that computes in 8-bit integers, wholly or in part.

Convolutions, sums and what lies between them are computed with int8 values; each tensor has the scale that a
calibration found, weights have one for each output channel. Operators that stay float are joined by QUANTIZE and
DEQUANTIZE.
Source of the rules: the 8-bit quantisation specification of TensorFlow Lite.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.engines.model_cut import packed_model, parsed_model
from holistic_core.engines.model_fold import add_buffer, operator_kind

Ranges = Mapping[int, tuple[float, float]]

_LEAST, _MOST = -128, 127
_WEIGHT_MOST: Final = 127
_BIAS_MOST: Final = 2.0**24
_SMALLEST_SCALE: Final = 1e-8


@dataclass
class _Work:
    """A model on its way. int8: the integer twin of each float tensor. ready, floats: whose values are computed."""

    parsed: Any
    ranges: Ranges
    schema: Any
    operators: list[Any] = field(default_factory=list)
    int8: dict[int, int] = field(default_factory=dict)
    ready: set[int] = field(default_factory=set)
    floats: set[int] = field(default_factory=set)

    @property
    def graph(self) -> Any:
        return self.parsed.subgraphs[0]


def quantised_model(model: bytes, ranges: Ranges, *, float_head: float = 0.0, float_start: int = 0) -> bytes:
    """The model in int8. model: with float32 constants (`folded_model`). ranges: of its tensors, by index.

    float_head: share of the operators, from the end, that stay float. float_start: operators from the start that do.
    Inputs and outputs stay float32.
    """
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415 -- seldom needed, slow to import

    work = _Work(parsed_model(model), ranges, schema)
    work.floats = {int(tensor) for tensor in work.graph.inputs}
    operators = list(work.graph.operators)
    last = round(len(operators) * (1 - float_head))
    for index, operator in enumerate(operators):
        if float_start <= index < last and _can_be_int8(work, operator):
            _add_int8(work, operator)
        else:
            _add_float(work, operator)
    for tensor in work.graph.outputs:
        _float_of(work, int(tensor))
    work.graph.operators = work.operators
    work.parsed.signatureDefs = None
    return packed_model(work.parsed)


def dynamic_model(model: bytes) -> bytes:
    """The model with int8 weights in convolutions and dense layers; values between them stay float.

    Depthwise convolutions keep their weights: there are no fast kernels for them.
    """
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415

    parsed = parsed_model(model)
    builtin = schema.BuiltinOperator
    for operator in parsed.subgraphs[0].operators:
        if operator_kind(parsed, operator) in (builtin.CONV_2D, builtin.FULLY_CONNECTED):
            tensor = parsed.subgraphs[0].tensors[int(operator.inputs[1])]
            quantised, scales = _weights(parsed, tensor, 0)
            _set_int8(parsed, tensor, quantised, scales, schema)
    return packed_model(parsed)


def _same_scale(schema: Any) -> frozenset[int]:
    """Operators that only move values: what goes out has the scale of what goes in."""
    builtin = schema.BuiltinOperator
    return frozenset(
        {builtin.MAX_POOL_2D, builtin.PAD, builtin.RESHAPE, builtin.RESIZE_BILINEAR, builtin.DEPTH_TO_SPACE}
    )


def _can_be_int8(work: _Work, operator: Any) -> bool:
    builtin, kind = work.schema.BuiltinOperator, operator_kind(work.parsed, operator)
    output = int(operator.outputs[0])
    if kind in _same_scale(work.schema):
        # Moving values is worth it only between integers.
        return int(operator.inputs[0]) in work.int8
    if output not in work.ranges or int(operator.inputs[0]) not in work.ranges:
        return False
    if kind == builtin.ADD:
        return all(int(tensor) in work.ranges for tensor in operator.inputs)
    return kind in (builtin.CONV_2D, builtin.DEPTHWISE_CONV_2D, builtin.FULLY_CONNECTED, builtin.MEAN)


def _add_int8(work: _Work, operator: Any) -> None:
    builtin, kind = work.schema.BuiltinOperator, operator_kind(work.parsed, operator)
    inputs = [int(tensor) for tensor in operator.inputs]
    given = _int8_of(work, inputs[0])
    scale = _scale(work, given)
    if kind == builtin.ADD:
        inputs = [given, _int8_of(work, inputs[1])]
    else:
        inputs[0] = given
    if kind in (builtin.CONV_2D, builtin.DEPTHWISE_CONV_2D, builtin.FULLY_CONNECTED):
        inputs[1:] = _int8_constants(work, inputs[1:], scale, axis=3 if kind == builtin.DEPTHWISE_CONV_2D else 0)
    output = int(operator.outputs[0])
    twin = _twin(work, output, like=given if kind in _same_scale(work.schema) else None)
    work.ready.add(output)
    operator.inputs, operator.outputs = np.array(inputs, np.int32), np.array([twin], np.int32)
    work.operators.append(operator)


def _add_float(work: _Work, operator: Any) -> None:
    for tensor in operator.inputs:
        if tensor >= 0:
            _float_of(work, int(tensor))
    work.floats.update(int(tensor) for tensor in operator.outputs)
    work.operators.append(operator)


def _int8_of(work: _Work, tensor: int) -> int:
    """The integer twin of a tensor, with a QUANTIZE operator when only its float values are there."""
    twin = _twin(work, tensor)
    if tensor not in work.ready:
        _convert(work, work.schema.BuiltinOperator.QUANTIZE, tensor, twin)
        work.ready.add(tensor)
    return twin


def _float_of(work: _Work, tensor: int) -> None:
    """See to it that the float values of a tensor are there, with a DEQUANTIZE operator when only integers are."""
    if tensor in work.ready and tensor not in work.floats:
        _convert(work, work.schema.BuiltinOperator.DEQUANTIZE, work.int8[tensor], tensor)
        work.floats.add(tensor)


def _convert(work: _Work, kind: int, source: int, target: int) -> None:
    codes = work.parsed.operatorCodes
    known = [index for index, code in enumerate(codes) if max(code.builtinCode, code.deprecatedBuiltinCode) == kind]
    if not known:
        code = work.schema.OperatorCodeT()
        code.builtinCode = code.deprecatedBuiltinCode = kind
        code.version = 2
        codes.append(code)
        known = [len(codes) - 1]
    operator = work.schema.OperatorT()
    operator.opcodeIndex = known[0]
    operator.inputs, operator.outputs = np.array([source], np.int32), np.array([target], np.int32)
    work.operators.append(operator)


def _twin(work: _Work, tensor: int, like: int | None = None) -> int:
    """Number of the integer tensor that stands for a float one. like: twin whose scale it has."""
    if tensor in work.int8:
        return work.int8[tensor]
    original = work.graph.tensors[tensor]
    made = work.schema.TensorT()
    made.shape, made.name, made.buffer = original.shape, original.name + b"_int8", 0
    made.type = work.schema.TensorType.INT8
    if like is None:
        low, high = work.ranges[tensor]
        low, high = min(low, 0.0), max(high, 0.0)  # zero must be exact: it is what pictures are padded with
        scale = max((high - low) / (_MOST - _LEAST), _SMALLEST_SCALE)
        zero = round(_LEAST - low / scale)
        made.quantization = _quantisation(work.schema, [scale], [int(np.clip(zero, _LEAST, _MOST))], 0)
    else:
        made.quantization = work.graph.tensors[like].quantization
    work.graph.tensors.append(made)
    work.int8[tensor] = len(work.graph.tensors) - 1
    return work.int8[tensor]


def _scale(work: _Work, twin: int) -> float:
    return float(work.graph.tensors[twin].quantization.scale[0])


def _int8_constants(work: _Work, constants: list[int], input_scale: float, axis: int) -> list[int]:
    """Weights as int8 and bias as int32, as new tensors: others may use the old ones."""
    weights = work.graph.tensors[constants[0]]
    # A channel whose weights are (nearly) zero still has its bias, which must fit into 32 bits with the same scale.
    biases = [_values(work.parsed, work.graph.tensors[bias]) for bias in constants[1:] if bias >= 0]
    least = np.abs(biases[0]) / (_BIAS_MOST * input_scale) if biases else _SMALLEST_SCALE
    quantised, scales = _weights(work.parsed, weights, axis, least)
    made = [_constant(work, weights, quantised, scales, axis)]
    for bias in constants[1:]:
        if bias < 0:
            made.append(bias)
            continue
        tensor = work.graph.tensors[bias]
        values = _values(work.parsed, tensor)
        bias_scales = scales * input_scale
        made.append(_constant(work, tensor, np.round(values / bias_scales).astype(np.int32), bias_scales, 0))
    return made


def _constant(work: _Work, original: Any, values: npt.NDArray[Any], scales: npt.NDArray[Any], axis: int) -> int:
    made = work.schema.TensorT()
    made.shape, made.name = original.shape, original.name + b"_quantised"
    made.buffer = add_buffer(work.parsed, values)
    made.type = work.schema.TensorType.INT8 if values.dtype == np.int8 else work.schema.TensorType.INT32
    made.quantization = _quantisation(work.schema, scales, np.zeros(len(scales)), axis)
    work.graph.tensors.append(made)
    return len(work.graph.tensors) - 1


def _weights(
    parsed: Any, tensor: Any, axis: int, least: Any = _SMALLEST_SCALE
) -> tuple[npt.NDArray[np.int8], npt.NDArray[Any]]:
    """Weights as int8, and one scale for each output channel along `axis`. least: the smallest scales allowed."""
    values = _values(parsed, tensor)
    others = tuple(each for each in range(values.ndim) if each != axis)
    scales = np.maximum(np.abs(values).max(axis=others) / _WEIGHT_MOST, np.maximum(least, _SMALLEST_SCALE))
    shape = [1] * values.ndim
    shape[axis] = -1
    quantised = np.clip(np.round(values / scales.reshape(shape)), -_WEIGHT_MOST, _WEIGHT_MOST).astype(np.int8)
    return quantised, scales


def _set_int8(parsed: Any, tensor: Any, values: npt.NDArray[np.int8], scales: npt.NDArray[Any], schema: Any) -> None:
    tensor.buffer = add_buffer(parsed, values)
    tensor.type = schema.TensorType.INT8
    tensor.quantization = _quantisation(schema, scales, np.zeros(len(scales)), 0)


def _values(parsed: Any, tensor: Any) -> npt.NDArray[np.float32]:
    data = np.asarray(parsed.buffers[tensor.buffer].data, np.uint8)
    return np.frombuffer(data.tobytes(), np.float32).reshape(tensor.shape)


def _quantisation(schema: Any, scales: Any, zeros: Any, axis: int) -> Any:
    made = schema.QuantizationParametersT()
    made.scale, made.zeroPoint = np.asarray(scales, np.float32), np.asarray(zeros, np.int64)
    made.quantizedDimension = axis
    return made
