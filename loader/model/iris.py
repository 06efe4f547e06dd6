"""IRIs of things: publishers' keys where they exist, label slugs for code lists.

An IRI never contains an edition, except that of a named graph.
"""

from functools import cache

from pyoxigraph import NamedNode

from loader.records import Publication, Rubrique
from ontology import base
from ontology.folding import slug


def metier(id_: str) -> NamedNode:
    """Return the occupation that a fiche describes."""
    return NamedNode(f"{base()}id/metier/{id_}")


def fiche(id_: str) -> NamedNode:
    """Return the document."""
    return NamedNode(f"{base()}id/fiche/{id_}")


def subject_of_fiche(id_: str) -> NamedNode:
    """Return what the fiche of that id is about: a métier, or a formation (`FOR.270`)."""
    return formation(id_) if id_.startswith("FOR.") else metier(id_)


def section(id_: str, rubrique: Rubrique) -> NamedNode:
    """Return a part of a fiche."""
    return NamedNode(f"{base()}id/fiche/{id_}/{rubrique}")


def element(id_: str, rubrique: Rubrique, position: int) -> NamedNode:
    """Return the passage or the list item at a position (from 1) of a part."""
    return NamedNode(f"{base()}id/fiche/{id_}/{rubrique}/{position}")


def salaire(id_: str, position: int) -> NamedNode:
    """Return a statement on pay of a métier."""
    return NamedNode(f"{base()}id/metier/{id_}/salaire/{position}")


def appellation(id_: str, titre: str, homonym: int = 1) -> NamedNode:
    """Return another title of a métier; `homonym` tells apart titles with one slug."""
    suffix = "" if homonym == 1 else f"-{homonym}"
    return NamedNode(f"{base()}id/metier/{id_}/appellation/{slug(titre)}{suffix}")


@cache
def rubrique(rubrique_: Rubrique) -> NamedNode:
    """Return the kind of a part, the same for all fiches."""
    return NamedNode(f"{base()}id/rubrique/{rubrique_}")


@cache
def formation(id_: str) -> NamedNode:
    """Return a formation by Onisep's id (`FOR.270`)."""
    return NamedNode(f"{base()}id/formation/{id_}")


@cache
def rome_v3(code: str) -> NamedNode:
    """Return a code, a domaine or a grand domaine of ROME V3."""
    return NamedNode(f"{base()}id/rome/v3/{code}")


@cache
def concept_by_label(scheme: str, label: str) -> NamedNode:
    """Return a concept of a code list (`niveau`, `statut`, `interet`) by any of its spellings."""
    return NamedNode(f"{base()}id/{scheme}/{slug(label)}")


def concept_by_slug(scheme: str, slug_: str) -> NamedNode:
    """Return a concept of a code list by its slug."""
    return NamedNode(f"{base()}id/{scheme}/{slug_}")


def publication(book: Publication) -> NamedNode:
    """Return a book by its ISBN, else by its title and year."""
    key = book.code or "-".join(filter(None, (slug(book.titre), book.annee)))
    return NamedNode(f"{base()}id/publication/{slug(key)}")


def lien(id_: str, position: int) -> NamedNode:
    """Return a link of a métier."""
    return NamedNode(f"{base()}id/metier/{id_}/lien/{position}")


def graph(source: str, edition: str, id_: str | None = None) -> NamedNode:
    """Return the named graph of a source's edition, or of one fiche of it."""
    tail = f"/{id_}" if id_ else ""
    return NamedNode(f"{base()}graph/{source}/{edition}{tail}")


def own_graph(name: str) -> NamedNode:
    """Return one of the project's own graphs: `ontologie`, `sources` or `release`."""
    return NamedNode(f"{base()}graph/{name}")


def edition(source: str, edition_: str) -> NamedNode:
    """Return one publication of a source."""
    return NamedNode(f"{base()}id/source/{source}/{edition_}")


def release(digest: str) -> NamedNode:
    """Return a release by its digest."""
    return NamedNode(f"{base()}id/release/{digest}")


