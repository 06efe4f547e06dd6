"""Cache by release: what is read once, by whoever asks first, and kept from then on."""

from collections.abc import Callable
from threading import RLock
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from server.engine import Engine

__all__ = ["CachedByRelease"]

Key = ParamSpec("Key")
Value = TypeVar("Value")


class CachedByRelease(Generic[Key, Value]):
    """What a function reads from an engine, once for each release and each key.

    Whoever asks while it is being read waits for it. Keys are few, and hashable.
    """

    def __init__(self, read: Callable[Concatenate[Engine, Key], Value]) -> None:
        self._read = read
        self._known: WeakKeyDictionary[Engine, dict[object, Value]] = WeakKeyDictionary()
        self._lock = RLock()

    def __call__(self, engine: Engine, *key: Key.args, **named: Key.kwargs) -> Value:
        """Return what is read from an engine's release for a key."""
        known = self._known.get(engine)
        if known is None or key not in known:
            with self._lock:
                known = self._known.setdefault(engine, {})
                if key not in known:
                    known[key] = self._read(engine, *key, **named)
        return known[key]
