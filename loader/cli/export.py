"""`metiers export`: fiches out of the release that serves, from their named graphs alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from loader.cli.console import home, watch_ids
from loader.problems import LoaderError
from loader.release.reading import Release
from loader.render import fiche_from_graph, render_markdown
from ontology import prefixes

_FORMATS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
}


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="Toutes les fiches de la release.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", *_FORMATS]),
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
        raise click.UsageError("donner des identifiants (MET.797), ou --all")
    release = Release(home().current())
    wanted = release.fiches() if every else list(dict.fromkeys(ids))
    render = _markdown if form == "md" else _rdf(_FORMATS[form])
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
    for id_ in watch_ids(wanted):
        text = render(release, id_)
        if into is None:
            click.echo(text, nl=False)
        else:
            (into / f"{id_}.{form}").write_text(text, "utf-8", newline="\n")


def _markdown(release: Release, id_: str) -> str:
    fiche = fiche_from_graph(id_, release.triples(release.graph_of(id_)))
    if fiche is None:
        raise LoaderError(f"{id_} : son graphe n'a pas de titre")
    return render_markdown(fiche)


def _rdf(form: RdfFormat) -> Callable[[Release, str], str]:
    def render(release: Release, id_: str) -> str:
        graph: NamedNode = release.graph_of(id_)
        triples = sorted((Triple(*triple) for triple in release.triples(graph)), key=str)
        used = dict(prefixes()) if form == RdfFormat.TURTLE else None
        return (serialize(triples, format=form, prefixes=used) or b"").decode()

    return render