@cache
def organisation(name: str) -> NamedNode:
    """Return an organisation that publishes, by the slug of its name."""
    return NamedNode(f"{base()}id/organisation/{slug(name)}")


def fichier(sha256: str) -> NamedNode:
    """Return a file that was read, named by the hexadecimal SHA-256 of its bytes."""
    return NamedNode(f"{base()}id/fichier/{sha256}")


@cache
def appellation_rome(ogr: str) -> NamedNode:
    """Return an appellation of ROME by its OGR number, the same in V3 and V4."""
    return NamedNode(f"{base()}id/rome/appellation/{ogr}")


@cache
def fap(code: str) -> NamedNode:
    """Return an occupational family of the FAP, of any level."""
    return NamedNode(f"{base()}id/fap/{code}")


def fap_passage(code: str, rome: str) -> NamedNode:
    """Return the condition under which a ROME V3 code leads to a family of the FAP."""
    return NamedNode(f"{base()}id/fap/{code}/rome/{rome}")


@cache
def publisher_iri(iri: str) -> NamedNode:
    """Return a thing under the IRI that its own publisher gives it, such as one of ESCO."""
    return NamedNode(iri)


@cache
def isco(code: str) -> NamedNode:
    """Return a group of ISCO under the IRI that ESCO publishes."""
    return NamedNode(f"http://data.europa.eu/esco/isco/C{code}")


# Formations, certifications and how Onisep files métiers


def formation_lien(id_: str, position: int) -> NamedNode:
    """Return a link of a formation."""
    return NamedNode(f"{base()}id/formation/{id_}/lien/{position}")


def poursuite(id_: str, position: int) -> NamedNode:
    """Return further studies of a formation."""
    return NamedNode(f"{base()}id/formation/{id_}/poursuite/{position}")


@cache
def nsf(code: str) -> NamedNode:
    """Return a speciality of the NSF: a discipline (`326`) or a fonction (`R`)."""
    return NamedNode(f"{base()}id/nsf/{code}")


def certification(certif_info: str) -> NamedNode:
    """Return a certification by its id in Certif Info."""
    return NamedNode(f"{base()}id/certification/{certif_info}")


@cache
def fiche_rncp(numero: str) -> NamedNode:
    """Return a fiche of the register of certifications by its number (`RNCP38228`, `RS6117`)."""
    return NamedNode(f"{base()}id/rncp/{numero}")


@cache
def formacode(code: str) -> NamedNode:
    """Return a field of training by its Formacode, five digits."""
    return NamedNode(f"{base()}id/formacode/{code}")


@cache
def gfe(lettre: str) -> NamedNode:
    """Return a groupe formation emploi by its letter."""
    return NamedNode(f"{base()}id/gfe/{lettre}")


# The ROME


@cache
def rome_v4(code: str) -> NamedNode:
    """Return a code, a domaine or a grand domaine of ROME V4."""
    return NamedNode(f"{base()}id/rome/v4/{code}")


def mobilite(code: NamedNode, target: str) -> NamedNode:
    """Return the rank that a code of ROME gives to a move to another code."""
    return NamedNode(f"{code.value}/mobilite/{target}")


@cache
def competence_rome(ogr: str) -> NamedNode:
    """Return a compétence or a macro-compétence of ROME V4 by its OGR number."""
    return NamedNode(f"{base()}id/rome/competence/{ogr}")


def savoir_rome(ogr: str) -> NamedNode:
    """Return a savoir of ROME V4 by its OGR number."""
    return NamedNode(f"{base()}id/rome/savoir/{ogr}")


def contexte_rome(ogr: str) -> NamedNode:
    """Return a context of work of ROME V4 by its OGR number."""
    return NamedNode(f"{base()}id/rome/contexte/{ogr}")


@cache
def interet_rome(numero: str) -> NamedNode:
    """Return an interest of ROME V4 by its number."""
    return NamedNode(f"{base()}id/rome/centre-interet/{numero}")
