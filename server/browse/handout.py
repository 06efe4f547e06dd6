"""Hand-out: what of a métier a counsellor gives on one sheet of paper, and where it comes from.

A sheet of A4 holds it by construction: so many items of each kind, each so many letters, what is
left out counted. What is said on paper is said for good: the release, its date, the address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from server.browse.formations_by_level import Level
from server.browse.formatting import truncate
from server.browse.metier import MetierPage, read_metier
from server.browse.name_lookup import NamedEdition
from server.browse.qr_code import QrCode, qr_code
from server.browse.salaire import SalaireCard
from server.browse.studies import Studies, read_studies
from server.engine import Engine
from server.http.language import gettext
from server.iris import DocumentPath

__all__ = ["Handout", "HandoutFact", "HandoutPart", "read_handout"]

_LEAD: Final = 420
_SHORT, _FACT = 52, 100
"""Letters of a heading, and of a fact."""
_ROUTES, _NAMES, _LONGEST = 825, 1100, 330
"""Letters of all the routes into a métier, of all the names of its formations, of one of either."""
_MOST_ROUTES, _MOST_LEVELS = 5, 6
_SOURCES: Final = 6


@dataclass(frozen=True)
class HandoutFact:
    """A fact in a few words: its first values, and how many more there are.

    `is_french` says that they are in French whatever the page speaks.
    """

    name: str
    values: Sequence[str]
    more: int = 0
    is_french: bool = False


@dataclass(frozen=True)
class HandoutPart:
    """Lines under a heading, each with what it is about, if anything; `more` are left out."""

    title: str
    lines: Sequence[tuple[str, str]]
    more: int = 0


@dataclass(frozen=True)
class Handout:
    """All that a sheet says of a métier."""

    iri: str
    title: str
    forms: Sequence[str]
    lead: str
    has_fiche: bool
    facts: Sequence[HandoutFact]
    parts: Sequence[HandoutPart]
    sources: Sequence[NamedEdition]
    qr: QrCode

    @property
    def address(self) -> str:
        """The address of the métier's page, which the code leads to."""
        return self.qr.text


def read_handout(engine: Engine, metier: DocumentPath, root: str) -> Handout:
    """Read the hand-out of a métier; `root` is the address of the site, as readers know it."""
    page, studies = read_metier(engine, metier.iri), read_studies(engine, metier.iri)
    return Handout(
        iri=page.iri,
        title=page.title,
        forms=() if page.forms == (page.title,) else page.forms,
        lead=truncate(page.description, _LEAD),
        has_fiche=page.has_fiche,
        facts=[fact for fact in _facts(page, studies) if fact.values],
        parts=[part for part in _parts(page, studies) if part.lines],
        sources=[source.edition for source in page.sources][:_SOURCES],
        qr=qr_code(root + metier.url().removeprefix("/")),
    )


def _facts(page: MetierPage, studies: Studies) -> Iterable[HandoutFact]:
    def linked(name: str, title: str, most: int) -> HandoutFact:
        return _fact(title, [link.label for link in page.links.get(name, ())], most)

    yield linked("niveau", gettext("Niveau d'accès minimum"), 2)
    yield _fact(
        gettext("Durée des études"), [str(each) for each in studies.lengths], 4, french=True
    )
    yield _fact(*_pay(page.salaire), 4)
    yield linked("statut", gettext("Statuts"), 6)
    yield linked("interet", gettext("Centres d'intérêt"), 6)
    yield linked("secteur", gettext("Secteurs"), 6)
    codes = [f"{each.notation} {each.code.label}" for each in page.rome]
    yield _fact("ROME V3", codes, 4, french=True)
    bridged = [f"{each.code.code} {each.code.label}" for each in page.bridge.codes]
    yield _fact("ROME 4.0", bridged, 3, more=page.bridge.more_codes, french=True)


def _fact(
    name: str, values: Sequence[str], most: int, more: int = 0, french: bool = False
) -> HandoutFact:
    shown = [truncate(value, _FACT) for value in values[:most]]
    return HandoutFact(str(name), shown, len(values[most:]) + more, french)


def _pay(salaire: SalaireCard | None) -> tuple[str, Sequence[str]]:
    """Return what pay is called, and the amounts."""
    if salaire is None:
        return "", ()
    title = gettext("Salaire")
    name = f"{title} ({salaire.stade})" if salaire.stade else str(title)
    return name, [*map(str, salaire.amounts)]


def _parts(page: MetierPage, studies: Studies) -> Iterable[HandoutPart]:
    routes = studies.routes[:_MOST_ROUTES]
    said = [(truncate(one.name, _SHORT), _one_line(one.text)) for one in routes]
    long = _share(_ROUTES, len(said))
    lines = [(name, truncate(text, long)) for name, text in said]
    yield HandoutPart(gettext("Comment y accéder"), lines, len(studies.routes[_MOST_ROUTES:]))
    yield _formations(gettext("Formations"), page.formations)
    if not page.formations:
        yield _formations(gettext("Des formations y préparent"), page.preparations)
    near = [link.label for link in page.links.get("metier", ())]
    near += [one.label for one in page.near]
    yield HandoutPart(gettext("Métiers proches"), [("", _joined(near, _LONGEST))] if near else [])


def _formations(title: str, levels: Sequence[Level]) -> HandoutPart:
    """Return the first formations of each level."""
    shown = levels[:_MOST_LEVELS]
    long = _share(_NAMES, len(shown))
    lines = [
        (level.name, _joined([one.label for kind in level.kinds for one in kind.formations], long))
        for level in shown
    ]
    return HandoutPart(title, lines, sum(level.total for level in levels[_MOST_LEVELS:]))


def _one_line(text: str) -> str:
    """Return the lines of a text in one, parted as the sheets part diplomas."""
    return " ; ".join(line.strip(" ;") for line in text.splitlines() if line.strip(" ;"))


def _share(letters: int, lines: int) -> int:
    """Return how many letters each of some lines may have."""
    return min(letters // max(lines, 1), _LONGEST)


def _joined(names: Sequence[str], most: int) -> str:
    """Return as many names as a line holds, one at least, and how many others there are."""
    shown: list[str] = []
    for name in names:
        if shown and sum(map(len, shown)) + 3 * len(shown) + len(name) > most:
            break
        shown.append(truncate(name, most))
    line, left = " ; ".join(shown), len(names) - len(shown)
    return (
        str(gettext("%(names)s ; et %(count)d de plus", names=line, count=left)) if left else line
    )
