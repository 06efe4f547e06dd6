import re

import pytest
from flask import Flask

from ontology import prefixes
from queries import find
from server.engine.embedded import EmbeddedEngine
from server.http.language import speak
from server.see.relation_names import (
    ORDER,
    NamedRelation,
    relation_by_key,
    relation_of,
    relation_title,
)


@pytest.mark.parametrize("name", ["neighbours", "relations"])
def test_the_queries_list_the_relations_that_have_a_place(name: str) -> None:
    listed = re.search(r"VALUES \?property \{([^}]*)\}", find(f"see/{name}").text)
    assert listed
    assert listed[1].split() == list(ORDER)


def test_a_key_means_one_relation() -> None:
    relations = [NamedRelation(name, inverse) for name in ORDER for inverse in (False, True)]
    known = [one for one in relations if not (one.is_mutual and one.inverse)]
    assert len({one.key for one in known}) == len(known)
    assert [relation_by_key(one.key) for one in known] == known


@pytest.mark.parametrize("key", ["", "related-de", "nulle", "formation-de-de", "skos:related"])
def test_other_keys_mean_none(key: str) -> None:
    assert relation_by_key(key) is None


def test_what_is_mutual_has_no_other_side() -> None:
    related = prefixes()["skos"] + "related"
    assert relation_of(related, True) == relation_of(related, False)
    assert relation_of(prefixes()["mg"] + "formation", True).key == "formation-de"


@pytest.mark.parametrize(
    ("key", "french", "english"),
    [
        ("niveauAcces", "niveau d'accès minimum", "minimum entry level"),
        ("formation-de", "formation recommandée de…", "recommended programme"),
        ("broader", "fait partie de", ""),
        ("broader-de", "comprend", ""),
        ("related", "métier associé", ""),
    ],
)
def test_a_relation_is_called_as_the_vocabulary_has_it(
    app: Flask, engine: EmbeddedEngine, key: str, french: str, english: str
) -> None:
    relation = relation_by_key(key)
    assert relation
    with app.test_request_context("/"):
        assert relation_title(engine, relation) == french
    with app.test_request_context("/"):
        speak("en")
        assert english in relation_title(engine, relation)


def test_every_relation_has_a_name(app: Flask, engine: EmbeddedEngine) -> None:
    with app.test_request_context("/"):
        names = [
            relation_title(engine, NamedRelation(name, way))
            for name in ORDER
            for way in (False, True)
        ]
    assert not [name for name in names if not name or re.match(r"(mg|skos|schema):", name)]
