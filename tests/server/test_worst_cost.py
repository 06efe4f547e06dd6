"""What one request may cost the web process, at worst: processor time and bytes, by address.

Evaluations of strangers' queries are charged to their clients, apart; what is left is here. Each
address of the site has its worst request, or the reason why it has none: a new one must be added.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ontology import base, graph_files
from server.app import create_app
from server.engine.pool.limits import QueryLimits
from server.settings import Settings
from server.sparql.query_pool import EXTENSION

SECONDS = 0.6
"""Processor time of one request, on a machine that does other things: a third of it on a quiet one.
A client has sixty of them a minute, with its evaluations (`METIERS_BUDGET`)."""
BYTES = 1 << 20
"""Bytes of one answer that a page or a document may have, but for what is a file."""
ROUNDS = 3


@dataclass(frozen=True)
class Worst:
    """A request that costs as much as one can at an address; `file` where it serves one.

    `form` is what is posted, in a media type.
    """

    path: str
    query: Mapping[str, str] | str = ""
    accept: str = "text/html"
    form: str = ""
    kind: str = "application/x-www-form-urlencoded"
    file: bool = False
    most: float = SECONDS

    def __str__(self) -> str:
        return f"{'POST' if self.form else 'GET'} {self.path} {str(self.query)[:40]}"


def tool(name: str, **arguments: object) -> Worst:
    """Return what an assistant posts to call a tool."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    said = json.dumps(call | {"params": {"name": name, "arguments": arguments}})
    return Worst("/mcp", form=said, accept="application/json", kind="application/json")


METIER = "metier/MET.797"
LONG = "mécanicien électricien infirmière " * 60
SLIPS = " ".join(f"mecanissien{chr(97 + n)}" for n in range(26)) * 4
RANGES = ", ".join(f"image/x{n};q=0.{n % 9 + 1}" for n in range(63)) + ", text/html;q=0.1"
DEEP = "SELECT * { " + "{ ?s ?p ?o } UNION " * 200 + "{ ?s ?p ?o } }"
FAULTY = "SELECT * { " + "?s a metier:x ; a 'é' . # c\n" * 600
UNKNOWN = "ASK { ?s " + " , ".join(f"mg:niveauAcse{n}" for n in range(400)) + " }"
CROSSED = "SELECT * { " + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(380)) + "} ORDER BY ?a1"
BARS = "SELECT ?s (STRLEN(STR(?s)) AS ?n) { ?s ?p ?o } LIMIT 5000"
TABLE = "SELECT * { ?s ?p ?o } LIMIT 20000"
LEVELS = ("sans-diplome", "3e", "cap", "bac", "bac-1", "bac-2", "bac-3", "bac-5", "bac-8")
EVERY = urlencode(
    [("niveau", level) for level in LEVELS]
    + [(facet, f"x{n}") for facet in ("statut", "interet", "secteur") for n in range(300)]
)
WISHES = re.findall(r"^interet:([\w-]+) a ", graph_files()["schemes/interets.ttl"], re.MULTILINE)
EDITIONS = {"editions": "onisep-metiers/2024-06-25/2025-10"}
EVERY_WISH = urlencode(
    [("i", wish) for wish in WISHES] + [("r", letter) for letter in "RIASEC" * 100]
)
CODES = "code,label\n" + "".join(f"{n},{n % 7}\n" for n in range(10_000, 20_000))
FOLDERS = "rome,ogr,esco,isco,fap,rncp,nsf,met,for"
WIDE = "code\n" + "M\n" * 10_000
COMMON = (
    "agent technicien responsable conducteur opérateur chargé assistant chef professeur ingénieur "
    "vendeur ouvrier"
)
"""Words that most names have."""
FORTY = urlencode([("m", f"MET.{n}") for n in range(699, 740)])
"""As much as a selection holds."""
THING = f"{base()}id/{METIER}"
EVIDENCE = [
    {"pid": name, "v": [f"x{n}" for n in range(8)]}
    for name in ("code", "rome_v3", "niveau", "domaine")
]
ADDED = ("metier", "nom", "domaine", "formation", "rncp", "esco")
EXTEND = json.dumps({"ids": [THING] * 50, "properties": [{"id": name} for name in ADDED]})


