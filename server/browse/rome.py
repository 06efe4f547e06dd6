"""Pages of a code, a domaine or a grand domaine of the ROME, V3 or V4."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse import name_lookup
from server.browse.concept import (
    Concept,
    ConceptGroup,
    ConceptText,
    Fact,
    Node,
    read_metiers,
    read_neighbours,
)
from server.browse.fiche_text import text_blocks
from server.browse.formatting import number
from server.browse.pagination import Page, paginate
from server.browse.property_values import PropertyValues, read_property_values
from server.browse.rome_appellations import read_appellations
from server.browse.rome_items import read_items
from server.engine import Engine, Row
from server.http.language import gettext, lazy_gettext, ngettext
from server.iris import anchor, tail

__all__ = ["RIASEC", "qualification_note", "read_rome_v3", "read_rome_v4"]

RIASEC: Final = {
    "R": lazy_gettext("réaliste"),
    "I": lazy_gettext("investigateur"),
    "A": lazy_gettext("artistique"),
    "S": lazy_gettext("social"),
    "E": lazy_gettext("entreprenant"),
    "C": lazy_gettext("conventionnel"),
}
"""The types of the RIASEC by their letters, in the order that gave them their name."""
_FLAGS: Final = {
    "mg:emploiReglemente": lazy_gettext("emploi réglementé"),
    "mg:emploiCadre": lazy_gettext("emploi de cadre"),
    "mg:transitionEcologique": lazy_gettext("transition écologique"),
    "mg:transitionNumerique": lazy_gettext("transition numérique"),
    "mg:transitionDemographique": lazy_gettext("transition démographique"),
}
_CODE: Final = len("M1605")


def read_rome_v3(engine: Engine, iri: str, page: int) -> Concept:
    """Read a code of the ROME V3, or what is above codes, with the métiers that are under it."""
    found = read_metiers(engine, "rome_metiers", iri, page)
    lead = ngettext(
        "Un métier en relève",
        "%(number)s métiers en relèvent",
        found.total,
        number=number(found.total),
    )
    return _read(engine, iri, "ROME V3", "ROME 4.0", [_familles(engine, iri)], lead, found)


def read_rome_v4(engine: Engine, iri: str, page: int) -> Concept:
    """Read a code of the ROME V4, or what is above codes.

    No source ties a métier to a code V4: those on the page have a code V3 that shares an
    appellation with it.
    """
    found = _metiers_behind(engine, iri, page)
    lead = ngettext(
        "Par son code V3, un métier a une appellation en commun avec lui",
        "%(number)s métiers ont, par leur code V3, une appellation en commun avec lui",
        found.total,
        number=number(found.total),
    )
    groups = [_mobilites(engine, iri), *read_items(engine, iri)]
    return _read(engine, iri, "ROME 4.0", "ROME V3", groups, lead, found)


def _read(
    engine: Engine,
    iri: str,
    version: str,
    other: str,
    groups: Sequence[ConceptGroup],
    lead: str,
    found: Page[Node],
) -> Concept:
    values = read_property_values(engine, iri)
    notation = values.text("skos:notation") or tail(iri)
    is_code = len(notation) == _CODE
    return Concept(
        iri=iri,
        kind=version,
        title=values.text("skos:prefLabel") or notation,
        index="/rome",
        code=notation,
        definition=text_blocks(values.text("skos:definition")),
        facts=_facts(values),
        texts=[
            ConceptText(gettext("Accès à l'emploi"), text_blocks(values.text("mg:accesEmploi"))),
            ConceptText(
                gettext("Conditions d'exercice"), text_blocks(values.text("mg:conditionsExercice"))
            ),
        ],
        tree=read_neighbours(engine, iri),
        groups=[*(read_appellations(engine, iri, other) if is_code else ()), *groups],
        lead=lead,
        entries=found if found.total or is_code or version == "ROME V3" else None,
        relation="mg:romeV3" if version == "ROME V3" and is_code else "",
    )


def _facts(values: PropertyValues) -> list[Fact]:
    letters = [*values.texts("mg:riasecMajeur"), *values.texts("mg:riasecMineur")]
    unknown = gettext("inconnu")
    profile = [Node("", f"{letter} ({RIASEC.get(letter, unknown)})") for letter in letters]
    gone = [Node(edition.iri, tail(edition.iri)) for edition in values.nodes("mg:absentDe")]
    flags = [Node("", str(words)) for name, words in _FLAGS.items() if values.flag(name)]
    return [
        Fact(gettext("N'est plus dans l'édition"), gone, "mg:absentDe"),
        Fact(gettext("Profil RIASEC"), profile, "mg:riasecMajeur"),
        values.fact(gettext("Centres d'intérêt"), "mg:interetRome"),
        Fact(gettext("Signalé comme"), flags),
    ]


def _mobilites(engine: Engine, iri: str) -> ConceptGroup:
    rows = engine.select(find("browse/rome_mobilites"), iri=ox.NamedNode(iri))
    nodes = {
        target: Node(
            target,
            name_lookup.name_of(engine, target) or tail(target),
            tail(target),
            gettext("rang %(rank)s", rank=row.text("rang")) if row.text("rang") else "",
            anchor(row.optional_iri("place") or ""),
        )
        for row in rows
        if (target := row.iri("target"))
    }
    return ConceptGroup(gettext("Mobilités"), list(nodes.values()), relation="mg:mobilite")


def _familles(engine: Engine, iri: str) -> ConceptGroup:
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("browse/rome_fap"), iri=ox.NamedNode(iri)):
        found.setdefault(row.iri("famille"), []).append(row)
    nodes = [
        Node(
            famille,
            rows[0].text("label") or rows[0].text("notation"),
            rows[0].text("notation"),
            qualification_note([row.text("qualification") for row in rows]),
        )
        for famille, rows in found.items()
    ]
    title = gettext("Familles professionnelles (FAP-2009)")
    return ConceptGroup(title, nodes, relation="skos:relatedMatch", is_incoming=True)


def qualification_note(digits: Sequence[str]) -> str:
    """Return the condition under which a code leads to a family; empty if there is none."""
    known = sorted({digit for digit in digits if digit})
    if not known:
        return ""
    return str(gettext("avec la qualification %(digits)s", digits=gettext(" ou ").join(known)))


def _metiers_behind(engine: Engine, iri: str, page: int) -> Page[Node]:
    shared: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in engine.select(find("api/rome_v4_metiers"), code=ox.NamedNode(iri)):
        metier = row.iri("metier")
        names[metier] = row.text("nom") or tail(metier)
        shared[metier] += row.count("appellations") or 0
    ranked = sorted(names, key=lambda metier: (-shared[metier], fold(names[metier])))
    nodes = [
        Node(
            metier,
            names[metier],
            note=ngettext(
                "une appellation en commun", "%(num)d appellations en commun", shared[metier]
            ),
        )
        for metier in ranked
    ]
    return paginate(nodes, page)
