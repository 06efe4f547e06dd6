"""A line of a list of all things of a kind."""

from dataclasses import dataclass, field

from ontology.folding import fold

__all__ = ["Entry"]


@dataclass(frozen=True)
class Entry:
    """A line of an index; `note` a level, or how many codes there are below.

    `metiers` is how many métiers point to it, None if not counted.
    """

    iri: str
    label: str
    notation: str = ""
    note: str = ""
    metiers: int | None = None
    below: list["Entry"] = field(default_factory=list)

    @property
    def initial(self) -> str:
        """The folded first letter of the label, « 0 » for what starts with none."""
        first = fold(self.label)[:1]
        return first if "a" <= first <= "z" else "0"
