"""The years of study read on the real sheets, against readings made by hand.

`durees.tsv`, beside the project, holds readings of parcours that were read wrong or not at all,
each with the kind of its fault. Here stand `annees_avant.tsv`, all that the reader of then read,
and `annees_lues.tsv`, 80 other parcours drawn among all (`random.Random(80)`) and read by hand.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from loader.facts.etudes import parcours
from loader.sources.fiche_markdown import read_fiche

pytestmark = pytest.mark.corpus

HERE = Path(__file__).parent
NOTHING = (None, None)
Years = tuple[Decimal | None, Decimal | None]

NOT_YET = {
    "MET.377": "which of two complements is taken is not said",
    "MET.518": "« titulaire d'un bac + 5 » is five years, its training in post is not counted",
    "MET.593": "a licence pro « après un bac + 2 » has no duration of its own",
    "MET.945": "« bac + 5 au moins » leaves no maximum",
}
"""Readings of `durees.tsv` that the rules do not give, and why."""

CORRECTED = {
    ("MET.65", "3e"), ("MET.65", "bac-ou-equivalent"), ("MET.116", "bac-ou-equivalent"),
    ("MET.205", "bac-ou-equivalent"), ("MET.481", "bac-ou-equivalent"), ("MET.783", ""),
    ("MET.803", "3e"), ("MET.803", "bac-ou-equivalent"),  # months are read
    ("MET.115", ""),  # « de 4 à 7 ans » opens a paragraph
    ("MET.232", "bac-ou-equivalent"),  # the doctorate « (8 ans après le bac) » is another path
    ("MET.268", "3e"),  # « 2 ans après un CAP » is four from the 3e
    ("MET.372", "bac-ou-equivalent"),  # « 8 ans au minimum » leaves no maximum
    ("MET.750", "bac-ou-equivalent"), ("MET.818", "bac-ou-equivalent"),  # « puis … de stage »
    ("MET.864", "bac-ou-equivalent"),  # « 1 an supplémentaire »
}  # fmt: skip
"""Parcours that `durees.tsv` does not name and that were wrong too, each read by hand."""


class Reading(NamedTuple):
    metier: str
    depart: str
    years: Years


@pytest.fixture(scope="module")
def readings(corpus_folder: Path) -> dict[str, list[tuple[str, Years]]]:
    """Return what is read of each métier: pairs of a departure and years."""
    found: dict[str, list[tuple[str, Years]]] = defaultdict(list)
    for path in (corpus_folder / "onisep" / "fiches").glob("*.md"):
        fiche, _ = read_fiche(path.read_text("utf-8"), path.name)
        assert fiche
        for section in fiche.sections:
            for _, studies in parcours(section):
                years = (studies.annees_min, studies.annees_max)
                found[fiche.id].append((studies.depart or "", years))
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@cache
def _known(name: str) -> list[Reading]:
    return [
        Reading(row["metier"], row["depart"], (_number(row["min"]), _number(row["max"])))
        for row in _rows(HERE / name)
    ]


def _number(written: str) -> Decimal | None:
    return Decimal(written) if written else None


def _is_right(written: str, found: Iterable[tuple[str, Years]]) -> bool:
    """Tell whether a reading written by hand is among those found.

    « 3e 3, bac 2-3 » is two; « 5 + 18 months » a sum; « ≤ 1 » has no minimum that counts; « ? »
    asks for any years.
    """
    if written == "?":
        return any(years != NOTHING for _, years in found)
    if "," in written and "bac" in written:
        first, second = re.sub(r"\(.*\)", "", written).split(",")
        return all(
            _is_right(number, [each for each in found if each[0].startswith(depart)])
            for depart, number in (each.split() for each in (first, second))
        )
    numbers = [Decimal(each) for each in re.findall(r"\d+(?:\.\d)?", written.split(" from")[0])]
    if "months" in written:
        numbers = [numbers[0] + numbers[1] / 12]
    if written.startswith("≤"):
        return any(years[1] == numbers[0] for _, years in found)
    last = None if written.endswith("+") else numbers[min(1, len(numbers) - 1)]
    if "(" in written:
        last = numbers[0]
    return any(years == (numbers[0], last) for _, years in found)


def _verdicts(
    corpus_folder: Path, found: dict[str, list[tuple[str, Years]]]
) -> Iterable[tuple[str, str, bool]]:
    """Yield, for each reading of `durees.tsv`, its kind, its métier and whether it is found."""
    for row in _rows(corpus_folder.parent / "more" / "durees.tsv"):
        depart = row["depart"]
        among = [
            (start, years)
            for start, years in found.get(row["metier"], ())
            if row["cas"] == "K7" or start.startswith(depart)
        ]
        yield row["cas"], row["metier"], _is_right(row["annees"], among)


def _by_metier(known: Iterable[Reading]) -> dict[str, list[tuple[str, Years]]]:
    found: dict[str, list[tuple[str, Years]]] = defaultdict(list)
    for metier, depart, years in known:
        found[metier].append((depart, years))
    return found


def test_readings_by_hand(
    corpus_folder: Path, readings: dict[str, list[tuple[str, Years]]]
) -> None:
    before = list(_verdicts(corpus_folder, _by_metier(_known("annees_avant.tsv"))))
    now = list(_verdicts(corpus_folder, readings))
    of_kind, right_before, right_now = (
        Counter(kind for kind, _, right in verdicts if right or all_)
        for verdicts, all_ in ((now, True), (before, False), (now, False))
    )
    print("kind: readings, right before, right now")
    for kind, count in sorted(of_kind.items()):
        print(f"{kind}: {count}, {right_before[kind]}, {right_now[kind]}")
    assert {metier for _, metier, right in now if not right} == set(NOT_YET)
    assert right_now.total() >= 0.95 * len(now)
    lost = [b for b, n in zip(before, now, strict=True) if b[2] and not n[2]]
    assert lost == []


def test_what_was_right_stays_right(
    corpus_folder: Path, readings: dict[str, list[tuple[str, Years]]]
) -> None:
    faults = _rows(corpus_folder.parent / "more" / "durees.tsv")
    wrong = {(row["metier"], row["depart"]) for row in faults}
    altered = {
        (each.metier, each.depart)
        for each in _known("annees_avant.tsv")
        if (each.depart, each.years) not in readings[each.metier]
        if not any(
            metier == each.metier and each.depart.startswith(depart) for metier, depart in wrong
        )
    }
    print("altered, and read by hand:", *sorted(altered), sep="\n")
    assert altered == CORRECTED


def test_parcours_that_were_drawn(readings: dict[str, list[tuple[str, Years]]]) -> None:
    drawn = _known("annees_lues.tsv")
    stated = [each for each in drawn if each.years != NOTHING]
    right = [each for each in stated if (each.depart, each.years) in readings[each.metier]]
    spoken = [
        each
        for each in drawn
        if any(start == each.depart and y != NOTHING for start, y in readings[each.metier])
    ]
    missed = [each for each in stated if each not in right]
    print(f"{len(drawn)} parcours, {len(stated)} with years, {len(right)} right; missed: {missed}")
    assert len(drawn) == 80
    assert len(right) >= 0.98 * len(spoken)
    assert len(right) >= 0.95 * len(stated)
