"""Sources and licences: each source, its editions, what it gives and lacks, how much it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from ontology import base
from queries import find
from server.browse.formatting import licence
from server.browse.vocabulary import term_name
from server.engine import Engine
from server.http.language import lazy_gettext
from server.releases.cached import CachedByRelease
from server.releases.current import release
from server.releases.layout import EditionEntry

__all__ = ["NOTES", "EditionSize", "SourceEdition", "SourceSummary", "blueprint", "read_sources"]

blueprint = Blueprint("sources", __name__)

NOTES: Final = {
    "onisep-metiers": (
        lazy_gettext(
            "Les fiches des métiers : ce qu'on y fait, le niveau d'accès, les formations, les "
            "codes ROME V3, les intérêts, les statuts, le salaire d'un débutant, les textes."
        ),
        lazy_gettext(
            "Ni code du ROME 4.0, ni nombre d'emplois ; le salaire n'est que celui d'un débutant, "
            "et beaucoup de fiches n'en donnent qu'un texte."
        ),
    ),
    "onisep-formations": (
        lazy_gettext(
            "Les fiches des formations : le type, la durée, ce qui est attendu, ce qui peut "
            "suivre, les métiers visés."
        ),
        lazy_gettext(
            "Une partie seulement des formations que les fiches métiers nomment ; "
            "ni lieux, ni places."
        ),
    ),
    "onisep-ideo-formations": (
        lazy_gettext(
            "Les formations initiales : leurs codes, leur niveau, leur tutelle, leurs domaines."
        ),
        lazy_gettext("Ni texte, ni métier visé ; ni lieux, ni places."),
    ),
    "onisep-ideo-metiers": (
        lazy_gettext("Les métiers rangés par domaine, avec leur code ROME V3."),
        lazy_gettext("Aucune date d'édition ; des métiers qui n'ont pas de fiche."),
    ),
    "onisep-table-passage": (
        lazy_gettext("Le lien entre formations de l'Onisep, certifications et codes RNCP."),
        lazy_gettext("Aucune date d'édition ; des certifications qui ne sont plus enregistrées."),
    ),
    "france-competences": (
        lazy_gettext(
            "Les certifications enregistrées (RNCP, répertoire spécifique) : échéances, blocs, "
            "codes ROME et Formacode."
        ),
        lazy_gettext("Aucun métier de l'Onisep : le lien passe par les formations."),
    ),
    "rome-v3": (
        lazy_gettext("Les codes du ROME V3, leurs domaines et leurs appellations."),
        lazy_gettext("Il n'est plus mis à jour ; les fiches de l'Onisep s'y rattachent encore."),
    ),
    "rome-v4": (
        lazy_gettext(
            "Les codes du ROME 4.0 : appellations, compétences, savoirs, contextes, mobilités, "
            "intérêts, RIASEC."
        ),
        lazy_gettext(
            "Aucun lien aux métiers de l'Onisep : il se tient par les appellations communes au V3."
        ),
    ),
    "esco": (
        lazy_gettext("Les professions européennes, en plusieurs langues, et les groupes CITP."),
        lazy_gettext("Aucun lien aux métiers de l'Onisep : il passe par les appellations du ROME."),
    ),
    "esco-rome": (
        lazy_gettext("À chaque appellation du ROME V3, la profession d'ESCO qui lui répond."),
        lazy_gettext(
            "Les appellations apparues depuis ; la seule relation la plus proche de chacune."
        ),
    ),
    "fap-2009": (
        lazy_gettext("Les familles professionnelles de la Dares et leur passage au ROME V3."),
        lazy_gettext("La nomenclature de 2021, et tout chiffre d'emploi : elle n'a que des noms."),
    ),
}
"""By source, what it gives and what it lacks, in our words."""
_SHOWN: Final = 6
"""How many classes of things are counted for an edition: the most numerous."""
_PARTS: Final = frozenset({f"{base()}ontology#Passage", f"{base()}ontology#Section"})
"""The classes of what only makes up a text."""


@dataclass(frozen=True)
class EditionSize:
    """How many graphs and triples an edition is said in, and things by class, the most first."""

    graphs: int
    triples: int
    things: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class SourceEdition:
    """An edition of a source, as the manifest has it, and how much it says.

    `things` are the names of classes with how many things of it are named.
    """

    entry: EditionEntry
    path: str
    size: EditionSize
    things: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class SourceSummary:
    """A source: what it gives, what it lacks, where its publisher has it, its editions."""

    id: str
    gives: str
    lacks: str
    page: str
    editions: Sequence[SourceEdition]

    @property
    def newest(self) -> EditionEntry:
        """The last edition, whose title, publisher and licence are the source's."""
        return self.editions[-1].entry

    @property
    def licence_name(self) -> str:
        """The usual name of the licence."""
        return licence(self.newest.licence)


@blueprint.get("/sources")
def sources() -> str:
    """Show the sources of the release that serves."""
    held = release()
    found = read_sources(held.engine, held.manifest.sources)
    return render_template("sources.html", sources=found, manifest=held.manifest)


def read_sources(engine: Engine, entries: Sequence[EditionEntry]) -> list[SourceSummary]:
    """Return the sources of some editions, in the order of their titles."""
    sizes, pages = _sizes(engine), _pages(engine)
    found: dict[str, list[EditionEntry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.title, entry.id)):
        found.setdefault(entry.id, []).append(entry)
    return [
        SourceSummary(
            id=id_,
            gives=str(NOTES[id_][0]) if id_ in NOTES else "",
            lacks=str(NOTES[id_][1]) if id_ in NOTES else "",
            page=next((page for each in some if (page := pages.get(_iri(each)))), ""),
            editions=[_edition(engine, each, sizes) for each in some],
        )
        for id_, some in found.items()
    ]


def _edition(
    engine: Engine, entry: EditionEntry, sizes: Mapping[str, EditionSize]
) -> SourceEdition:
    size = sizes.get(_iri(entry), EditionSize(0, 0, ()))
    things = [
        (term_name(engine, class_), count) for class_, count in size.things if class_ not in _PARTS
    ]
    return SourceEdition(entry, f"/doc/source/{entry.id}/{entry.edition}", size, things[:_SHOWN])


def _iri(entry: EditionEntry) -> str:
    return f"{base()}id/source/{entry.id}/{entry.edition}"


def _read_sizes(engine: Engine) -> Mapping[str, EditionSize]:
    things: dict[str, list[tuple[str, int]]] = {}
    for row in engine.select(find("browse/editions_contents")):
        things.setdefault(row.iri("edition"), []).append((row.iri("classe"), row.count("choses")))
    return {
        row.iri("edition"): EditionSize(
            row.count("graphes"), row.count("triplets"), things.get(row.iri("edition"), ())
        )
        for row in engine.select(find("browse/editions_sizes"))
    }


def _read_pages(engine: Engine) -> Mapping[str, str]:
    return {
        row.iri("iri"): page
        for row in engine.select(find("browse/editions"))
        if (page := row.optional_iri("page"))
    }


_sizes: Final = CachedByRelease(_read_sizes)
_pages: Final = CachedByRelease(_read_pages)
