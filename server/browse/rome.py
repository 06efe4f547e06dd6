"""The pages of a code, a domaine or a grand domaine of the ROME, V3 or V4."""

from collections import Counter
from collections.abc import Sequence

import pyoxigraph as ox

from ontology.folding import fold
from queries import find
from server.browse.concept import (
    Concept,
    Fact,
    Group,
    Node,
    Text,
    metiers,
    neighbours,
    plural,
)
from server.browse.paging import Page, paginate
from server.browse.prose import blocks
from server.browse.rome_items import items
from server.browse.said import Said, read_said
from server.browse.wording import number
from server.engine import Engine, Row
from server.iris import anchor, tail

__all__ = ["read_rome_v3", "read_rome_v4"]

_RIASEC = {
    "R": "réaliste",
    "I": "investigateur",
    "A": "artistique",
    "S": "social",
    "E": "entreprenant",
    "C": "conventionnel",
}
_FLAGS = {
    "mg:emploiReglemente": "emploi réglementé",
    "mg:emploiCadre": "emploi de cadre",
    "mg:transitionEcologique": "transition écologique",
    "mg:transitionNumerique": "transition numérique",
    "mg:transitionDemographique": "transition démographique",
}


def read_rome_v3(engine: Engine, iri: str, page: int) -> Concept:
    """Read a code of the ROME V3, or what is above codes, with the métiers that are under it."""
    found = metiers(engine, "rome_metiers", iri, page)
    lead = plural(found.total, "Un métier en relève", f"{number(found.total)} métiers en relèvent")
    return _read(engine, iri, "ROME V3", "ROME 4.0", [_familles(engine, iri)], lead, found)


def read_rome_v4(engine: Engine, iri: str, page: int) -> Concept:
    """Read a code of the ROME V4, or what is above codes.

    No source ties a métier to a code V4: those on the page have a code V3 that shares an
    appellation with it.
    """
    found = _behind(engine, iri, page)
    lead = plural(
        found.total,
        "Par son code V3, un métier a une appellation en commun avec lui",
        f"{number(found.total)} métiers ont, par leur code V3, une appellation en commun avec lui",
    )
    groups = [_mobilites(engine, iri), *items(engine, iri)]
    return _read(engine, iri, "ROME 4.0", "ROME V3", groups, lead, found)


def _read(
    engine: Engine,
    iri: str,
    version: str,
    other: str,
    groups: Sequence[Group],
    lead: str,
    found: Page[Node],
) -> Concept:
    said = read_said(engine, iri)
    notation = said.text("skos:notation") or tail(iri)
    is_code = len(notation) > 3
    return Concept(
        iri=iri,
        kind=version,
        title=said.text("skos:prefLabel") or notation,
        index="/rome",
        code=notation,
        definition=blocks(said.text("skos:definition")),
        facts=_facts(said),
        texts=[
            Text("Accès à l'emploi", blocks(said.text("mg:accesEmploi"))),
            Text("Conditions d'exercice", blocks(said.text("mg:conditionsExercice"))),
        ],
        tree=neighbours(engine, iri),
        groups=[*(_appellations(engine, iri, other) if is_code else ()), *groups],
        lead=lead,
        metiers=found if found.total or is_code or version == "ROME V3" else None,
    )


def _facts(said: Said) -> list[Fact]:
    letters = [*said.texts("mg:riasecMajeur"), *said.texts("mg:riasecMineur")]
    profile = [Node("", f"{letter} ({_RIASEC.get(letter, 'inconnu')})") for letter in letters]
    gone = [Node(edition.iri, tail(edition.iri)) for edition in said.nodes("mg:absentDe")]
    return [
        Fact("N'est plus dans l'édition", gone),
        Fact("Profil RIASEC", profile),
        said.fact("Centres d'intérêt", "mg:interetRome"),
        Fact(
            "Signalé comme", [Node("", words) for name, words in _FLAGS.items() if said.flag(name)]
        ),
    ]


def _appellations(engine: Engine, iri: str, other: str) -> list[Group]:
    """Return the appellations of a code, and the codes of the other version that share them."""
    rows = engine.select(find("browse/rome_appellations"), iri=ox.NamedNode(iri))
    named: dict[str, Node] = {}
    codes: dict[str, Row] = {}
    shared: Counter[str] = Counter()
    for row in rows:
        found, code = row.iri("appellation"), row.optional_iri("other")
        note = "" if code else f"pas dans le {other}"
        named.setdefault(found, Node(found, row.text("label"), note=note))
        if code:
            codes[code] = row
            shared[code] += 1
    ranked = sorted(shared, key=lambda code: (-shared[code], code))
    nodes = [
        Node(
            code,
            codes[code].text("otherLabel") or codes[code].text("notation"),
            codes[code].text("notation"),
            plural(shared[code], "une appellation", "{} appellations"),
        )
        for code in ranked
    ]
    return [
        Group(f"Les codes du {other} qui ont de ces appellations", nodes),
        Group("Appellations", sorted(named.values(), key=lambda node: fold(node.label))),
    ]


def _mobilites(engine: Engine, iri: str) -> Group:
    rows = engine.select(find("browse/rome_mobilites"), iri=ox.NamedNode(iri))
    nodes = {
        row.iri("target"): Node(
            row.iri("target"),
            row.text("label") or row.text("notation"),
            row.text("notation"),
            f"rang {row.text('rang')}" if row.text("rang") else "",
            anchor(row.optional_iri("place") or ""),
        )
        for row in rows
    }
    return Group("Mobilités", list(nodes.values()))


def _familles(engine: Engine, iri: str) -> Group:
    found: dict[str, list[Row]] = {}
    for row in engine.select(find("browse/rome_fap"), iri=ox.NamedNode(iri)):
        found.setdefault(row.iri("famille"), []).append(row)
    nodes = [
        Node(
            famille,
            rows[0].text("label") or rows[0].text("notation"),
            rows[0].text("notation"),
            qualified([row.text("qualification") for row in rows]),
        )
        for famille, rows in found.items()
    ]
    return Group("Familles professionnelles (FAP-2009)", nodes)


def qualified(digits: Sequence[str]) -> str:
    """Return the condition under which a code leads to a family; empty if there is none."""
    known = sorted({digit for digit in digits if digit})
    return f"avec la qualification {' ou '.join(known)}" if known else ""


def _behind(engine: Engine, iri: str, page: int) -> Page[Node]:
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
            note=plural(shared[metier], "une appellation en commun", "{} appellations en commun"),
        )
        for metier in ranked
    ]
    return paginate(nodes, page)
