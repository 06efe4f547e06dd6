"""The fiche métier as markdown, the format of the seeds.

The frame of a sheet is a closed list of labels at column 0 (`frame`); whatever stands between two
of them belongs to the part that the first one opens (`parts`); each kind of part then reads its
own lines (`lists`, `prose`), and what finds no place is reported, never dropped (`reader`).
"""

from loader.sources.fiche_markdown.frame import looks_like_fiche
from loader.sources.fiche_markdown.reader import read_fiche

__all__ = ["looks_like_fiche", "read_fiche"]