def batch(text: str) -> str:
    """Return a batch that asks for as much as one may, of all types."""
    row = {"limit": 20, "properties": EVIDENCE}
    return json.dumps({str(n): {"query": f"{text[:290]} {n}", **row} for n in range(50)})


WORST: Mapping[str, tuple[Worst, ...]] = {
    f"/<any({FOLDERS}):folder>/<code>": (Worst("/rome/M"), Worst("/rome/" + "M" * 900)),
    "/": (Worst("/"), Worst("/", accept=RANGES)),
    "/.well-known/sparql-examples": (
        Worst("/.well-known/sparql-examples"),
        Worst("/.well-known/sparql-examples", accept="application/rdf+xml"),
    ),
    "/.well-known/void": (Worst("/.well-known/void"),),
    "/api": (Worst("/api"),),
    "/apres": (Worst("/apres"),),
    "/apres/<slug>": (Worst("/apres/bac-pro"), Worst("/apres/" + "é" * 900)),
    "/api/console": (Worst("/api/console"),),
    "/api/<name>": (
        Worst("/api/interets_metiers", {"interet": ",".join(["j-aime-bouger"] * 900)}),
        Worst("/api/mot_passages", {"mot": "e"}),
        Worst("/api/appellations_feminines", {"voir": "1"}),
    ),
    "/api/v1/<name>": (
        Worst("/api/v1/niveau_metiers", {"plafond": "bac-2"}),
        Worst("/api/v1/niveau_metiers", "&".join(f"x{n}=1" for n in range(900))),
        Worst("/api/v1/mot_passages", {"mot": "é" * 2000}),
    ),
    "/changes": (
        Worst("/changes"),
        Worst("/changes", EDITIONS),
        Worst("/changes", {"code": "M1607"}),
        Worst("/changes", {"chose": f"metier:{METIER[7:]}"}),
        Worst("/changes", EDITIONS | {"champ": "rubrique:vie-professionnelle", "page": "9"}),
    ),
    "/changes.atom": (
        Worst("/changes.atom"),
        Worst("/changes.atom", {"code": "M1607"}),
        Worst("/changes.atom", {"chose": "statut:salarie"}),
    ),
    "/changes.csv": (
        Worst("/changes.csv", EDITIONS | {"genre": "metier"}, file=True, most=2 * SECONDS),
    ),
    "/changes.json": (Worst("/changes.json", file=True),),
    "/conflits": (
        Worst("/conflits"),
        Worst("/conflits", {"champ": "rubrique:vie-professionnelle"}),
        Worst("/conflits", {"champ": "mg:formation", "page": "9"}),
        Worst("/conflits", {"code": "M1607"}),
    ),
    "/conflits.atom": (Worst("/conflits.atom"), Worst("/conflits.atom", {"code": "M1607"})),
    "/conflits.csv": (Worst("/conflits.csv", file=True, most=2 * SECONDS),),
    "/doc/<path:path>": (
        Worst(f"/doc/{METIER}"),
        Worst(f"/doc/{METIER}", {"vue": "impression"}),
        Worst("/doc/formation/FOR.270", {"vue": "impression"}),
        Worst(f"/doc/{METIER}.jsonld"),
        Worst(f"/doc/{METIER}.ttl"),
        Worst("/doc/rome/v3/M"),
        Worst("/doc/rome/v3/M.jsonld"),
        Worst("/doc/niveau/bac-5"),
        Worst("/doc/niveau/bac-5.rdf"),
        Worst("/doc/statut/salarie"),
        Worst("/doc/statut/salarie.jsonld", most=2 * SECONDS),  # of 800 métiers
        Worst("/doc/nomenclature/rome-v4"),
        Worst("/doc/nomenclature/rome-v4.jsonld", most=4 * SECONDS),  # 26,000 things point to it
        Worst("/doc/" + "x/" * 900),
    ),
    "/doc/metier/<notation>/marche": (Worst(f"/doc/{METIER}/marche"),),
    "/doc/metier/<notation>/parcours": (
        Worst(f"/doc/{METIER}/parcours"),
        Worst("/doc/metier/MET.12/parcours"),
    ),
    "/doc/metier/<notation>/proches": (
        Worst(f"/doc/{METIER}/proches"),
        Worst(f"/doc/{METIER}/proches", "&".join(f"seul=x{n}" for n in range(900))),
    ),
    "/dump/dataset.nq.gz": (Worst("/dump/dataset.nq.gz", file=True),),
    "/dump/dataset.ttl.gz": (Worst("/dump/dataset.ttl.gz", file=True),),
    "/exemples": (Worst("/exemples"),),
    "/explorer": (
        Worst("/explorer"),
        Worst("/explorer", EVERY),
        Worst("/explorer", {"format": "csv"}),
        Worst("/explorer", {"format": "json"}),
        Worst("/explorer", {"q": LONG}),
    ),
    "/favicon.ico": (Worst("/favicon.ico"),),
    "/formations": (
        Worst("/formations"),
        Worst("/formations", {"lettre": "b", "page": "2"}),
        Worst("/formations", EVERY),
        Worst("/formations", {"format": "json"}, file=True),  # all 4,474 of them
        Worst("/formations", {"format": "csv"}),
    ),
    "/graph/<path:path>": (Worst("/graph/ontologie"), Worst("/graph/release")),
    "/health": (Worst("/health"),),
    "/health/live": (Worst("/health/live"),),
    "/health/ready": (Worst("/health/ready"),),
    "/id/<path:path>": (Worst(f"/id/{METIER}"), Worst("/id/" + "é/" * 900)),
    "/interets": (Worst("/interets"),),
    "/manifest.json": (Worst("/manifest.json", file=True),),
    "/mcp": (
        Worst("/mcp"),
        replace(tool(""), form='{"jsonrpc":"2.0","id":1,"method":"tools/list"}'),
        replace(tool(""), form="[" * 1_000_000),
        tool("search", q=SLIPS[:200]),
        tool("search", q="de la le en et a b c d e f g h i", page=4),
        tool("search", q="x" * 900_000),
        tool("search", **{f"x{n}": [0] * 100 for n in range(2_000)}),
        tool("describe", thing="rome4:I1610"),
        tool("describe", thing="statut:salarie"),
        tool("neighbours", thing="statut:salarie", relation="statut-de"),
        tool("neighbours", thing="rome3:M1605"),
        tool("schema"),
        tool("interets_metiers", interet=["j-aime-bouger"] * 20, auMoins=1),
        tool("sparql", query=FAULTY),
        tool("sparql", query=DEEP),
        tool("sparql", query="CONSTRUCT WHERE { ?s ?p ?o } LIMIT 20000", page=400),
        tool("sparql", query=TABLE, page=400),
    ),
    "/metiers": (Worst("/metiers"),),
    "/metrics": (Worst("/metrics"),),
    "/niveaux": (Worst("/niveaux"),),
    "/ontology": (Worst("/ontology"),),
    "/ontology.<suffix>": (Worst("/ontology.html"), Worst("/ontology.ttl")),
    "/ontology/context.jsonld": (Worst("/ontology/context.jsonld"),),
    "/ontology/schemas/<name>.json": (
        Worst("/ontology/schemas/Metier.json"),
        Worst("/ontology/schemas/Nowhere.json"),
    ),
    "/openapi.json": (Worst("/openapi.json"),),
    "/panorama": (Worst("/panorama"),),
    "/panorama/<key>.csv": (Worst("/panorama/niveaux.csv"),),
    "/pourquoi": (
        Worst("/pourquoi", {"sujet": f"metier:{METIER[7:]}", "objet": "metier:MET.3"}),
        Worst("/pourquoi", {"relation": "mg:statut", "objet": "statut:salarie"}),
        Worst("/pourquoi", {"relation": "rdf:type", "objet": "skos:Concept"}),
        Worst("/pourquoi", {"sujet": f"metier:{METIER[7:]}", "relation": "mg:formation"}),
    ),
    "/rapprocher": (
        Worst("/rapprocher"),
        Worst("/rapprocher", form=urlencode({"colonne": (LONG[:90] + "\n") * 200}), file=True),
        Worst("/rapprocher", form=urlencode({"colonne": f"{SLIPS[:500]}\n" * 200}), file=True),
    ),
    "/quiz": (Worst("/quiz"), Worst("/quiz", EVERY_WISH)),
    "/quiz/calcul": (Worst("/quiz/calcul", EVERY_WISH),),
    "/quiz/metiers": (Worst("/quiz/metiers", EVERY_WISH), Worst("/quiz/metiers", "page=99")),
    "/recherche": (
        Worst("/recherche", {"q": LONG}),
        Worst("/recherche", {"q": SLIPS}),
        Worst("/recherche", {"q": "a", "page": "9"}),
        Worst("/recherche", {"q": "de la le en et a b c d e f g h i"}),
    ),
    "/recherche.xml": (Worst("/recherche.xml"),),
    "/reconciliation/0.2": (
        Worst("/reconciliation/0.2"),
        Worst("/reconciliation/0.2", form=urlencode({"queries": batch(SLIPS)})),
        Worst("/reconciliation/0.2", form=urlencode({"queries": batch(LONG)})),
        Worst("/reconciliation/0.2", form=urlencode({"queries": batch(COMMON)})),
        Worst("/reconciliation/0.2", form=urlencode({"extend": EXTEND})),
    ),
    "/reconciliation/0.2/flyout": (Worst("/reconciliation/0.2/flyout", {"id": THING}),),
    "/reconciliation/0.2/preview": (Worst("/reconciliation/0.2/preview", {"id": THING}),),
    "/reconciliation/0.2/properties": (Worst("/reconciliation/0.2/properties"),),
    "/reconciliation/0.2/suggest/entity": (
        Worst("/reconciliation/0.2/suggest/entity", {"prefix": SLIPS}),
        Worst("/reconciliation/0.2/suggest/entity", {"prefix": "a"}),
    ),
    "/reconciliation/0.2/suggest/property": (Worst("/reconciliation/0.2/suggest/property"),),
    "/reconciliation/0.2/suggest/type": (Worst("/reconciliation/0.2/suggest/type"),),
    "/reconciliation/1.0": (Worst("/reconciliation/1.0"),),
    "/reconciliation/1.0/extend": (Worst("/reconciliation/1.0/extend"),),
    "/reconciliation/1.0/extend/propose": (Worst("/reconciliation/1.0/extend/propose"),),
    "/reconciliation/1.0/preview": (Worst("/reconciliation/1.0/preview", {"id": THING}),),
    "/reconciliation/1.0/reconcile": (Worst("/reconciliation/1.0/reconcile"),),
    "/reconciliation/1.0/suggest/entity": (
        Worst("/reconciliation/1.0/suggest/entity", {"prefix": LONG}),
    ),
    "/reconciliation/1.0/suggest/property": (Worst("/reconciliation/1.0/suggest/property"),),
    "/reconciliation/1.0/suggest/type": (Worst("/reconciliation/1.0/suggest/type"),),
    "/reconciliation/view": (Worst("/reconciliation/view", {"id": THING}),),
    "/robots.txt": (Worst("/robots.txt"),),
    "/relier": (Worst("/relier"),),
    "/releases/<digest>/files.json": (Worst("/releases/" + "x" * 900 + "/files.json"),),
    "/releases/<digest>/files/<path:name>": (
        Worst("/releases/..%2f/files/../" + "x" * 900),
        Worst(f"/releases/{64 * 'a'}/files/store/" + "x" * 900),
    ),
    "/releases/<digest>/tables/<name>": (Worst("/releases/..%2f/tables/" + "x" * 900),),
    "/resolve": (
        Worst("/resolve", {"code": "M", "label": LONG[:999]}, "application/json"),
        Worst("/resolve", form=CODES, kind="text/csv", file=True, most=4 * SECONDS),
        Worst("/resolve", "scheme=nsf", form=WIDE, kind="text/csv", file=True, most=4 * SECONDS),
        Worst("/resolve", "", "application/json", WIDE, "text/csv", file=True, most=4 * SECONDS),
    ),
    "/rome": (Worst("/rome"),),
    "/rome/arbre": (Worst("/rome/arbre"),),
    "/rome/arbre/<path:key>": (Worst("/rome/arbre/v3/M"), Worst("/rome/arbre/v4/M")),
    "/secteurs": (Worst("/secteurs"),),
    "/selection": (
        Worst("/selection", FORTY),
        Worst("/selection", f"{FORTY}&vue=comparer"),
        Worst("/selection", f"{FORTY}&vue=impression"),
        Worst("/selection", f"{FORTY}&format=csv"),
        Worst("/selection", f"{FORTY}&format=xlsx"),
        Worst("/selection", "&".join(f"m=x{n}" for n in range(1_500))),
        Worst("/selection", {"ajouter": SLIPS}),
    ),
    "/shapes": (Worst("/shapes"),),
    "/shapes.ttl": (Worst("/shapes.ttl"),),
    "/sitemap.xml": (Worst("/sitemap.xml", file=True),),
    "/sources": (Worst("/sources"),),
    "/sparql": (
        Worst("/sparql"),
        Worst("/sparql", {"query": DEEP}, "text/csv"),
        Worst("/sparql", {"query": FAULTY}, "application/json"),
        Worst("/sparql", {"query": FAULTY}),
        Worst("/sparql", {"query": TABLE}),
        Worst("/sparql", {"query": TABLE, "apres": "9999"}),
        Worst("/sparql", {"query": BARS, "vue": "graphique"}),
        Worst("/sparql", {"query": "ASK {}"}, RANGES),
        Worst("/sparql", form="query=" + "%41" * 80_000, accept="text/csv"),
        Worst("/sparql", form="&".join(f"a{n}=%C3%A9" for n in range(999)), accept="text/csv"),
    ),
    "/sparql.<suffix>": (Worst("/sparql.html", {"query": TABLE}), Worst("/sparql.nothing")),
    "/sparql/avis.json": (
        Worst("/sparql/avis.json", form=urlencode({"query": FAULTY})),
        Worst("/sparql/avis.json", form=urlencode({"query": UNKNOWN})),
        Worst("/sparql/avis.json", form=urlencode({"query": CROSSED})),
        Worst("/sparql/avis.json", form="query=" + "%41" * 80_000),
    ),
    "/sparql/tableur.csv": (Worst("/sparql/tableur.csv", {"query": TABLE}, file=True),),
    "/sparql/vocabulaire.json": (Worst("/sparql/vocabulaire.json"),),
    "/static/<path:filename>": (Worst("/static/site.css", file=True),),
    "/statuts": (Worst("/statuts"),),
    "/store": (Worst("/store", "graph=http://e/" + "x" * 5000), Worst("/store", "default&" * 400)),
    "/suggestions": (Worst("/suggestions", {"q": LONG}), Worst("/suggestions", {"q": "a"})),
    "/suggestions.html": (Worst("/suggestions.html", {"q": SLIPS}),),
    "/tables": (Worst("/tables"), Worst("/tables", accept="application/json", file=True)),
    "/tables/<name>": (Worst("/tables/rome_v3_v4_esco.csv", file=True),),
    "/voisinage/<path:path>": (
        Worst(f"/voisinage/{METIER}"),
        Worst("/voisinage/statut/salarie"),
        Worst("/voisinage/niveau/bac-5"),
    ),
}
"""By rule of the site, the requests; those with a last slash are sent elsewhere."""


