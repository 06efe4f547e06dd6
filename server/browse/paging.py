"""A long list, a hundred at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["SIZE", "Page", "paginate"]

SIZE = 100
Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list; pages count from 1, an empty list has one, empty."""

    items: Sequence[Item]
    number: int
    last: int
    total: int

    @property
    def first_rank(self) -> int:
        """The rank in the whole list of the first item shown."""
        return (self.number - 1) * SIZE + 1


def paginate(items: Sequence[Item], number: int) -> Page[Item]:
    """Cut the page out of a list; a number out of range gives the nearest page."""
    last = max(1, -(-len(items) // SIZE))
    number = min(max(number, 1), last)
    return Page(items[(number - 1) * SIZE : number * SIZE], number, last, len(items))
