"""Labour-market page of a métier: what another endpoint knows of its ROME codes.

Off unless the operator names that endpoint. Its figures are those of a code, which several métiers
share, or of an occupational family: never of the métier itself, and never averaged.
"""

import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, current_app, render_template

from queries import find
from server.browse.concept import Node
from server.browse.metier_subpage import metier_of_page
from server.engine import BudgetError, BusyError, Engine, EngineError, Question, Row
from server.engine.federation.allowlist import Endpoint
from server.engine.federation.service_refusal import redirected
from server.http.language import gettext
from server.http.problems import ProblemError
from server.iris import tail
from server.releases.current import release
from server.settings import SETTINGS, Settings
from server.sparql.data_road import call_at_hand
from server.sparql.query_pool import ask

__all__ = [
    "BasinTension",
    "CodeTension",
    "FamilyFigures",
    "Market",
    "MarketSource",
    "blueprint",
    "read_market",
]

blueprint = Blueprint("marche", __name__)

_JSON: Final = "application/sparql-results+json"
_SECONDS: Final = 5.0
"""The longest that the endpoint is waited for, a question."""
_KEPT, _KEPT_FAILURE = 3600.0, 60.0
"""Seconds for which an answer holds, and for which an endpoint that failed is left alone."""
_MOST: Final = 1000
_CLASSES: Final = (5, 4, 3, 2, 1)
_SHOWN: Final = ("tensions", "familles", "salaires", "femmes")


@dataclass(frozen=True)
class BasinTension:
    """What is known of a code in an employment basin; offers and job-seekers may be unknown."""

    name: str
    tension: int
    offers: int | None
    seekers: int | None


@dataclass(frozen=True)
class CodeTension:
    """A code of the ROME V3, in how many basins it is of each class, and in which."""

    code: Node
    year: str
    basins: Sequence[BasinTension]

    @property
    def classes(self) -> Sequence[tuple[int, int, float]]:
        """Each class, from the tensest, how many basins are of it, and the width of its bar."""
        counts = Counter(basin.tension for basin in self.basins)
        most = max(counts.values(), default=1)
        return [(each, counts[each], 100 * counts[each] / most) for each in _CLASSES]


@dataclass(frozen=True)
class FamilyFigures:
    """What is known of a family of the FAP-2009, as a number or as it is written, with its years.

    `names` are those of the families below it that the métier's codes belong to.
    """

    notation: str
    names: Sequence[str]
    pay: float | str = ""
    pay_years: str = ""
    women: float | str = ""
    women_years: str = ""


@dataclass(frozen=True)
class MarketSource:
    """A table that figures are taken from."""

    title: str
    publisher: str
    licence: str


@dataclass(frozen=True)
class Market:
    """All that the page shows."""

    codes: Sequence[CodeTension]
    families: Sequence[FamilyFigures]
    sources: Sequence[MarketSource]


