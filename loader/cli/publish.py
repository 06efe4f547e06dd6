"""`metiers publish`: put the release in service into a remote store, switched at once."""

import os
from collections.abc import Iterator

import click

from loader.cli.console import count_bar, counted, home, number, print_table
from loader.publish.publish import PublicationResult, publish
from loader.publish.target import open_target
from loader.release.release_reader import BuiltRelease


@click.command("publish")
@click.argument("target", metavar="CIBLE")
def command(target: str) -> None:
    """Publier la release en service dans un magasin distant (Oxigraph, Virtuoso).

    CIBLE est son adresse (http://127.0.0.1:7878). Les graphes y attendent sous d'autres noms, sont
    comptés, puis prennent leur place en une seule requête ; ce qui n'a pas changé n'est pas envoyé.
    Interrompue, la même commande reprend. METIERS_PUBLISH_USER et METIERS_PUBLISH_PASSWORD disent
    qui écrit. Sortie 0 ; 1 si rien n'est publié ; 2 si la commande est mal écrite.
    """
    release = BuiltRelease(home().current())
    with open_target(target, os.environ) as store, count_bar("triplets") as watch:
        done = publish(release, store, watch)
        title = f"Release {done.digest[:12]} publiée dans {store.kind.name}, {store.url}"
    print_table(title, _rows(done))


def _rows(done: PublicationResult) -> Iterator[tuple[str, str]]:
    """Yield the rows of the summary."""
    yield "graphes, vue comprise", number(done.graphs)
    yield "triplets", number(done.triples)
    if not done.sent + done.waited + done.removed:
        yield "état", "déjà publiée"
        return
    yield "envoyés", counted(done.sent, "graphe")
    yield "déjà là, en attente", counted(done.waited, "graphe")
    yield "retirés", counted(done.removed, "graphe")
