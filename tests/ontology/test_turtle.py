from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.turtle import turtle

EXAMPLES = sorted((Path(__file__).parent / "examples" / "valid").glob("*.ttl"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_turtle_says_what_the_triples_say_in_the_same_bytes(example: Path) -> None:
    triples = [quad.triple for quad in ox.parse(path=str(example))]
    written = {turtle(triples) for _ in range(5)}
    (text,) = written
    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)} == set(triples)


def test_only_the_prefixes_in_use_are_declared() -> None:
    text = turtle(
        [
            ox.Triple(
                *map(ox.NamedNode, ("http://schema.org/a", "http://schema.org/b", "http://e/c"))
            )
        ]
    )
    assert text == ("@prefix schema: <http://schema.org/> .\nschema:a schema:b <http://e/c> .\n")
