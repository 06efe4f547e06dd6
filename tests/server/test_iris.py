import pytest

from ontology import base, prefixes
from server.iris import anchor, compact, document, link, split_suffix, tail


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("metier/MET.797", "/doc/metier/MET.797"),
        ("metier/MET.797/salaire/1", "/doc/metier/MET.797#salaire-1"),
        (
            "metier/MET.797/appellation/secretaire-comptable",
            "/doc/metier/MET.797#appellation-secretaire-comptable",
        ),
        ("fiche/MET.797", "/doc/metier/MET.797#fiche"),
        ("fiche/MET.797/nature-travail", "/doc/metier/MET.797#nature-travail"),
        ("fiche/MET.797/nature-travail/2", "/doc/metier/MET.797#nature-travail-2"),
        ("formation/FOR.270", "/doc/formation/FOR.270"),
        ("rome/v3/M1605", "/doc/rome/v3/M1605"),
        ("rome/v4/M1605/mobilite/M1607", "/doc/rome/v4/M1605#mobilite-M1607"),
        ("rome/appellation/101", "/doc/rome/appellation/101"),
        ("formation/FOR.1/poursuite/2", "/doc/formation/FOR.1#poursuite-2"),
        ("fiche/FOR.1", "/doc/formation/FOR.1#fiche"),
        ("fiche/FOR.1/attendus/2", "/doc/formation/FOR.1#attendus-2"),
        ("fap/L0Z60/rome/M1605", "/doc/fap/L0Z60#rome-M1605"),
        ("source/onisep-metiers/2025-10", "/doc/source/onisep-metiers/2025-10"),
        ("niveau/bac<2", "/doc/niveau/bac%3C2"),
    ],
)
def test_things_and_their_parts_have_an_address(path: str, url: str) -> None:
    assert document(path).url() == url


def test_a_suffix_comes_before_the_anchor() -> None:
    assert document("fiche/MET.797/en-bref").url("ttl") == "/doc/metier/MET.797.ttl#en-bref"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("metier/MET.797", ("metier/MET.797", "")),
        ("formation/FOR.270", ("formation/FOR.270", "")),
        ("metier/MET.797.ttl", ("metier/MET.797", "ttl")),
        ("metier/MET.797.jsonld", ("metier/MET.797", "jsonld")),
        ("metier/MET.797.html", ("metier/MET.797", "html")),
        ("metier/MET.797.nt", ("metier/MET.797", "nt")),
        ("metier/MET.797.rdf", ("metier/MET.797", "rdf")),
        ("metier/MET.797.exe", ("metier/MET.797.exe", "")),
        ("niveau/bac-2", ("niveau/bac-2", "")),
    ],
)
def test_only_known_suffixes_are_suffixes(path: str, expected: tuple[str, str]) -> None:
    assert split_suffix(path) == expected


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{base()}id/metier/MET.797", "/doc/metier/MET.797"),
        (f"{base()}ontology#Metier", "/ontology#Metier"),
        (f"{base()}ontology", "/ontology"),
        (f"{base()}graph/rome-v3/v344", "/graph/rome-v3/v344"),
        (f"{base()}id/release/0123#classes-1", "/graph/release"),
        ("http://data.europa.eu/esco/occupation/a-1", "/doc/esco/occupation/a-1"),
        ("http://data.europa.eu/esco/isco/C21", "/doc/esco/isco/C21"),
        ("http://data.europa.eu/esco/skill/x", "http://data.europa.eu/esco/skill/x"),
        ("https://example.org/x?y=1#z", "https://example.org/x?y=1#z"),
        ("http://example.org/", "http://example.org/"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("urn:isbn:1", None),
        ('https://example.org/"onclick', None),
    ],
)
def test_links_stay_local_or_go_to_the_web(iri: str, expected: str | None) -> None:
    assert link(iri) == expected


def test_anchor_is_empty_for_a_whole() -> None:
    assert anchor(f"{base()}id/metier/MET.797") == ""
    assert anchor(f"{base()}id/metier/MET.797/salaire/2") == "salaire-2"


def test_tail_is_the_last_segment() -> None:
    assert tail(f"{base()}id/rome/v3/M16") == "M16"


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{base()}id/metier/MET.797", "metier:MET.797"),
        (f"{base()}ontology#feminin", "mg:feminin"),
        (f"{base()}id/fiche/MET.797/en-bref", "fiche:MET.797/en-bref"),
        (f"{base()}id/rome/v3/", f"{base()}id/rome/v3/"),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "skos:prefLabel"),
        ("urn:x", "urn:x"),
    ],
)
def test_compact_takes_a_prefix_only_for_a_plain_name(iri: str, expected: str) -> None:
    assert compact(iri, prefixes()) == expected
