"""Pages of single things: the reader of each kind fills a view model, a template shows it."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import current_app, render_template, request

from server.browse.code_list_page import read_code, read_domaine, read_famille, read_specialite
from server.browse.concept import Concept
from server.browse.esco import read_appellation, read_isco, read_profession
from server.browse.formation import read_certification, read_formation
from server.browse.formation_handout import read_formation_handout
from server.browse.handout import Handout
from server.browse.metier import read_metier
from server.browse.metier_handout import read_metier_handout
from server.browse.page_address import PageAddress
from server.browse.pagination import page_number
from server.browse.provenance import read_thing_sources
from server.browse.resource_page import read_graph, read_resource
from server.browse.rome import read_rome_v3, read_rome_v4
from server.browse.rome_items import read_item
from server.browse.schema_org import occupation
from server.browse.vocabulary import read_vocabulary
from server.engine import Engine
from server.http.own_address import lasting_address
from server.iris import DocumentPath
from server.releases.current import release
from server.settings import SETTINGS, Settings

__all__ = ["HANDOUTS", "graph_page", "ontology_page", "thing_page"]

_READERS: Mapping[str, Callable[[Engine, str, int], Concept]] = {
    "niveau": read_code,
    "statut": read_code,
    "interet": read_code,
    "secteur": read_code,
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
HANDOUTS: Final[Mapping[str, Callable[[Engine, DocumentPath, str], Handout]]] = {
    "metier": read_metier_handout,
    "formation": read_formation_handout,
}
"""By folder of the document, what reads its hand-out."""
_PRINTED: Final = "impression"
"""The view (``vue=``) that is made for paper."""


def thing_page(whole: DocumentPath) -> str:
    """Return the page of a thing that the graph knows."""
    engine = release().engine
    folder = whole.path.rpartition("/")[0]
    if folder in HANDOUTS and request.args.get("vue") == _PRINTED:
        sheet = HANDOUTS[folder](engine, whole, lasting_address())
        return render_template("handout.html", sheet=sheet, doc=whole)
    if folder == "metier":
        page = read_metier(engine, whole.iri)
        read = occupation(page, PageAddress().of(whole))
        settings: Settings = current_app.config[SETTINGS]
        return render_template(
            "metier.html", page=page, doc=whole, occupation=read, market=settings.market is not None
        )
    reader = _READERS.get(folder)
    if reader is None:
        return render_template("generic.html", page=read_resource(engine, whole.iri), doc=whole)
    concept = reader(engine, whole.iri, page_number())
    # a code of a list is in every sheet, and the list is the project's
    sources = () if reader is read_code else read_thing_sources(engine, whole.iri)
    return render_template("concept.html", page=concept, doc=whole, sources=sources)


def graph_page(iri: str) -> str:
    """Return the page of a named graph that exists."""
    return render_template("graph.html", page=read_graph(release().engine, iri))


def ontology_page() -> str:
    """Return the page of the vocabulary."""
    return render_template("ontology.html", terms=read_vocabulary(release().engine))
