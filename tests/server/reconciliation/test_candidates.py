from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import base
from server.reconciliation.candidates import Candidate, find_candidates
from server.reconciliation.query_batch import GivenValue, ReconciliationQuery
from server.search.index import SearchIndex


def paths(candidates: Sequence[Candidate]) -> list[str]:
    return [each.thing.iri.removeprefix(f"{base()}id/") for each in candidates]


def asked(
    index: SearchIndex, text: str, *given_: GivenValue, types: Sequence[str] = ("metier",)
) -> Sequence[Candidate]:
    texts = [text] if text else []
    return find_candidates(index, ReconciliationQuery(texts, types=types, properties=given_))


def matches(candidates: Sequence[Candidate]) -> list[str]:
    return paths([each for each in candidates if each.is_match])


@pytest.mark.parametrize(
    "text",
    ["infirmière", "INFIRMIER", "Infirmier·ère (H/F)", "infirmiers", "infirmier / infirmière",
     "infirmier(e)", "  infirmier  ", "MET.1", "met 1"],
)  # fmt: skip
def test_other_forms_and_the_code_are_a_match(index: SearchIndex, text: str) -> None:
    found = asked(index, text)
    assert paths(found)[0] == "metier/MET.1"
    assert matches(found) == ["metier/MET.1"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("infirmeir", "metier/MET.1"),
        ("infrmier", "metier/MET.1"),
        ("aidesoignant", "metier/MET.2"),
        ("oenologe", "metier/MET.7"),
        ("conduceur de travaux", "metier/MET.3"),
    ],
)
def test_a_slip_is_forgiven_but_is_no_match(index: SearchIndex, text: str, path: str) -> None:
    found = asked(index, text)
    assert paths(found)[0] == path
    assert matches(found) == []
    assert found[0].features["edit_distance"] >= 1


@pytest.mark.parametrize("text", ["œnologue", "oenologue", "Œnologues"])
def test_ligatures_are_folded(index: SearchIndex, text: str) -> None:
    assert matches(asked(index, text)) == ["metier/MET.7"]


def test_features_say_how_a_name_is_like_the_title(index: SearchIndex) -> None:
    (exact, *_) = asked(index, "conductrice de travaux")
    assert exact.features == {
        "exact": True, "folded": True, "word_order": True, "gender": True, "edit_distance": 0,
    }  # fmt: skip
    (turned, *_) = asked(index, "Travaux de conducteur")
    assert [turned.features[name] for name in ("exact", "folded", "word_order")] == [
        False, False, True,
    ]  # fmt: skip
    (code, *_) = asked(index, "J1506", types=["rome-v3"])
    assert code.features == {"code": True}
    assert (code.score, code.matched) == (100.0, "J1506")


def test_two_of_one_name_are_no_match_unless_evidence_tells_them_apart(index: SearchIndex) -> None:
    assert matches(asked(index, "régisseur")) == []
    found = asked(index, "régisseur", GivenValue("domaine", ["agriculture"]))
    assert matches(found) == ["metier/MET.6"]
    assert [each.features["domaine"] for each in found[:2]] == [True, False]


def test_a_name_of_several_types_is_a_match_of_the_type_that_is_asked_for(
    index: SearchIndex,
) -> None:
    assert matches(asked(index, "infirmier", types=[])) == []
    assert matches(asked(index, "infirmier", types=["rome-v4"])) == ["rome/v4/J1506"]
    assert {each.thing.type for each in asked(index, "infirmier", types=["rome-v4"])} == {"rome-v4"}


def test_evidence_against_a_name_lets_it_be_no_match(index: SearchIndex) -> None:
    found = asked(index, "infirmier", GivenValue("rome_v3", ["M1605"]))
    assert paths(found)[0] == "metier/MET.1"
    assert matches(found) == []
    assert found[0].score < asked(index, "infirmier")[0].score


@pytest.mark.parametrize(
    "value", ["J1506", "j 1506", "Soins infirmiers", f"{base()}id/rome/v3/J1506"]
)
def test_evidence_is_a_code_a_label_or_an_iri(index: SearchIndex, value: str) -> None:
    found = asked(index, "soignant", GivenValue("rome_v3", [value]))
    verdicts = dict(zip(paths(found), (each.verdicts for each in found), strict=True))
    assert verdicts.get("metier/MET.1", {"rome_v3": True}) == {"rome_v3": True}


@pytest.mark.parametrize("value", ["38363", "RNCP38363", "RNCP 38363", "rncp38363"])
def test_an_identifier_alone_finds_its_thing(index: SearchIndex, value: str) -> None:
    found = asked(index, "", GivenValue("rncp", [value]), types=["formation"])
    assert paths(found) == ["formation/FOR.1"]
    assert matches(asked(index, value, types=["formation"])) == ["formation/FOR.1"]


def test_what_is_required_leaves_the_others_out(index: SearchIndex) -> None:
    needed = GivenValue("niveau", ["bac"], is_required=True)
    assert paths(asked(index, "infirmière", needed)) == ["metier/MET.2"]
    unknown = GivenValue("couleur", ["bleu"], is_required=True)
    assert asked(index, "infirmière", unknown) == []
    assert matches(asked(index, "infirmière", GivenValue("couleur", ["bleu"]))) == ["metier/MET.1"]


@pytest.mark.parametrize(
    ("quantifier", "values", "agrees"),
    [
        ("any", ["bac", "bac + 3"], True),
        ("all", ["bac", "bac + 3"], False),
        ("none", ["bac"], True),
        ("none", ["bac", "bac + 3"], False),
    ],
)
def test_quantifiers(index: SearchIndex, quantifier: str, values: list[str], agrees: bool) -> None:
    (best, *_) = asked(index, "infirmier", GivenValue("niveau", values, quantifier))
    assert best.verdicts == {"niveau": agrees}


def test_things_are_found_by_their_ids(index: SearchIndex) -> None:
    query = ReconciliationQuery(ids=[f"{base()}id/metier/MET.3", "x"], types=["metier"])
    assert matches(find_candidates(index, query)) == ["metier/MET.3"]


def test_nothing_is_found_of_a_type_that_is_not_known(index: SearchIndex) -> None:
    assert asked(index, "infirmier", types=["DifferentiatedPerson"]) == []


def test_no_more_candidates_than_asked_for(index: SearchIndex) -> None:
    query = ReconciliationQuery(["chef conducteur infirmier aide régisseur"], limit=2)
    assert len(find_candidates(index, query)) == 2


@given(text=st.text(max_size=80))
def test_any_cell_is_answered(index: SearchIndex, text: str) -> None:
    found = asked(index, text, types=[])
    assert all(0 <= each.score <= 100 for each in found)
    assert sum(each.is_match for each in found) <= 1
    assert [each.score for each in found[1:]] == sorted(
        (each.score for each in found[1:]), reverse=True
    )
