"""Sheet on a formation: read back from its named graph, and written in the layout of its source."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from loader.facts.formations import joined_type
from loader.model import iris
from loader.model.rdf_terms import (
    CODE_RNCP,
    CODE_SCOLARITE,
    DUREE,
    NAME,
    NIVEAU_CERTIFICATION,
    NIVEAU_INDICATIF,
    NOTATION,
    PREF_LABEL,
    SIGLE,
    TUTELLE,
    TYPE_FORMATION,
    TYPE_FORMATION_SIGLE,
    URL,
    Triple,
)
from loader.records import Rubrique
from loader.records.formations import Champ, FicheFormation, TypeFormation
from loader.records.ideo_metiers import SousDomaine
from loader.render.graph_description import GraphDescription
from loader.render.prose import section_lines
from loader.sources.formation_markdown.layout import (
    NSF_SEPARATOR,
    CartoucheLabels,
    Layout,
    link,
)
from loader.sources.markdown_sheet.frame import TITRE_MARK

_PREDICATES: Final[Mapping[Champ, NamedNode]] = MappingProxyType(
    {
        Champ.CODE_SCOLARITE: CODE_SCOLARITE,
        Champ.SIGLE: SIGLE,
        Champ.DUREE: DUREE,
        Champ.NIVEAU_CERTIFICATION: NIVEAU_CERTIFICATION,
        Champ.NIVEAU_SORTIE: NIVEAU_INDICATIF,
        Champ.CODE_RNCP: CODE_RNCP,
        Champ.TUTELLE: TUTELLE,
        Champ.LIEN: URL,
    }
)
_PROSE: Final = (
    Rubrique.DESCRIPTION,
    Rubrique.ACCES_FORMATION,
    Rubrique.ATTENDUS,
    Rubrique.POURSUITE_ETUDES,
)


def formation_from_graph(id_: str, triples: Iterable[Triple]) -> FicheFormation | None:
    """Return what a sheet prints of the formation that a graph describes.

    None when the graph holds no title for this id.
    """
    found = GraphDescription(id_, triples)
    node = iris.formation(id_)
    titre = found.text(node, PREF_LABEL)
    if titre is None:
        return None
    type_ = TypeFormation(
        found.text(node, TYPE_FORMATION), None, found.text(node, TYPE_FORMATION_SIGLE)
    )
    champs = {each: found.text(node, predicate) for each, predicate in _PREDICATES.items()}
    champs |= {Champ.TYPE: joined_type(type_), Champ.PAGE: found.text(iris.fiche(id_), URL)}

    def wording(element: NamedNode) -> str:
        return found.required(element, NAME)

    return FicheFormation(
        id=id_,
        titre=titre,
        champs={each: value for each in Champ if (value := champs.get(each))},
        specialites=found.items(Rubrique.SPECIALITES, lambda node: found.required(node, NOTATION)),
        sections=found.sections(_PROSE),
        metiers=found.elements(Rubrique.METIERS_ASSOCIES, wording),
        domaines=found.elements(Rubrique.DOMAINES, lambda node: _sous_domaine(wording(node))),
    )


def _sous_domaine(path: str) -> SousDomaine:
    domaine, _, libelle = path.partition("/")
    return SousDomaine(libelle, domaine)


def render_formation(fiche: FicheFormation, layout: Layout) -> str:
    """Return the sheet: reading it again, by the same layout, gives the same record."""
    lines = [f"{TITRE_MARK}{fiche.titre}", ""]
    for cartouche in layout.cartouches:
        lines += _cartouche(fiche, cartouche)
    for section in fiche.sections:
        lines += section_lines(layout.prose[section.rubrique], section, layout.frame)
    domaines = None if fiche.domaines is None else [each.path for each in fiche.domaines]
    for rubrique, items in (
        (Rubrique.METIERS_ASSOCIES, fiche.metiers),
        (Rubrique.DOMAINES, domaines),
    ):
        if items is not None:
            lines += (layout.lists[rubrique], "", *(f"- {item}" for item in items), "")
    return "\n".join(lines).rstrip("\n") + "\n"


def _cartouche(fiche: FicheFormation, labels: CartoucheLabels) -> Iterator[str]:
    values = {label: _value(fiche, label.part) for label in labels.valued}
    if not any(values.values()):
        return
    yield from (labels.heading, "")
    for label, value in values.items():
        if value:
            if label.is_apart:
                yield ""
            yield f"{label.text} {value}"
    yield ""


def _value(fiche: FicheFormation, part: Champ | Rubrique) -> str | None:
    """Return what stands on the line of a label, None where there is no such line."""
    if part is Rubrique.SPECIALITES:
        return NSF_SEPARATOR.join(fiche.specialites) if fiche.specialites else None
    written = fiche.champs.get(Champ(part))
    return link(written) if written and part in (Champ.LIEN, Champ.PAGE) else written