def test_every_address_has_its_worst_request(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert {rule for rule in rules if rule == "/" or not rule.endswith("/")} == WORST.keys()


@pytest.fixture(scope="module")
def everywhere(everything: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=everything.parent.parent, limits=QueryLimits(budget=0)))
    yield app.test_client()
    app.extensions[EXTENSION].close()


@pytest.mark.corpus
@pytest.mark.parametrize("asked", [each for of in WORST.values() for each in of], ids=str)
def test_the_worst_request_is_bounded(everywhere: FlaskClient, asked: Worst) -> None:
    costs = [cost(everywhere, asked) for _ in range(ROUNDS)]
    seconds, size = min(seconds for seconds, _ in costs), costs[0][1]
    print(f"{asked}: {seconds * 1e3:.1f} ms, {size} bytes")
    assert seconds <= asked.most
    assert asked.file or size <= BYTES


def cost(client: FlaskClient, asked: Worst) -> tuple[float, int]:
    """Return the processor time that a request takes here, and the bytes of its answer."""
    began = time.process_time()
    response = client.open(
        asked.path,
        method="POST" if asked.form else "GET",
        query_string=asked.query or None,
        data=asked.form or None,
        content_type=asked.kind if asked.form else None,
        headers={"Accept": asked.accept},
    )
    size = 0 if asked.file else len(response.data)
    response.close()
    assert response.status_code < 500
    return time.process_time() - began, size
