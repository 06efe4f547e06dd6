"""`metiers export`: fiches out of the release that serves, from their named graphs alone."""

from pathlib import Path

import click

from loader import nquads
from loader.cli.console import home, watch_ids
from loader.problems import LoaderError
from loader.release.reading import Release
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
        raise click.UsageError("donner des identifiants (MET.797), ou --all")
    release = Release(home().current())
    wanted = release.fiches() if every else list(dict.fromkeys(ids))
    render = {"md": _markdown, "ttl": _turtle, "jsonld": _jsonld, "nt": _ntriples}[form]
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


def _ntriples(release: Release, id_: str) -> str:
    lines = sorted(nquads.default_lines(release.triples(release.graph_of(id_))))
    return nquads.text_of(lines).decode()


def _turtle(release: Release, id_: str) -> str:
    return turtle(_ntriples(release, id_))


def _jsonld(release: Release, id_: str) -> str:
    return compacted(_ntriples(release, id_))