class _Markets:
    """Answers of endpoints, as long as they hold; None for one that has failed."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, ...], tuple[float, Market | None]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, ...]) -> tuple[Market | None] | None:
        """Return what is known, None where nothing is."""
        with self._lock:
            until, market = self._known.get(key, (0.0, None))
        return (market,) if until > time.monotonic() else None

    def keep(self, key: tuple[str, ...], market: Market | None) -> None:
        """Keep an answer, and forget the oldest where there are many."""
        lasting = _KEPT if market else _KEPT_FAILURE
        with self._lock:
            self._known[key] = time.monotonic() + lasting, market
            if len(self._known) > _MOST:
                self._known.popitem(last=False)


_markets = _Markets()


@blueprint.get("/doc/metier/<notation>/marche")
def marche(notation: str) -> str:
    """Show what the labour market's endpoint knows of a métier's codes; 404 where there is none."""
    settings: Settings = current_app.config[SETTINGS]
    if settings.market is None:
        raise ProblemError(404, gettext("Cette page n'existe pas."))
    engine = release().engine
    whole, title = metier_of_page(engine, notation)
    call_at_hand().digest = ""  # the answer is not that of the release alone
    return render_template(
        "marche.html",
        doc=whole,
        title=title,
        market=read_market(engine, whole.iri, settings.market),
        endpoint=settings.market.iri,
    )


def read_market(engine: Engine, iri: str, endpoint: Endpoint) -> Market | None:
    """Return what is known of a métier, None where the endpoint fails; from memory if it can be."""
    key = release().manifest.digest, endpoint.iri, iri
    if (known := _markets.get(key)) is not None:
        return known[0]
    try:
        market = _read(engine, iri, endpoint)
    except (BudgetError, BusyError):
        raise
    except EngineError:
        market = None
    _markets.keep(key, market)
    return market


def _read(engine: Engine, iri: str, endpoint: Endpoint) -> Market:
    rows = engine.select(find("browse/metier_rome"), metier=ox.NamedNode(iri))
    codes = list(dict.fromkeys(row.iri("code") for row in rows))
    if not codes:
        return Market((), (), ())
    asked = {
        name: _rows(f"federation/{name}", codes, endpoint)
        for name in ("tension_bassins", "famille_salaire", "famille_femmes", "sources")
    }
    return Market(
        _tensions(asked["tension_bassins"]),
        _families(engine, codes, asked["famille_salaire"], asked["famille_femmes"]),
        _sources(asked["sources"]),
    )


def _rows(name: str, codes: Sequence[str], endpoint: Endpoint) -> list[Row]:
    """Ask the endpoint a question on codes, in the place of the one that the question names."""
    text = find(name).bound({"code": [f"<{code}>" for code in codes]})
    answer = ask(Question(redirected(text, lambda _: endpoint.iri), _JSON, None), _SECONDS)
    found = ox.parse_query_results(b"".join(answer.frames), ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [Row({n: term for n in names if (term := row[n]) is not None}) for row in found]


def _tensions(rows: Sequence[Row]) -> list[CodeTension]:
    found: dict[tuple[str, str, str], list[BasinTension]] = defaultdict(list)
    for row in rows:
        key = row.iri("code"), row.text("nom"), row.text("annee")
        offers, seekers = (
            row.count(name) if name in row.terms else None for name in ("offres", "demandeurs")
        )
        found[key].append(BasinTension(row.text("lieu"), row.count("classe"), offers, seekers))
    return [
        CodeTension(Node(code, name), year, sorted(each, key=lambda b: (-b.tension, b.name)))
        for (code, name, year), each in sorted(found.items())
    ]


def _families(
    engine: Engine, codes: Sequence[str], pay: Sequence[Row], women: Sequence[Row]
) -> list[FamilyFigures]:
    names: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        for row in engine.select(find("browse/rome_fap"), iri=ox.NamedNode(code)):
            names[row.text("notation")[:3]].append(row.text("label"))
    paid, share = _newest(pay, "salaire"), _newest(women, "part")
    nothing = ("", "")
    return [
        FamilyFigures(
            fap,
            list(dict.fromkeys(names[fap])),
            *paid.get(fap, nothing),
            *share.get(fap, nothing),
        )
        for fap in sorted(paid.keys() | share.keys())
    ]


def _newest(rows: Sequence[Row], name: str) -> Mapping[str, tuple[float | str, str]]:
    """Return the newest figure of each family, a number or what stands in its place, and years."""
    found: dict[str, tuple[float | str, str]] = {}
    for row in sorted(rows, key=lambda row: row.text("annee")):
        figure = row.number(name)
        said = row.text(name) if figure is None else figure
        found[row.text("fap3")] = said, row.text("annee")
    return found


def _sources(rows: Sequence[Row]) -> list[MarketSource]:
    said = {tail(row.iri("table")).removesuffix(".csv"): row for row in rows}
    return [
        MarketSource(*(said[name].text(each) for each in ("titre", "editeur", "licence")))
        for name in _SHOWN
        if name in said
    ]
