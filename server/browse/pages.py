"""The pages of single things, rendered: which template shows which view model."""

from collections.abc import Callable, Mapping

from flask import render_template, request

from server.browse.address import Address
from server.browse.concept import Concept
from server.browse.esco import read_appellation, read_isco, read_profession
from server.browse.fap import read_famille
from server.browse.formation import read_certification, read_formation
from server.browse.generic import read_graph, read_resource
from server.browse.listed import read_listed
from server.browse.metier import read_metier
from server.browse.occupation import occupation
from server.browse.onisep import read_domaine, read_specialite
from server.browse.rome import read_rome_v3, read_rome_v4
from server.browse.rome_items import read_item
from server.browse.vocabulary import read_vocabulary
from server.current import release
from server.engine import Engine
from server.iris import Document

__all__ = ["graph_page", "ontology_page", "page_number", "thing_page"]

_READERS: Mapping[str, Callable[[Engine, str, int], Concept]] = {
    "niveau": read_listed,
    "statut": read_listed,
    "interet": read_listed,
    "secteur": read_listed,
    "formation": read_formation,
    "certification": read_certification,
    "rome/v3": read_rome_v3,
    "rome/v4": read_rome_v4,
    "rome/appellation": read_appellation,
    "rome/competence": read_item,
    "rome/savoir": read_item,
    "rome/contexte": read_item,
    "rome/centre-interet": read_item,
    "domaine-onisep": read_domaine,
    "gfe": read_domaine,
    "nsf": read_specialite,
    "fap": read_famille,
    "esco/occupation": read_profession,
    "esco/isco": read_isco,
}
"""By folder of the document, the reader of what it holds; the others have the page of all."""


def page_number() -> int:
    """Return the page that the request asks for, 1 if it makes no sense."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def thing_page(whole: Document) -> str:
    """Return the page of a thing that the graph knows."""
    engine = release().engine
    folder = whole.path.rpartition("/")[0]
    if folder == "metier":
        page = read_metier(engine, whole.iri)
        read = occupation(page, Address().of(whole))
        return render_template("metier.html", page=page, doc=whole, occupation=read)
    reader = _READERS.get(folder)
    if reader is None:
        return render_template("generic.html", page=read_resource(engine, whole.iri), doc=whole)
    concept = reader(engine, whole.iri, page_number())
    return render_template("concept.html", page=concept, doc=whole)


def graph_page(iri: str) -> str:
    """Return the page of a named graph that exists."""
    return render_template("graph.html", page=read_graph(release().engine, iri))


def ontology_page() -> str:
    """Return the page of the vocabulary."""
    return render_template("ontology.html", terms=read_vocabulary(release().engine))
