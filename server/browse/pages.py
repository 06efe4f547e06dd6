"""The pages of single things, rendered: which template shows which view model."""

from flask import render_template, request

from server.browse.concept import read_concept
from server.browse.generic import read_graph, read_resource, read_vocabulary
from server.browse.kinds import kind_of
from server.browse.metier import read_metier
from server.current import release
from server.iris import Document

__all__ = ["graph_page", "ontology_page", "page_number", "thing_page"]


def page_number() -> int:
    """Return the page that the request asks for, 1 if it makes no sense."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def thing_page(whole: Document) -> str:
    """Return the page of a thing that the graph knows."""
    engine = release().engine
    kind = kind_of(whole.iri)
    if kind is None:
        return render_template("generic.html", page=read_resource(engine, whole.iri), doc=whole)
    if kind.name == "metier":
        page = read_metier(engine, whole.iri)
        official = kind.publisher_page(page.notation)
        return render_template("metier.html", page=page, doc=whole, official=official)
    concept = read_concept(engine, whole.iri, kind, page_number())
    return render_template("concept.html", page=concept, doc=whole)


def graph_page(iri: str) -> str:
    """Return the page of a named graph that exists."""
    return render_template("graph.html", page=read_graph(release().engine, iri))


def ontology_page() -> str:
    """Return the page of the vocabulary."""
    return render_template("ontology.html", terms=read_vocabulary(release().engine))
