"""Dataclasses out of JSON: every value is checked against the type of its field, and a wrong one is named."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from holistic_core.export.json_node import JsonNode

_T = TypeVar("_T")
_LARGEST: Final = 10**9


def read_as(kind: type[_T], node: JsonNode) -> _T:
    """The dataclass that stands at a place of a document; OptionsError, with the place, for anything else.

    Fields are numbers (null is NaN), texts, flags, tuples, mappings by text, choices, other dataclasses, or None.
    """
    # What may be left out need not be there: files of an earlier release hold fewer experiments.
    there = [each for each in fields(kind) if each.name in node or each.default is MISSING]  # type: ignore[arg-type]
    values = {each.name: _value(_hints(kind)[each.name], node[each.name]) for each in there}  # type: ignore[arg-type]
    return kind(**values)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, node: JsonNode) -> Any:  # noqa: PLR0911 -- a case for each kind of type
    if is_dataclass(kind):
        return read_as(kind, node)  # type: ignore[arg-type]
    if kind in _PLAIN:
        return _PLAIN[kind](node)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        others = [each for each in inner if each is not type(None)]
        return None if node.is_null else _value(others[0], node)
    if origin is Literal:
        if isinstance(node.value, bool) or node.value not in inner:
            node.fail(" or ".join(map(repr, inner)))
        return node.value
    if origin is tuple:
        return tuple(_value(inner[0], item) for item in node.items())
    if origin is Mapping and isinstance(node.value, dict):
        return {key: _value(inner[1], node[key]) for key in node.value}
    return node.fail("an object")


_PLAIN: Final = {
    str: JsonNode.text,
    bool: JsonNode.flag,
    int: lambda node: node.whole(-_LARGEST, _LARGEST),
    float: JsonNode.number_or_nan,
}
