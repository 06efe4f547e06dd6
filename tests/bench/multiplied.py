"""The fiches, multiplied: so many as large a corpus, whose métiers are made as the real ones are.

A copy of a fiche keeps its shape: how many codes, levels, interests, statuses and formations it
has, and how long its texts are. Its titles gain a word of the copy's own, the words of its prose
change places, and its formations are the copy's own or, of one in four, everybody's. So degrees,
lengths, frequencies of words and interests stay those of the real ones, whatever the size.
"""

import random
import re
from pathlib import Path
from typing import Final

from tests.bench.corpus import Files, files_to_measure

__all__ = ["multiply"]

_STEP: Final = 100_000
"""What the ids of a copy are above those of the copy before: real ones stay below."""
_SHARED: Final = 0.25
"""Formations that all copies have in common: an apprenticeship certificate leads to many."""
_FIRST: Final = ["bal", "cor", "dim", "fal", "gra", "lor", "mas", "nor", "pel", "rim", "sol", "tav"]
_LAST: Final = ["andin", "ervel", "icoul", "ontal", "ubrec", "yssac", "oumar", "eltan", "abriol"]
_ID: Final = re.compile(r"\*\*ID:\*\* MET\.(\d+)")
_FORMATION: Final = re.compile(r"^- (.+) \(ID: FOR\.(\d+)\)$", re.M)
_NAME: Final = re.compile(r"^(# |### |- Féminin: |- Masculin: )(.+)$", re.M)
_PROSE: Final = re.compile(r"^ *(?![ #*-])[^\d\n]{80,}$", re.M)
"""Long lines that state no figure, no level and no duration: nothing is read in them but words."""
_BODY: Final = re.compile(r"\n## (?!Autres appellations)")
"""Where the names end."""


def multiply(folder: Path, size: int) -> Files:
    """Write `size` times the fiches that are measured on into a folder: the same each time."""
    real = files_to_measure()
    sheets = [text for source in real.sources for text in _sheets(source)]
    fiches = folder / "fiches"
    fiches.mkdir(parents=True)
    for copy in range(size):
        for text in sheets:
            number, written = _copied(text, copy)
            (fiches / f"MET.{number}.md").write_text(written, "utf-8")
    others = tuple(source for source in real.sources if not _sheets(source))
    return Files(f"{size} × {real.name}", (fiches, *others), real.options)


def _sheets(source: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(source.rglob("MET.*.md"))]


def _copied(text: str, copy: int) -> tuple[int, str]:
    """Return the number of a copy of a fiche, and the copy; the first is the fiche itself."""
    number = int(_number_of(text)) + copy * _STEP
    if not copy:
        return number, text
    chance = random.Random(number)
    last, first = divmod(copy, len(_FIRST))
    word = f"{_FIRST[first]}{_LAST[last % len(_LAST)]}"
    text = _ID.sub(f"**ID:** MET.{number}", text, count=1)
    found = _BODY.search(text)
    end = found.start() if found else len(text)
    head, body = text[:end], text[end:]
    head = _NAME.sub(lambda found: f"{found[1]}{found[2]} {word}", head)
    body = _PROSE.sub(lambda found: _shuffled(found[0], chance), body)
    body = _FORMATION.sub(lambda found: _formation(found[1], int(found[2]), copy, word), body)
    return number, head + body


def _number_of(text: str) -> str:
    found = _ID.search(text)
    if found is None:
        raise ValueError(f"no id: {text[:60]}")
    return found[1]


def _shuffled(line: str, chance: random.Random) -> str:
    words = line.split(" ")
    start = next(place for place, word in enumerate(words) if word)
    told = words[start:]
    chance.shuffle(told)
    return " ".join([*words[:start], *told])


def _formation(label: str, number: int, copy: int, word: str) -> str:
    if random.Random(number).random() < _SHARED:
        return f"- {label} (ID: FOR.{number})"
    return f"- {label} {word} (ID: FOR.{number + copy * _STEP})"
