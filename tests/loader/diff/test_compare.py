from pyoxigraph import Store

from loader.diff.changes import Change, FieldChange, FieldValue, State
from loader.diff.compare import compare
from loader.diff.section_diff import diff_lines
from ontology import base
from tests.loader.corpora import store_of
from tests.loader.diff.everything import Everything
from tests.loader.sheets import FULL, SHORT

ALL = Everything()


def _compared(before: str, after: str) -> list[Change]:
    return list(compare(store_of(before), store_of(after), ALL))


def _metier(before: str, after: str) -> Change:
    (change,) = (each for each in _compared(before, after) if each.kind == "metier")
    assert change.state is State.CHANGED
    return change


def _fields(before: str, after: str) -> dict[str, FieldChange]:
    return {each.field: each for each in _metier(before, after).fields}


def _texts(values: tuple[FieldValue, ...]) -> list[str]:
    return [value.text for value in values]


def test_a_release_does_not_differ_from_itself() -> None:
    assert _compared(FULL, FULL) == []


def test_a_metier_comes_and_another_goes_with_what_only_it_names() -> None:
    changes = [(each.kind, each.state, each.label) for each in _compared(SHORT, FULL)]
    assert changes[:2] == [
        ("metier", State.ADDED, "tisseur/euse de nuages"),
        ("metier", State.REMOVED, "guetteur/euse d'arc-en-ciel"),
    ]
    assert ("formation", State.ADDED, "bac pro nuages") in changes
    assert not [each for each in changes if each[0] in ("niveau", "statut")], "the ontology's"


def test_a_field_tells_what_only_one_side_has() -> None:
    fields = _fields(
        FULL, FULL.replace("- bac pro nuages (ID: FOR.9002)", "- BTS ciel (ID: FOR.1)")
    )
    formation = fields["mg:formation"]
    assert formation.name == "formation recommandée"
    assert formation.before == (FieldValue("bac pro nuages", f"{base()}id/formation/FOR.9002"),)
    assert formation.after == (FieldValue("BTS ciel", f"{base()}id/formation/FOR.1"),)
    assert set(fields) == {"mg:formation"}


def test_a_title_is_told_once() -> None:
    change = _metier(FULL, FULL.replace("# tisseur/euse de nuages", "# tisserand/e de nuages"))
    assert change.label == "tisserand/e de nuages"
    (title,) = change.fields
    assert (title.field, title.name) == ("skos:prefLabel", "nom")
    assert title.before == (FieldValue("tisseur/euse de nuages", language="fr"),)


def test_a_text_is_told_by_section_in_the_lines_that_differ() -> None:
    fields = _fields(FULL, FULL.replace("On trie la brume.", "On trie la brume fine."))
    text = fields["rubrique:nature-travail"]
    assert text.name == "texte de Nature du travail"
    assert (_texts(text.before), _texts(text.after)) == (
        ["On trie la brume."],
        ["On trie la brume fine."],
    )
    assert set(fields) == {"rubrique:nature-travail"}


def test_a_heading_is_a_line_of_its_section() -> None:
    fields = _fields(FULL, FULL.replace("### Carder", "## Carder"))
    text = fields["rubrique:nature-travail"]
    assert (_texts(text.before), _texts(text.after)) == (["### Carder"], ["## Carder"])


def test_parts_of_a_metier_are_told_by_what_they_say() -> None:
    fields = _fields(FULL, FULL.replace("1801 euros", "1900 euros"))
    assert "1900" in fields["schema:estimatedSalary"].after[0].text
    assert fields["schema:estimatedSalary"].name == "salaire"
    assert fields["rubrique:vie-professionnelle"].after
    fields = _fields(FULL, FULL.replace("Niveau bac + 4/5", "Niveau bac + 5"))
    assert _texts(fields["mg:voieAcces"].after) == ["bac + 5"]


def test_a_part_that_only_moved_is_not_told() -> None:
    moved = FULL.replace(
        "A partir de 1801 euros brut par mois, hors primes<br/>Variable ensuite",
        "Variable ensuite<br/>A partir de 1801 euros brut par mois, hors primes",
    )
    assert moved != FULL
    assert set(_fields(FULL, moved)) == {"rubrique:vie-professionnelle"}


def test_the_order_of_a_list_is_not_told() -> None:
    one, other = "- CAP brume (option fine) (ID: FOR.9001)", "- bac pro nuages (ID: FOR.9002)"
    assert _compared(FULL, FULL.replace(f"{one}\n{other}", f"{other}\n{one}")) == []


def test_ids_follow_their_numbers() -> None:
    sheets = [SHORT.replace("MET.9002", f"MET.{number}") for number in (10, 2, 1)]
    added = [each.iri for each in compare(Store(), store_of(*sheets), ALL) if each.kind == "metier"]
    assert [iri.rpartition(".")[2] for iri in added] == ["1", "2", "10"]


def test_a_moved_line_is_out_here_and_new_there() -> None:
    assert diff_lines(["a", "b", "c"], ["b", "c", "a"]) == (("a",), ("a",))
    assert diff_lines(["a", "a"], ["a"]) == (("a",), ())
    assert diff_lines([], []) == ((), ())
