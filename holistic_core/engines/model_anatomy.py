"""What stands in a model file: its tensors, its operators, and what a derived file no longer has of them."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_WEIGHTS: Final = ("FLOAT32", "FLOAT16", "INT8", "INT32")


@dataclass(frozen=True)
class TensorFacts:
    """An input or output as the file says. shape: with the batch of 1. type: as TensorFlow Lite calls it."""

    name: str
    shape: tuple[int, ...]
    type: str


@dataclass(frozen=True)
class Anatomy:
    """What a TensorFlow Lite file holds.

    operators: how many there are of each kind, the commonest first; custom ones are called `custom:NAME`.
    weights: bytes of constants by their type.
    """

    inputs: tuple[TensorFacts, ...]
    outputs: tuple[TensorFacts, ...]
    operators: dict[str, int]
    weights: dict[str, int]

    @property
    def operator_count(self) -> int:
        """How many operators there are."""
        return sum(self.operators.values())

    @property
    def custom(self) -> tuple[str, ...]:
        """Names of operators that only MediaPipe implements; a file with any cannot be run by LiteRT alone."""
        return tuple(name.removeprefix("custom:") for name in self.operators if name.startswith("custom:"))


@dataclass(frozen=True)
class Cut:
    """What a derived file no longer has. operators: of each kind. outputs: names. bytes: negative when it has grown."""

    operators: dict[str, int]
    outputs: tuple[str, ...]
    bytes: int


def anatomy_of(path: Path) -> Anatomy:
    """What is in a file of TensorFlow Lite; read once for each version of it."""
    facts = path.stat()
    return _anatomy(path, facts.st_mtime_ns, facts.st_size)


def cut_between(stock: Path, derived: Path) -> Cut:
    """What a derived model has lost against the one it was made from."""
    before, after = anatomy_of(stock), anatomy_of(derived)
    lost = Counter(before.operators)
    lost.subtract(after.operators)
    kept = {tensor.name for tensor in after.outputs}
    return Cut(
        operators={name: count for name, count in lost.most_common() if count > 0},
        outputs=tuple(tensor.name for tensor in before.outputs if tensor.name not in kept),
        bytes=stock.stat().st_size - derived.stat().st_size,
    )


@cache
def _anatomy(path: Path, _time_ns: int, _size: int) -> Anatomy:
    # Takes 0.2 s to import, and is needed when somebody looks at the models.
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415

    operator_names = _names(schema.BuiltinOperator)
    type_names = _names(schema.TensorType)
    model = schema.Model.GetRootAs(path.read_bytes(), 0)
    graph = model.Subgraphs(0)

    def tensor(index: int) -> TensorFacts:
        found = graph.Tensors(index)
        shape = tuple(int(found.Shape(axis)) for axis in range(found.ShapeLength()))
        return TensorFacts(found.Name().decode(), shape, type_names[found.Type()])

    def operator(index: int) -> str:
        code = model.OperatorCodes(graph.Operators(index).OpcodeIndex())
        builtin = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        return (
            f"custom:{code.CustomCode().decode()}" if operator_names[builtin] == "CUSTOM" else operator_names[builtin]
        )

    weights: Counter[str] = Counter()
    for index in range(graph.TensorsLength()):
        found = graph.Tensors(index)
        weights[type_names[found.Type()]] += model.Buffers(found.Buffer()).DataLength()
    return Anatomy(
        inputs=tuple(tensor(graph.Inputs(index)) for index in range(graph.InputsLength())),
        outputs=tuple(tensor(graph.Outputs(index)) for index in range(graph.OutputsLength())),
        operators=dict(Counter(operator(index) for index in range(graph.OperatorsLength())).most_common()),
        weights={name: weights[name] for name in _WEIGHTS if weights[name]},
    )


def _names(table: Any) -> dict[int, str]:
    return {value: name for name, value in vars(table).items() if isinstance(value, int)}
