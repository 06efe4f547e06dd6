"""Pagination: a long list cut into pages of a hundred, and the page that a request asks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flask import request

__all__ = ["LongList", "Page", "page_number", "paginate"]

_SIZE = 100
_ALL = 15
_AROUND = 2
Item = TypeVar("Item")
Cut = TypeVar("Cut", covariant=True)
Other = TypeVar("Other")


class LongList(Protocol[Cut]):
    """A list of which only a part is wanted."""

    def __len__(self) -> int:
        """Return how many items there are."""

    def __getitem__(self, part: slice, /) -> Sequence[Cut]:
        """Return some of them."""


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list; pages count from 1, an empty list has one, empty."""

    items: Sequence[Item]
    number: int
    last: int
    total: int

    def of(self, make: Callable[[Item], Other]) -> "Page[Other]":
        """Return the page of what is made of each item: only those that are shown are made."""
        return Page([make(item) for item in self.items], self.number, self.last, self.total)

    @property
    def numbers(self) -> Sequence[int | None]:
        """The pages worth a link: both ends and those around; None stands for those left out."""
        near = {1, self.last, *range(self.number - _AROUND, self.number + _AROUND + 1)}
        shown = [n for n in range(1, self.last + 1) if n in near or self.last <= _ALL]
        found: list[int | None] = []
        for before, number in zip([0, *shown], shown, strict=False):
            found += [number] if number == before + 1 else [None, number]
        return found


def paginate(items: LongList[Item], number: int, size: int | None = None) -> Page[Item]:
    """Cut the page out of a list; a number out of range gives the nearest page."""
    size = size or _SIZE
    total = len(items)
    last = max(1, -(-total // size))
    number = min(max(number, 1), last)
    return Page(items[(number - 1) * size : number * size], number, last, total)


def page_number() -> int:
    """Return the page that the request asks for (``?page=``), 1 if it makes no sense."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1
