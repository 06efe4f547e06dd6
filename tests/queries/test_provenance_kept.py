"""What the view keeps of a part that two editions name alike: that of one edition alone."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from ontology import base
from queries import find
from server.releases.release import open_release


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["api/fait_provenance", "browse/pourquoi_objets"])
def test_one_edition_alone_has_the_pay_that_is_kept(everything: Path, name: str) -> None:
    query = find(name)
    terms = NamedNode(f"{base()}id/metier/MET.797"), NamedNode("http://schema.org/estimatedSalary")
    bound = dict(zip((param.name for param in query.params), terms, strict=True))
    rows = open_release(everything).engine.select(query, **bound)
    kept = {row.iri("graphe").split("/")[-2]: row.truth("retenu") for row in rows}
    assert kept == {"2025-10": True, "2024-06-25": False}
