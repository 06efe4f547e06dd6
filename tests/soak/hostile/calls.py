"""Queries that would have the server call the canary, in every spelling of this machine."""

from collections.abc import Iterator
from urllib.parse import quote

from tests.soak.hostile.attack import ACCEPT, Attack, asking, http, posting

__all__ = ["CALLS", "PORT", "UPDATES"]

PORT = 55_555
"""Stands for the canary's port, which has as many digits."""

_HOSTS = (
    "127.0.0.1", "localhost", "LOCALHOST", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "0x7f000001", "2130706433", "127.1", "127.0.1", "0", "0.0.0.0", "[::]", "017700000001",
    "0177.0.0.1", "127.0.0.1.", "127.255.255.254", "user:pass@127.0.0.1", "localhost.localdomain",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "%31%32%37.0.0.1",
)  # fmt: skip
_SHAPES = (
    "SELECT * { SERVICE <@> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <@> { ?s ?p ?o } }",
    "SELECT * {sErViCe<@>{?s ?p ?o}}",
    "SELECT * {SERVICESILENT<@>{?s ?p ?o}}",
    "PREFIX c: <@> SELECT * {SERVICE c:{?s ?p ?o}}",
    "PREFIX c: <@> SELECT * {SERVICE:foo{?s ?p ?o}}",
    "PREFIX : <@> SELECT * {SERVICE:foo{?s ?p ?o}}",
    "BASE <@> SELECT * {SERVICE<>{?s ?p ?o}}",
    "SELECT * { SERVICE#c\n<@> { ?s ?p ?o } }",
    "SELECT * { #c\rSERVICE<@> { ?s ?p ?o } }",
    "SELECT * { BIND(<@> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <@> } SERVICE SILENT ?e { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <@> } LATERAL { SERVICE ?e { ?s ?p ?o } } }",
    "SELECT * { BIND(IRI(CONCAT('@', '')) AS ?e) LATERAL { SERVICE ?e { ?s ?p ?o } } }",
    "SELECT * { FILTER(?x = 1SERVICE<@>{}) }",
    "SELECT * { ?s ?p 1SERVICE<@>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 'x'SERVICE<@>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE<@>{ ?a ?b ?c } }",
    "SELECT * { FILTER EXISTS { SERVICE <@> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <@> { ?s ?p ?o } } } }",
    "SELECT * { OPTIONAL { GRAPH ?g { SERVICE <@> { ?s ?p ?o } } } }",
    "ASK { SERVICE <@> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <@> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <@> { ?s ?p ?o } }",
    "SELECT*{FILTER(1<2&&'>'='>')SERVICE<@>{?s ?p ?o}#'\n}",
    'SELECT * { ?s ?p """a"b""" SERVICE <@> { ?a ?b """c""" } }',
    "SELECT * { ?s <http://x/\\u0041#'> ?o SERVICE<@>{} #'\n}",
    "SELECT * { \\u0053ERVICE <@> { ?s ?p ?o } }",
    "SELECT * { SERVICE <\\u0068ttp://127.0.0.1:PORT/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * { SERVICE <file://127.0.0.1:PORT/x> { ?s ?p ?o } }",
    "SELECT * { SERVICE <ftp://127.0.0.1:PORT/x> { ?s ?p ?o } }",
    "SELECT * { SERVICE <> { ?s ?p ?o } }",
)
_REFUSED = (400, 403, 503)
_NOTHING = (200, 400, 403)
"""Asking what no graph holds is no harm, as long as nobody is called."""
_DATA = (
    "SELECT * FROM <@> { ?s ?p ?o }",
    "SELECT * FROM NAMED <@> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH <@> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } FROM <@> { ?s ?p ?o }",
    "DESCRIBE <@>",
    "SELECT * { BIND(<@>('x') AS ?x) }",
)


def _calls(port: int) -> Iterator[Attack]:
    """Yield attacks that would call a port of this machine."""
    for host in _HOSTS:
        query = f"SELECT * {{ SERVICE <http://{host}:{port}/x> {{ ?s ?p ?o }} }}"
        yield asking(f"call: {host}", query, *_REFUSED)
    address = f"http://127.0.0.1:{port}/x"
    for number, shape in enumerate(_SHAPES):
        query = shape.replace("@", address).replace("PORT", str(port))
        yield asking(f"call: shape {number}", query, *_REFUSED)
    for number, shape in enumerate(_DATA):
        yield asking(f"call: data {number}", shape.replace("@", address), *_NOTHING)
    for name in ("default-graph-uri", "named-graph-uri"):
        for iri in (address, "file:///etc/passwd", "not an IRI"):
            query = quote("SELECT * { ?s ?p ?o }")
            head = f"GET /sparql?query={query}&{name}={quote(iri, '')} HTTP/1.1"
            raw = http(head, [ACCEPT])
            yield Attack(f"call: {name} {iri[:5]}", raw, frozenset(_NOTHING))
    for start in (f"GET {address} HTTP/1.1", f"CONNECT 127.0.0.1:{port} HTTP/1.1"):
        yield Attack(f"call: {start[:7]}", http(start), frozenset({0, 200, 400, 404, 405}))


_UPDATES = (
    "INSERT DATA { <http://x/s> <http://x/p> 1 }",
    "# only a SELECT\nINSERT DATA { <http://x/s> <http://x/p> 1 }",
    "PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ; INSERT DATA { <http://x/s> <http://x/p> 1 }",
    "ASK {} ; CLEAR ALL",
    "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ; DROP ALL",
    "WITH <http://x/g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "CLEAR ALL", "DROP SILENT DEFAULT", "CREATE GRAPH <http://x/g>", "COPY DEFAULT TO <http://x/g>",
    "LOAD <@>", "LOAD SILENT <@> INTO GRAPH <http://x/g>", "LOAD <file:///etc/passwd>",
    "SELECT * { ?s ?p '#' } # \nLOAD <@>",
    "SELECT * { { LOAD <@> } }",
    "SELECT * { ?s ?p ?o } LOAD <@>",
)  # fmt: skip


def _updates(port: int) -> Iterator[Attack]:
    """Yield updates, as such and in disguise."""
    form, only = "application/x-www-form-urlencoded", frozenset({400, 403, 415})
    for number, shape in enumerate(_UPDATES):
        update = shape.replace("@", f"http://127.0.0.1:{port}/x")
        yield asking(f"update: as a query {number}", update, *only)
        yield Attack(f"update: body {number}", posting(update.encode()), only)
    insert = quote(_UPDATES[0]).encode()
    ask = quote("ASK {}").encode()
    yield Attack("update: form", posting(b"update=" + insert, form), only)
    yield Attack("update: both", posting(b"query=" + ask + b"&update=" + insert, form), only)
    typed = posting(_UPDATES[0].encode(), "application/sparql-update")
    yield Attack("update: by its type", typed, only)
    away = posting(b"query=" + ask, form, path="/sparql?update=" + insert.decode())
    yield Attack("update: in the address of a form", away, only | {200})
    got = http(f"GET /sparql?update={insert.decode()} HTTP/1.1", [ACCEPT])
    yield Attack("update: by GET", got, only)
    for method in ("PUT", "PATCH", "DELETE"):
        raw = posting(b"x").replace(b"POST", method.encode(), 1)
        yield Attack(f"update: by {method}", raw, frozenset({405}))


CALLS = list(_calls(PORT))
UPDATES = list(_updates(PORT))
