"""Ways to damage a sheet, and what must hold whatever the damage."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

from loader.corpus.problems import Problem
from tests.loader.sheet_kinds import METIER, SheetKind
from tests.words import words

Damage = Callable[[random.Random, list[str], Sequence[str]], None]


def _drop(chance: random.Random, lines: list[str], _: Sequence[str]) -> None:
    del lines[chance.randrange(len(lines))]


def _double(chance: random.Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    lines.insert(chance.randrange(len(lines)), lines[at])


def _swap(chance: random.Random, lines: list[str], _: Sequence[str]) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _cut(chance: random.Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]


def _truncate(chance: random.Random, lines: list[str], _: Sequence[str]) -> None:
    del lines[chance.randrange(1, len(lines) + 1) :]


def _join(chance: random.Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    lines[at : at + 2] = ["".join(lines[at : at + 2])]


def _dedent(chance: random.Random, lines: list[str], _: Sequence[str]) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at].strip()


def _graft(chance: random.Random, lines: list[str], others: Sequence[str]) -> None:
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(others))


def _sprinkle(chance: random.Random, lines: list[str], _: Sequence[str]) -> None:
    at, odd = chance.randrange(len(lines)), chance.choice(_ODD)
    place = chance.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + odd + lines[at][place:]


_ODD = (
    "\t", "\r", "\0", "\x0b", "\x1c", "\x85", "\N{LINE SEPARATOR}", "\N{NO-BREAK SPACE}",
    "\N{THIN SPACE}", "\N{SOFT HYPHEN}", "\N{COMBINING ACUTE ACCENT}", "<br/>", "<p>", "</p>",
    "<br>", "# ", "## ", "### ", "#### ", "- ", "**ID:** ", "(ID: FOR.1)", "\N{GRINNING FACE}",
    '"', "\\", "\\n", "\N{ZERO WIDTH NO-BREAK SPACE}", "\N{ARABIC-INDIC DIGIT THREE}",
)  # fmt: skip
_DAMAGES: tuple[Damage, ...] = (
    _drop, _double, _swap, _cut, _truncate, _join, _dedent, _graft, _sprinkle,
)  # fmt: skip


def damaged(chance: random.Random, sheets: Sequence[str]) -> str:
    """Return a sheet with one to eight damages."""
    lines = chance.choice(sheets).split("\n")
    others = chance.choice(sheets).split("\n")
    for _ in range(chance.randint(1, 8)):
        if lines:
            chance.choice(_DAMAGES)(chance, lines, others)
    return "\n".join(lines)


def lost_words(problems: Sequence[Problem]) -> list[str]:
    """Return the words of the lines that found no place."""
    return list(chain.from_iterable(words(each.lost) for each in problems))


def check_accounted(sheet: str, kind: SheetKind = METIER) -> None:
    """Assert that every word of a sheet is exported or told, and that a second trip is the same."""
    record, problems = kind.read(sheet)
    exported = ""
    if record is not None:
        back = kind.from_graph(record.id, dict.fromkeys(kind.triples(record)))
        assert back == record
        exported = kind.render(back)
        assert kind.read(exported)[0] == record
    said = Counter(words(exported)) + Counter(lost_words(problems))
    assert said == Counter(words(sheet)), (
        said - Counter(words(sheet)) or Counter(words(sheet)) - said
    )
