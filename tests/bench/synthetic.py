"""Corpora of any size in the publishers' formats and in words made up by rule."""

import random
from collections.abc import Iterator
from pathlib import Path

from tests.bench.corpus import Files
from tests.loader import rome
from tests.loader.sheets import FULL
from tests.loader.sources.onisep_exports import FORMATIONS

_FICHES, _FORMATIONS, _CODES = 120, 240, 120
"""How many of each there are at size 1, some 260,000 quads in all."""
_APPELLATIONS, _ITEMS, _MOVES = 30, 60, 10
"""How many of each a code of the ROME has; one compétence in three is the code's own."""
_SYLLABLES = ["ba", "co", "di", "fu", "gra", "lé", "mo", "nu", "pri", "ro", "sa", "té", "vou", "zi"]


def write(folder: Path, size: int) -> Files:
    """Write a corpus: sheets, formations and an edition of the ROME, all in proportion to size."""
    chance = random.Random(size)
    for number in range(1, _FICHES * size + 1):
        (folder / f"MET.{number}.md").write_text(_sheet(chance, number), "utf-8")
    head, formation, tail = _parted()
    every = (_formation(chance, formation, number) for number in range(2, _FORMATIONS * size + 2))
    (folder / "formations.xml").write_text("".join([head, *every, tail]), "utf-8")
    for name, rows in _tables(chance, _CODES * size).items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    stated = ["onisep-metiers", "onisep-formations", "rome-v4"]
    return Files(f"{size} ×", (folder,), tuple(f"--edition={source}=1" for source in stated))


def _words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(count))


def _sheet(chance: random.Random, number: int) -> str:
    text = FULL.replace("MET.9001", f"MET.{number}").replace("nuages", _words(chance, 2))
    return text.replace("On trie la brume.", _words(chance, 80) + ".")


def _parted() -> tuple[str, str, str]:
    """Return the export before, in and after its first formation."""
    head, mark, rest = FORMATIONS.partition("<formation>")
    body, end, _ = rest.partition("</formation>")
    return head, mark + body + end, "</formations>\n"


def _formation(chance: random.Random, formation: str, number: int) -> str:
    text = formation.replace("FOR.9001", f"FOR.{number}").replace("MET.9001", f"MET.{number // 2}")
    return text.replace("brume", _words(chance, 1)).replace("On y apprend", _words(chance, 40))


def _tables(chance: random.Random, codes: int) -> dict[str, list[str]]:
    named = [f"{'ABCDEFGHIJKLMN'[n % 14]}{1000 + n // 14}" for n in range(codes)]
    return {
        "codes": [_head(rome.CODES), *_codes(chance, named)],
        "appellations": [_head(rome.APPELLATIONS), *_appellations(chance, named)],
        "competences": [_head(rome.COMPETENCES), *_competences(chance, codes)],
        "coherence": [_head(rome.COHERENCE), *_links(chance, named)],
        "mobilites": [_head(rome.MOBILITES), *_moves(chance, named)],
    }


def _head(table: str) -> str:
    return table.partition("\n")[0]


def _codes(chance: random.Random, named: list[str]) -> Iterator[str]:
    for number, code in enumerate(named):
        yield f'"{code}","{number}","{number}","{_words(chance, 4)}","","N","","N","O","{code}"'


def _appellations(chance: random.Random, named: list[str]) -> Iterator[str]:
    for number in range(len(named) * _APPELLATIONS):
        code, label = named[number // _APPELLATIONS], _words(chance, 3)
        yield (
            f'"{100_000 + number}","{label}","{label} court","{code}","","","N","","",'
            f'"SYNONYME","","{code}","N"'
        )


def _competences(chance: random.Random, codes: int) -> Iterator[str]:
    for number in range(codes * _ITEMS // 3):
        yield (
            f'"{5_000_000 + number}","Compétence","{_words(chance, 6)}","","","","Savoir-faire",'
            '"Technique","O","N","",""'
        )


def _links(chance: random.Random, named: list[str]) -> Iterator[str]:
    items = len(named) * _ITEMS // 3
    for code in named:
        for item in chance.sample(range(items), _ITEMS):
            yield f'"{code}","{5_000_000 + item}","Principale"'


def _moves(chance: random.Random, named: list[str]) -> Iterator[str]:
    for code in named:
        for rank, target in enumerate(chance.sample(named, _MOVES), 1):
            yield f'"{code}","{target}","{rank}"'
