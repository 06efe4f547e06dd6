"""Edition names: a date (`2025-10`), a number (`v460`), or any other short name.

Only dates, or numbers, come one after the other: no other two names can be put in order.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

_NAME = re.compile(r"[0-9a-z][0-9a-z.-]{0,39}", re.ASCII)
_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_NUMBER = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,3})", re.ASCII)
_VERSION, *_IN_FILE_NAME = (
    (re.compile(rf"(?<![0-9A-Za-z]){pattern}(?![0-9])"), form)
    for pattern, form in (
        (r"v(\d{3,9})", "v{0}"),
        (r"(20\d\d)[-_]([01]\d)[-_]([0-3]\d)", "{0}-{1}-{2}"),
        (r"(20\d\d)-([01]\d)", "{0}-{1}"),
        (r"(20\d\d)([01]\d)([0-3]\d)", "{0}-{1}-{2}"),
        (r"([0-3]\d)([01]\d)(20\d\d)", "{2}-{1}-{0}"),
        (r"v(\d{3,9})", "v{0}"),
        (r"v(\d{1,9}\.\d{1,9})", "v{0}"),
        (r"(?<!MET\.)(20\d\d)", "{0}"),
    )
)
_YEAR: Final = r"(?P<y>(?:19|20)\d\d)"
_DATES_BADLY_WRITTEN: Final = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{_YEAR}[.-](?P<m>\d\d?)(?:[.-](?P<d>\d\d?))?",
        rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)?",
        rf"(?:(?P<d>\d\d?)[.-])?(?P<m>\d\d?)[.-]{_YEAR}",
        rf"(?P<d>\d\d)(?P<m>\d\d){_YEAR}",
    )
)


def name_fault(name: str) -> str:
    """Return why a name is not that of an edition, in French; nothing where it is."""
    if not _NAME.fullmatch(name):
        return "une édition s'écrit en 40 chiffres, minuscules, points et tirets au plus"
    if found := _DATE.fullmatch(name):
        return "" if _day(*found.groups()) else "ce n'est pas une date"
    written = [found for each in _DATES_BADLY_WRITTEN if (found := each.fullmatch(name))]
    if not written:
        return ""
    for found in written:
        if day := _day(*found.group("y", "m", "d")):
            return f"une date s'écrit année-mois-jour : {day} ?"
    return "ce n'est pas une date"


def _day(year: str, month: str | None, day: str | None) -> str | None:
    """Return a day, a month or a year as an edition is called, None if there is no such day."""
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole[: 10 if day else 7 if month else 4]


def edition_order(name: str) -> tuple[str, tuple[int, ...]] | None:
    """Return the family of a name and its place in it, None for a name that has no order."""
    if found := _DATE.fullmatch(name):
        return "date", tuple(int(part) for part in found.groups() if part)
    if found := _NUMBER.fullmatch(name):
        return "numéro", tuple(map(int, found[1].split(".")))
    return None


def edition_in_name(name: str) -> str | None:
    """Return the date or the version that a file's name holds."""
    return next((edition for form in _IN_FILE_NAME for edition in _found(name, *form)), None)


def version_in_name(name: str) -> str | None:
    """Return the version that the name of a table of the ROME holds (`v460`)."""
    return next(_found(name, *_VERSION), None)


def _found(name: str, pattern: re.Pattern[str], form: str) -> Iterator[str]:
    for found in pattern.finditer(name):
        edition = form.format(*found.groups())
        if not name_fault(edition):
            yield edition


def may_be_same(one: str, other: str) -> bool:
    """Tell whether two names may be those of one edition: `2025-10` and `2025-10-01` may."""
    orders = edition_order(one), edition_order(other)
    if orders[0] is None or orders[1] is None:
        return one == other
    (family, numbers), (other_family, others) = orders[0], orders[1]
    shared = min(len(numbers), len(others))
    return family == other_family and numbers[:shared] == others[:shared]
