"""Panorama: the corpus in charts, each with its figures as a table, as CSV, and its query."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from queries import Query, find
from server.browse.concept import Node
from server.browse.formatting import euros, number
from server.engine import Engine
from server.http.language import gettext
from server.http.problems import ProblemError
from server.releases.current import release
from server.see import charts
from server.see.charts import Chart
from server.see.corpus_counts import (
    KEYS,
    MetierCount,
    read_counts,
    read_cross_table,
    read_csv,
    read_salaries,
    read_salary_coverage,
)

__all__ = ["Figure", "blueprint"]

blueprint = Blueprint("panorama", __name__)


@dataclass(frozen=True)
class Figure:
    """A chart and what goes with it; `key` is the name of its query.

    A row of the table is a thing and numbers, « – » standing for none; `legend` says what the
    letters of the chart stand for.
    """

    key: str
    title: str
    sentences: Sequence[str]
    pictures: Sequence[Chart]
    head: Sequence[str]
    rows: Sequence[tuple[Node, Sequence[str]]]
    legend: Sequence[Node] = ()

    @property
    def query(self) -> Query:
        """The query that the figures come from."""
        return find(f"see/{self.key}")


@blueprint.get("/panorama")
def panorama() -> str:
    """Show the charts that the release has figures for."""
    return render_template("panorama.html", figures=_read_figures(release().engine))


@blueprint.get("/panorama/<key>.csv")
def table(key: str) -> Response:
    """Serve the figures of a chart as CSV: what the endpoint answers to its query."""
    if key not in KEYS:
        raise ProblemError(404, gettext("Le panorama n'a pas de figure « %(key)s ».", key=key))
    text = read_csv(release().engine, key)
    return Response(text, content_type="text/csv; charset=utf-8; header=present")


def _read_figures(engine: Engine) -> Sequence[Figure]:
    """Return the figures that a release has numbers for."""
    read = (_levels, _pay, _statuses, _interests)
    return [figure for one in read if (figure := one(engine)).rows]


def _levels(engine: Engine) -> Figure:
    counts = read_counts(engine, "niveaux", "niveau")
    total = sum(count.metiers for count in counts)
    most = max(counts, key=lambda count: count.metiers, default=None)
    sentence = gettext(
        "%(count)s métiers disent leur niveau d'accès minimum. Le plus fréquent : %(level)s.",
        count=number(total), level=most.label if most else "",
    )  # fmt: skip
    limit = gettext("C'est le plus bas des niveaux qui y mènent : on peut y entrer plus diplômé.")
    title = gettext("Les métiers selon leur niveau d'accès")
    head = (gettext("Niveau d'accès"), gettext("Métiers"))
    return Figure(
        "niveaux", title, (sentence, limit), charts.draw_bars(counts), head, _numbers(counts)
    )


def _pay(engine: Engine) -> Figure:
    pays = read_salaries(engine)
    fiches, dits = read_salary_coverage(engine)
    read = sum(pay.level.metiers for pay in pays)
    sentences = (
        gettext(
            "Sur %(all)s métiers qui ont une fiche, %(said)s disent ce que gagne un débutant, et "
            "%(read)s en donnent un montant mensuel et brut : ce sont ceux que l'on voit ici, par "
            "le plus petit montant qu'ils annoncent.",
            all=number(fiches), said=number(dits), read=number(read),
        ),
        gettext(
            "Le trait va du plus petit au plus grand, la boîte contient la moitié des métiers, le "
            "repère et le nombre sont la médiane. Entre parenthèses, combien de métiers : quand "
            "ils sont peu, ces chiffres disent peu."
        ),
    )  # fmt: skip
    head = (
        gettext("Niveau d'accès"), gettext("Métiers"), gettext("Minimum"),
        gettext("Premier quartile"), gettext("Médiane"), gettext("Troisième quartile"),
        gettext("Maximum"),
    )  # fmt: skip
    rows = [
        (
            _node(pay.level),
            [
                number(pay.level.metiers),
                *map(euros, (pay.minimum, pay.first, pay.median, pay.third, pay.maximum)),
            ],
        )
        for pay in pays
    ]
    title = gettext("Ce que gagne un débutant, selon le niveau d'accès")
    return Figure("salaires", title, sentences, charts.draw_box_plots(pays), head, rows)


def _statuses(engine: Engine) -> Figure:
    counts = read_counts(engine, "statuts", "statut")
    sentence = gettext(
        "Un métier peut avoir plusieurs statuts : la somme dépasse le nombre de métiers."
    )
    title = gettext("Les métiers selon leurs statuts")
    head = (gettext("Statut"), gettext("Métiers"))
    return Figure("statuts", title, (sentence,), charts.draw_bars(counts), head, _numbers(counts))


def _interests(engine: Engine) -> Figure:
    cross = read_cross_table(engine)
    sentences = (
        gettext(
            "Un carré est d'autant plus grand que le grand domaine ROME a de métiers pour ce "
            "centre d'intérêt ; pas de carré, pas de métier."
        ),
        gettext(
            "Un métier peut avoir plusieurs centres d'intérêt et plusieurs domaines. Un grand "
            "domaine a plus de carrés parce qu'il a plus de métiers."
        ),
    )  # fmt: skip
    head = (gettext("Centre d'intérêt"), *(letter for _, letter, _ in cross.columns))
    rows = [
        (
            _node(row),
            [number(cross.metiers.get((row.iri, iri), 0)) for iri, _, _ in cross.columns],
        )
        for row in cross.rows
    ]
    legend = [Node(iri, name, letter) for iri, letter, name in cross.columns]
    title = gettext("Les centres d'intérêt selon les grands domaines ROME")
    return Figure(
        "interets_domaines", title, sentences, charts.draw_grid(cross), head, rows, legend
    )


def _numbers(counts: Sequence[MetierCount]) -> Sequence[tuple[Node, Sequence[str]]]:
    return [(_node(count), [number(count.metiers)]) for count in counts]


def _node(count: MetierCount) -> Node:
    return Node(count.iri, count.label)
