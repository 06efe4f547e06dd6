"""Figures of all web processes, in memory that they share: each writes its own, all are added up.

No file holds them: on a disk that is full, a mapped page that cannot be written ends its process.
"""

import json
import logging
import mmap
import zlib
from collections import defaultdict
from collections.abc import Iterator
from struct import Struct
from typing import Final

from prometheus_client.core import Metric
from prometheus_client.registry import REGISTRY, Collector

__all__ = ["FigureBoard", "Figures"]

_log = logging.getLogger(__name__)
_SLOT: Final = 1 << 18
"""Bytes that the figures of one process may take: ten times what they do."""
_HEAD: Final = Struct("<II")
"""The length of what follows and its checksum: a reader may come while it is written."""
_TRIES: Final = 5
_OWN: Final = "metiers"

Labels = tuple[tuple[str, str], ...]
Values = dict[tuple[str, str, Labels], float]
"""By name of a family, name of a sample and labels."""


class FigureBoard:
    """Shared memory with a slot for each web process, made before they are forked."""

    def __init__(self, slots: int) -> None:
        self._memory = mmap.mmap(-1, slots * _SLOT)
        self._memory[:] = bytes(slots * _SLOT)  # so that none is missing later
        self._slots = slots

    def write(self, slot: int, values: Values) -> None:
        """Replace what a slot holds."""
        said = [[*key[:2], dict(key[2]), value] for key, value in values.items()]
        body = json.dumps(said, separators=(",", ":")).encode()
        if len(body) > _SLOT - _HEAD.size:
            _log.error("chiffres trop longs : %d octets", len(body))
            return
        start = slot * _SLOT
        head = _HEAD.pack(len(body), zlib.crc32(body))
        self._memory[start : start + _HEAD.size + len(body)] = head + body

    def read(self, slot: int) -> Values:
        """Return what a slot holds; nothing where it cannot be read."""
        start = slot * _SLOT
        for _ in range(_TRIES):
            length, checksum = _HEAD.unpack_from(self._memory, start)
            body = self._memory[start + _HEAD.size : start + _HEAD.size + min(length, _SLOT)]
            if length and zlib.crc32(body) == checksum:
                return {
                    (family, name, tuple(labels.items())): value
                    for family, name, labels, value in json.loads(body)
                }
        return {}

    def others(self, slot: int) -> Iterator[Values]:
        """Yield what the other slots hold."""
        for other in range(self._slots):
            if other != slot:
                yield self.read(other)


class Figures(Collector):
    """The figures of a process, in its slot; what the process before it counted is kept."""

    def __init__(self, board: FigureBoard | None = None, slot: int = 0) -> None:
        self._board = board or FigureBoard(1)
        self._slot = slot
        self._before = {
            key: value for key, value in self._board.read(slot).items() if not _is_gauge(key[0])
        }

    def write(self) -> None:
        """Write the figures of this process where the others read them."""
        self._board.write(self._slot, self._own())

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of all processes, those of others as they were last written."""
        totals: defaultdict[tuple[str, str, Labels], float] = defaultdict(float)
        for values in (self._own(), *self._board.others(self._slot)):
            for key, value in values.items():
                totals[key] += value
        for family in _families():
            family.samples.clear()
            for (name, sample, labels), value in totals.items():
                if name == family.name:
                    family.add_sample(sample, dict(labels), value)
            yield family

    def _own(self) -> Values:
        found: Values = dict(self._before)
        for family in _families():
            for sample in family.samples:
                if not sample.name.endswith("_created"):
                    key = family.name, sample.name, tuple(sample.labels.items())
                    found[key] = found.get(key, 0.0) + sample.value
        return found


def _families() -> list[Metric]:
    return [family for family in REGISTRY.collect() if family.name.startswith(_OWN)]


def _is_gauge(name: str) -> bool:
    return any(family.name == name and family.type == "gauge" for family in _families())
