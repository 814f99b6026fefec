"""A mapping whose values are found when somebody asks for them: of most, nobody does.

Enters: keys, and what finds the value of one. Leaves: the mapping, which remembers."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Lazily(Mapping[K, V]):
    """The values of *keys*, each as *find* returns it."""

    def __init__(self, keys: Collection[K], find: Callable[[K], V]) -> None:
        self._keys = dict.fromkeys(keys)
        self._find = find
        self._found: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._found:
            if key not in self._keys:
                raise KeyError(key)
            self._found[key] = self._find(key)
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
