"""A memory with a budget: the values used last stay, the others are made again when they are asked for."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_V = TypeVar("_V")


class Bounded(Generic[_V]):
    """Remembers the most recently used values within a number of bytes; the newest one always stays."""

    def __init__(self, budget_bytes: int, bytes_of: Callable[[_V], int]) -> None:
        self._budget_bytes = budget_bytes
        self._bytes_of = bytes_of
        self._values: OrderedDict[Hashable, _V] = OrderedDict()
        self._held_bytes = 0
        self._lock = threading.Lock()

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._values

    def peek(self, key: Hashable) -> _V | None:
        """The value of `key` as it is; None when it is not there."""
        with self._lock:
            return self._values.get(key)

    def get(self, key: Hashable, make: Callable[[], _V]) -> _V:
        """The value of `key`, made when it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._held_bytes += self._bytes_of(value)
            while self._held_bytes > self._budget_bytes and len(self._values) > 1:
                _, dropped = self._values.popitem(last=False)
                self._held_bytes -= self._bytes_of(dropped)
        return value
