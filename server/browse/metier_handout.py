"""Hand-out of a métier: its level, studies, pay and codes; how one gets there; what is near."""

from collections.abc import Iterable, Sequence
from typing import Final

from server.browse.formations_by_level import Level
from server.browse.formatting import truncate
from server.browse.handout import (
    LEAD,
    LONGEST,
    SOURCES,
    Handout,
    HandoutFact,
    HandoutPart,
    brief_fact,
    joined,
    share,
)
from server.browse.metier import MetierPage, read_metier
from server.browse.qr_code import qr_code
from server.browse.salaire import SalaireCard
from server.browse.studies import Studies, read_studies
from server.engine import Engine
from server.http.language import gettext
from server.iris import DocumentPath

__all__ = ["read_metier_handout"]

_SHORT: Final = 52
"""Letters of a heading."""
_ROUTES, _NAMES = 825, 1100
"""Letters of all the routes into a métier, and of all the names of its formations."""
_MOST_ROUTES, _MOST_LEVELS = 5, 6


def read_metier_handout(engine: Engine, metier: DocumentPath, root: str) -> Handout:
    """Read the hand-out of a métier; `root` is the address of the site, as readers know it."""
    page, studies = read_metier(engine, metier.iri), read_studies(engine, metier.iri)
    return Handout(
        iri=page.iri,
        title=page.title,
        forms=() if page.forms == (page.title,) else page.forms,
        lead=truncate(page.description, LEAD),
        notice="" if page.has_fiche else _undescribed(),
        facts=[fact for fact in _facts(page, studies) if fact.values],
        parts=[part for part in _parts(page, studies) if part.lines],
        sources=[source.edition for source in page.sources][:SOURCES],
        qr=qr_code(root + metier.url().removeprefix("/")),
    )


def _undescribed() -> str:
    return str(gettext("Ce métier est nommé par une source, mais aucune fiche ne le décrit ici."))


def _facts(page: MetierPage, studies: Studies) -> Iterable[HandoutFact]:
    def linked(name: str, title: str, most: int) -> HandoutFact:
        return brief_fact(title, [link.label for link in page.links.get(name, ())], most)

    yield linked("niveau", gettext("Niveau d'accès minimum"), 2)
    yield brief_fact(
        gettext("Durée des études"), [str(each) for each in studies.lengths], 4, is_french=True
    )
    yield brief_fact(*_pay(page.salaire), 4)
    yield linked("statut", gettext("Statuts"), 6)
    yield linked("interet", gettext("Centres d'intérêt"), 6)
    yield linked("secteur", gettext("Secteurs"), 6)
    codes = [f"{each.notation} {each.code.label}" for each in page.rome]
    yield brief_fact("ROME V3", codes, 4, is_french=True)
    bridged = [f"{each.code.code} {each.code.label}" for each in page.bridge.codes]
    yield brief_fact("ROME 4.0", bridged, 3, more=page.bridge.more_codes, is_french=True)


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
    long = share(_ROUTES, len(said))
    lines = [(name, truncate(text, long)) for name, text in said]
    yield HandoutPart(gettext("Comment y accéder"), lines, len(studies.routes[_MOST_ROUTES:]))
    yield _formations(gettext("Formations"), page.formations)
    if not page.formations:
        yield _formations(gettext("Des formations y préparent"), page.preparations)
    near = [link.label for link in page.links.get("metier", ())]
    near += [one.label for one in page.near]
    yield HandoutPart(gettext("Métiers proches"), [("", joined(near, LONGEST))] if near else [])


def _formations(title: str, levels: Sequence[Level]) -> HandoutPart:
    """Return the first formations of each level."""
    shown = levels[:_MOST_LEVELS]
    long = share(_NAMES, len(shown))
    lines = [
        (level.name, joined([one.label for kind in level.kinds for one in kind.formations], long))
        for level in shown
    ]
    return HandoutPart(title, lines, sum(level.total for level in levels[_MOST_LEVELS:]))


def _one_line(text: str) -> str:
    """Return the lines of a text in one, parted as the sheets part diplomas."""
    return " ; ".join(line.strip(" ;") for line in text.splitlines() if line.strip(" ;"))
