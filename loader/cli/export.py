"""`metiers export`: export fiches of the release that serves, from their named graphs alone."""

from collections.abc import Iterable
from pathlib import Path

import click
import pyoxigraph

from loader.cli.console import home, track_writing
from loader.corpus.problems import LoaderError
from loader.model import nquads
from loader.model.rdf_terms import Triple
from loader.release.release_reader import BuiltRelease
from loader.render import fiche_from_graph, render_markdown
from ontology.jsonld import compacted
from ontology.turtle import turtle


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="Toutes les fiches de la release.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "ttl", "jsonld", "nt"]),
    default="md",
    show_default=True,
    help="La fiche telle qu'elle fut lue, ou son graphe en RDF.",
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Dossier où écrire un fichier par fiche (MET.797.md) ; sinon la sortie standard.",
)
def command(ids: tuple[str, ...], every: bool, form: str, into: Path | None) -> None:
    """Rendre des fiches, reconstruites mot pour mot depuis leur graphe nommé."""
    if bool(ids) == every:
        raise click.UsageError("donner des identifiants (MET.797), ou --all, mais pas les deux")
    release = BuiltRelease(home().current())
    wanted = release.fiches() if every else list(dict.fromkeys(id_.upper() for id_ in ids))
    graphs = {id_: release.graph_of(id_) for id_ in wanted}
    render = {"md": _markdown, "ttl": _turtle, "jsonld": _jsonld, "nt": _ntriples}[form]
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
    for id_ in track_writing(wanted):
        text = render(id_, release.triples(graphs[id_]))
        if into is None:
            click.echo(text, nl=False)
        else:
            (into / f"{id_}.{form}").write_text(text, "utf-8", newline="\n")


def _markdown(id_: str, triples: Iterable[Triple]) -> str:
    fiche = fiche_from_graph(id_, triples)
    if fiche is None:
        raise LoaderError(f"{id_} : son graphe n'a pas de titre")
    return render_markdown(fiche)


def _ntriples(_: str, triples: Iterable[Triple]) -> str:
    return nquads.encode_lines(sorted(nquads.default_graph_lines(triples))).decode()


def _turtle(_: str, triples: Iterable[Triple]) -> str:
    return turtle(_sorted(triples))


def _jsonld(_: str, triples: Iterable[Triple]) -> str:
    return compacted(_sorted(triples))


def _sorted(triples: Iterable[Triple]) -> list[pyoxigraph.Triple]:
    found = (pyoxigraph.Triple(*triple) for triple in triples)
    return sorted(found, key=lambda triple: f"{triple} .")
