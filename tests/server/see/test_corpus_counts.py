"""The figures of the corpus, against figures reckoned here."""

from math import ceil

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import base
from server.engine.embedded import EmbeddedEngine
from server.see.corpus_counts import (
    SalaryQuartiles,
    read_counts,
    read_cross_table,
    read_salaries,
    read_salary_coverage,
)
from tests.server.see.conftest import add

AMOUNTS = st.lists(st.integers(1200, 4000), min_size=1, max_size=12)


def pay_of(store: ox.Store, metier: str, number: int, amount: float, more: str = "") -> None:
    pay = f"<id/metier/{metier}/salaire/{number}>"
    more = more or 'mg:stade stade:debutant ; schema:unitText "MONTH" ; mg:brut true'
    add(store, f"metier:{metier} schema:estimatedSalary {pay} ."
               f" {pay} schema:minValue {amount:.1f} ; {more} .")  # fmt: skip


def at(amounts: list[int], share: float) -> int:
    """Return the least amount that so large a share does not exceed."""
    return sorted(amounts)[ceil(len(amounts) * share) - 1]


@given(st.dictionaries(st.sampled_from(["bac-2", "bac-5", "autre-formation"]), AMOUNTS, min_size=1))
def test_quartiles_are_those_of_the_metiers(paid: dict[str, list[int]]) -> None:
    store = ox.Store()
    lines, number = [], 0
    for level, amounts in paid.items():
        for amount in amounts:
            number += 1
            lines.append(
                f"metier:N.{number} mg:niveauAcces niveau:{level} ;"
                f" schema:estimatedSalary <s/{number}>, <t/{number}> ."
                f' <s/{number}> schema:minValue {amount}.0 ; schema:unitText "MONTH" ;'
                f" mg:stade stade:debutant ; mg:brut true ."
                f' <t/{number}> schema:minValue {amount + 500}.0 ; schema:unitText "MONTH" ;'
                f" mg:stade stade:debutant ; mg:brut true ."
            )
    add(store, " ".join(lines))
    found = {pay.level.label: pay for pay in read_salaries(EmbeddedEngine(store))}
    assert found.keys() == paid.keys()
    for level, amounts in paid.items():
        points = [at(amounts, share) for share in (0.25, 0.5, 0.75)]
        pay = found[level]
        assert (pay.level.metiers, pay.minimum, pay.maximum) == (
            len(amounts), min(amounts), max(amounts),
        )  # fmt: skip
        assert [pay.first, pay.median, pay.third] == points


def test_only_what_is_monthly_and_gross_is_compared(more: ox.Store) -> None:
    debutant = "mg:stade stade:debutant"
    pay_of(more, "MET.2", 2, 90, f'{debutant} ; schema:unitText "DAY" ; mg:brut true')
    pay_of(more, "MET.2", 3, 1400, f'{debutant} ; schema:unitText "MONTH"')
    pay_of(more, "MET.4", 1, 1500)  # it has no level
    engine = EmbeddedEngine(more)
    assert read_salaries(engine) == [
        SalaryQuartiles(read_salaries(engine)[0].level, 1900, 1900, 1900, 2000, 2000)
    ]
    assert read_salaries(engine)[0].level.metiers == 2
    assert read_salary_coverage(engine) == (3, 4)


def test_metiers_are_counted_by_level_and_status(engine: EmbeddedEngine) -> None:
    levels = read_counts(engine, "niveaux", "niveau")
    assert [(one.label, one.metiers) for one in levels] == [
        ("CAP ou équivalent", 1),
        ("bac + 2", 2),
    ]
    statuses = read_counts(engine, "statuts", "statut")
    assert (statuses[0].label, statuses[0].metiers) == ("salarié", 3)
    assert sum(one.metiers for one in statuses) == 5


def test_interests_cross_the_grands_domaines(engine: EmbeddedEngine) -> None:
    cross = read_cross_table(engine)
    rome, interet = f"{base()}id/rome/v3/", f"{base()}id/interet/"
    assert [(letter, name) for _, letter, name in cross.columns] == [
        ("H", "Industrie"), ("M", "Support à l'entreprise"),
    ]  # fmt: skip
    assert cross.metiers == {
        (f"{interet}j-aime-bouger", f"{rome}H"): 1,
        (f"{interet}j-aime-bouger", f"{rome}M"): 1,
        (f"{interet}j-ai-le-sens-du-contact", f"{rome}M"): 2,
    }
    assert [one.metiers for one in cross.rows] == [2, 2]


@pytest.mark.parametrize(("name", "of"), [("niveaux", "niveau"), ("statuts", "statut")])
def test_an_empty_release_counts_nothing(name: str, of: str) -> None:
    engine = EmbeddedEngine(ox.Store())
    assert read_counts(engine, name, of) == []
    assert read_salaries(engine) == []
    assert read_cross_table(engine).rows == []
