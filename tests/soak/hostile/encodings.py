"""Texts that are no text, parameters that are no parameters, addresses that lead elsewhere."""

from collections.abc import Iterator

from tests.soak.hostile.attack import Attack, asking, http, posting

__all__ = ["ENCODINGS"]

_FORM = "application/x-www-form-urlencoded"
_ASK = "ASK {}"
_BAD = frozenset({400, 415})
_FINE = frozenset({200, 400})
_MISSING = frozenset({200, 303, 308, 400, 404, 414})


def _bodies() -> Iterator[tuple[str, bytes, str, frozenset[int]]]:
    query = "application/sparql-query"
    yield "UTF-16", _ASK.encode("utf-16"), query, _BAD
    yield "UTF-16 that says so", _ASK.encode("utf-16"), f"{query}; charset=utf-16", _BAD
    yield "UTF-32", _ASK.encode("utf-32"), query, _BAD
    yield "EBCDIC", _ASK.encode("cp500"), query, _BAD
    yield "byte order mark", b"\xef\xbb\xbf" + _ASK.encode(), query, _FINE
    yield "invalid UTF-8", b"ASK { <http://x/\xff> ?p ?o }", query, _BAD
    yield "overlong", b"ASK { ?s ?p \xc0\xa2x\xc0\xa2 }", query, _BAD
    yield "surrogate in UTF-8", b"ASK { ?s ?p '\xed\xa0\x80' }", query, _BAD
    yield "beyond Unicode", b"ASK { ?s ?p '\xf7\xbf\xbf\xbf' }", query, _BAD
    yield "cut in a character", "ASK { ?s ?p 'é".encode()[:-1], query, _BAD
    yield "NUL", b"ASK {\0}", query, _FINE
    yield "NULs", b"\0" * 100_000, query, _BAD
    yield "NUL in a string", b"SELECT ('\0' AS ?x) {}", query, _FINE
    yield "control characters", bytes(range(1, 32)) + b"ASK {}", query, _BAD
    yield "direction marks", "ASK { ?s ?p '\u202e\u2066' }".encode(), query, _FINE
    yield "noncharacters", "ASK { ?s ?p '\uffff\U0010ffff' }".encode(), query, _FINE
    yield "nothing", b"", query, _BAD
    yield "no query", b"x=1", _FORM, _BAD
    yield "two queries", b"query=ASK+%7B%7D&query=ASK+%7B%7D", _FORM, _BAD
    yield "bad escapes", b"query=ASK+%zz%7B%", _FORM, _BAD
    yield "invalid UTF-8 escaped", b"query=ASK+%7B+%3Fs+%3Fp+%27%FF%FE%27+%7D", _FORM, _FINE
    yield "overlong escaped", b"query=%C1%81SK+%7B%7D", _FORM, _BAD
    yield "NUL escaped", b"query=ASK+%7B%00%7D", _FORM, _FINE
    yield "fields", b"query=ASK+%7B%7D" + b"&a=1" * 200_000, _FORM, frozenset({200, 400, 413})
    yield "queries", b"&query=ASK+%7B%7D" * 50_000, _FORM, frozenset({400, 413})
    yield "timeout beyond floats", b"query=ASK+%7B%7D&timeout=1e999", _FORM, _BAD
    yield "timeout of zeros", b"query=ASK+%7B%7D&timeout=" + b"0" * 9999 + b"1", _FORM, _FINE
    yield "format as a path", b"query=ASK+%7B%7D&format=../../etc/passwd", _FORM, _BAD
    yield "JSON", b'{"query": "ASK {}"}', "application/json", _BAD
    yield "an unknown charset", b"ASK {}", f"{query}; charset=x-{'y' * 2000}", _BAD
    part = b'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\nASK {}\r\n'
    multipart = "multipart/form-data; boundary=x"
    yield "parts", part * 5000 + b"--x--\r\n", multipart, frozenset({400, 413, 415})
    yield "a part without end", part * 2, multipart, frozenset({400, 413, 415})
    yield "two megabytes", b"#" * 2_000_000, query, frozenset({413})
    yield "a megabyte", b"#" * 1_000_000, query, _BAD


