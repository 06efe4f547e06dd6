"""`metiers export`: export fiches of the release that serves, from their named graphs alone."""

from collections.abc import Iterable
from pathlib import Path

import click
import pyoxigraph
from pyoxigraph import NamedNode

from loader.cli.console import home, track_writing
from loader.corpus.problems import LoaderError
from loader.model import nquads
from loader.model.rdf_terms import Triple
from loader.release.release_reader import BuiltRelease, edition_of, source_of
from loader.render import sheet_from_graph
from loader.sources import fiche_markdown
from loader.sources.formation_markdown import LAYOUTS
from ontology.jsonld import compacted
from ontology.turtle import turtle


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Toutes les fiches de la release, et de chacune toutes les éditions.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "ttl", "jsonld", "nt"]),
    default="md",
    show_default=True,
    help="La fiche telle qu'elle fut lue, ou son graphe en RDF.",
)
@click.option(
    "--source",
    type=click.Choice(sorted({fiche_markdown.SOURCE, *LAYOUTS})),
    help="Les fiches de cette source seulement : une formation peut en avoir deux.",
)
@click.option(
    "--into",
    metavar="DOSSIER",
    type=click.Path(file_okay=False, path_type=Path),
    help=(
        "Dossier où écrire un fichier par fiche (MET.797.md, et pour chaque autre édition"
        " SOURCE/ÉDITION/MET.797.md) ; sinon la sortie standard."
    ),
)
def command(
    ids: tuple[str, ...], every: bool, form: str, source: str | None, into: Path | None
) -> None:
    """Rendre des fiches, reconstruites mot pour mot depuis leur graphe nommé."""
    if bool(ids) == every:
        raise click.UsageError("donner des identifiants (MET.797), ou --all, mais pas les deux")
    release = BuiltRelease(home().current())
    asked = dict.fromkeys(id_.upper() for id_ in ids)
    wanted = (
        release.fiches(source) if every else [(id_, release.graph_of(id_, source)) for id_ in asked]
    )
    render = {"md": _markdown, "ttl": _turtle, "jsonld": _jsonld, "nt": _ntriples}[form]
    files = _files(wanted, form)
    for id_, graph in track_writing(wanted):
        text = render(id_, graph, release.triples(graph))
        if into is None:
            click.echo(text, nl=False)
        else:
            file = into / files[graph]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")


def _files(wanted: Iterable[tuple[str, NamedNode]], form: str) -> dict[NamedNode, str]:
    """Return where each graph is written: by its id, but for the first in a folder by edition."""
    first: dict[str, NamedNode] = {}
    return {
        graph: f"{id_}.{form}"
        if first.setdefault(id_, graph) == graph
        else f"{source_of(graph)}/{edition_of(graph)}/{id_}.{form}"
        for id_, graph in wanted
    }


def _markdown(id_: str, graph: NamedNode, triples: Iterable[Triple]) -> str:
    sheet = sheet_from_graph(id_, source_of(graph), triples)
    if sheet is None:
        raise LoaderError(f"{id_} : son graphe n'a pas de titre")
    return sheet


def _ntriples(_: str, __: NamedNode, triples: Iterable[Triple]) -> str:
    return nquads.encode_lines(sorted(nquads.default_graph_lines(triples))).decode()


def _turtle(_: str, __: NamedNode, triples: Iterable[Triple]) -> str:
    return turtle(_sorted(triples))


def _jsonld(_: str, __: NamedNode, triples: Iterable[Triple]) -> str:
    return compacted(_sorted(triples))


def _sorted(triples: Iterable[Triple]) -> list[pyoxigraph.Triple]:
    found = (pyoxigraph.Triple(*triple) for triple in triples)
    return sorted(found, key=lambda triple: f"{triple} .")