_TEXTS = {
    "surrogate escaped": r"SELECT ('\uD800' AS ?x) { }",
    "surrogates escaped": r"SELECT ('\uD83D\uDE00' AS ?x) { }",
    "beyond Unicode escaped": r"SELECT ('\U00110000' AS ?x) { }",
    "NUL escaped in a string": r"SELECT ('\u0000' AS ?x) { }",
    "NUL escaped in an IRI": r"SELECT * { ?s <http://x/\u0000> ?o }",
    "quote escaped in an IRI": r"SELECT * { ?s <http://x/\u003E> ?o }",
    "a limit beyond integers": "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999",
    "a limit below nothing": "SELECT * { ?s ?p ?o } LIMIT -1",
    "the highest offset": "SELECT * { ?s ?p ?o } OFFSET 18446744073709551615 LIMIT 5",
    "overflows": "SELECT (9223372036854775807+1 AS ?a) (1/0 AS ?b) (-9223372036854775808/-1 AS ?c) "
    "(1e308*1e308 AS ?d) (ABS(-9223372036854775808) AS ?e) (1.0/0.0 AS ?f) { }",
    "extreme dates": "PREFIX x: <http://www.w3.org/2001/XMLSchema#> SELECT "
    "(x:dateTime('999999999999-12-31T24:00:00Z') - x:duration('P999999999Y') AS ?a) "
    "(YEAR('-99999-01-01T00:00:00Z'^^x:dateTime) AS ?b) { }",
    "strings out of range": "SELECT (SUBSTR('é', -5, 1e18) AS ?a) (SUBSTR('😀', 9999999999) AS ?b) "
    "(STRBEFORE('', '') AS ?c) { }",
    "a regex that is none": "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '(((')) } LIMIT 1",
    "a replacement of nothing": "SELECT (REPLACE('aaa', '', '$9\\\\') AS ?x) { }",
    "flags that are none": "SELECT (REPLACE('a', 'a', 'b', 'zzz') AS ?x) { }",
    "a language that is none": "SELECT (STRLANG('a', '--') AS ?x) (STRDT('a', <x>) AS ?y) { }",
    "markup": "SELECT ('</script><script>alert(1)</script>' AS ?x) { }",
}


def _addresses() -> Iterator[tuple[str, str, frozenset[int]]]:
    for path in (
        "/dump/../../../../etc/passwd", "/dump/..%2f..%2f..%2fetc%2fpasswd", "/static/../../x",
        "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..\\..\\x", "//etc/passwd", "/%00", "/%",
        "/doc/metier/%00", "/doc/metier/MET.797%0d%0aX-Evil:%201", "/id/%ff%fe", "/doc/../../x",
        "/id/metier/" + "x" * 20_000, "/doc/" + "a/" * 5000, "/graph/%3Cscript%3E",
    ):  # fmt: skip
        yield path[:30], path, _MISSING
    words = (
        "%22", "%22%20OR%20%22", "*", "NEAR(a%20b,999999)", "label:x", "%00", "a" * 20_000,
        "%F0%9F%98%80", "(" * 5000, "%22%20NOT%20x", "-", "^x", "%25", "a%20" * 5000,
    )  # fmt: skip
    for word in words:
        yield f"search {word[:12]}", f"/recherche?q={word}", frozenset({200, 400, 414})
    yield "letters", "/metiers?lettre=" + "%E2%80%AE" * 1000, _MISSING
    yield "pages", "/metiers?page=-99999999999999999999", _MISSING
    yield "differences", "/changes?from=../../x&to=%00", _MISSING


def _headers() -> Iterator[tuple[str, str]]:
    yield "Accept without end", "Accept: " + ",".join(["application/json;q=0.5"] * 2000)
    yield "Accept of quotes", 'Accept: text/csv;x="' + '\\"' * 20_000
    yield "Accept of semicolons", "Accept: a/b" + ";" * 40_000
    yield "Accept that is no number", "Accept: application/json;q=nan"
    yield "Accept-Encoding that is no number", "Accept-Encoding: gzip;q=nan, br;q=inf, zstd;q=-1"
    yield "Accept-Encoding without end", "Accept-Encoding: " + "gzip;q=1e999," * 3000
    yield "tags without end", "If-None-Match: " + '"x", ' * 8000
    yield "a cookie without end", "Cookie: " + "a=b; " * 8000
    yield "ranges", "Range: bytes=" + ",".join(f"{n}-" for n in range(5000))
    yield "a range beyond", "Range: bytes=99999999999999999999-"
    yield "a date", "If-Modified-Since: Mon, 99 Foo 99999999999 99:99:99 GMT"
    yield "forwarded", "X-Forwarded-For: " + "127.0.0.1, " * 3000
    yield "languages", "Accept-Language: " + "fr;q=0.1," * 5000


def _all() -> Iterator[Attack]:
    for name, body, kind, statuses in _bodies():
        yield Attack(f"body: {name}", posting(body, kind), statuses)
    for name, query in _TEXTS.items():
        yield asking(f"text: {name}", query, *_FINE)
    for name, path, statuses in _addresses():
        raw = http(f"GET {path} HTTP/1.1", ["Accept: application/json"])
        yield Attack(f"address: {name}", raw, statuses)
    fine = frozenset({200, 206, 304, 400, 406, 416, 431})
    for name, header in _headers():
        for path in ("/sparql?query=ASK%20%7B%7D", "/dump/dataset.nq.gz"):
            raw = http(f"GET {path} HTTP/1.1", [header])
            yield Attack(f"header: {name}, {path[:5]}", raw, fine)


ENCODINGS = list(_all())
