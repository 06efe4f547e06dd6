import pytest

from server.search.query import SearchQuery, Word, parse_query
from server.search.ranking import RANK_WEIGHTS, TYPES, closeness, weight_of


@pytest.mark.parametrize(
    ("asked", "better", "worse"),
    [
        ("comptable", "comptable", "comptable fiscaliste"),
        ("comptable", "comptable fiscaliste", "chef comptable"),
        ("comptable", "comptable fiscaliste", "comptable fiscaliste de groupe"),
        ("infirmieres", "infirmier", "infirmier humanitaire"),
        ("developpeuse", "developpeuse web", "developpeur web"),
        ("cap", "cap boulanger", "capitaine de peche"),
        ("met 797", "met 797", "met 797 bis"),
        ("hotesse air", "hotesse de l air", "hotesse d accueil de l air"),
        ("art drama", "art dramatique", "enseignant d art dramatique"),
        ("psy", "psychologue", "psychologue du travail"),
    ],
)
def test_the_closer_name_is_worth_more(asked: str, better: str, worse: str) -> None:
    close = closeness(parse_query(asked))
    assert close(better) > close(worse) > 0


def test_a_name_that_lacks_a_word_is_worth_nothing() -> None:
    assert closeness(parse_query("assistant gestion"))("assistant commercial") == 0


def test_a_near_word_is_worth_less_than_the_word_and_more_than_a_begun_one() -> None:
    exact = closeness(parse_query("boulanger"))("boulanger")
    near = closeness(SearchQuery([Word("boulangr", {"boulanger": 1})], ["boulangr"]))("boulanger")
    begun = closeness(parse_query("boulange"))("boulanger")
    assert exact > near > begun


def test_a_metier_is_worth_most_and_more_still_where_metiers_are_asked_for() -> None:
    plain, of_metiers = parse_query("bois"), parse_query("métiers du bois")
    others = [type_ for type_ in TYPES if type_ != "metier"]
    assert all(weight_of("metier", plain) > weight_of(type_, plain) for type_ in others)
    assert weight_of("metier", of_metiers) == weight_of("metier", plain)
    assert all(weight_of(type_, of_metiers) < weight_of(type_, plain) for type_ in others)
    assert weight_of("rome-v3", parse_query("métier")) == weight_of("rome-v3", plain)


def test_ranks_are_weighed_as_the_model_says() -> None:
    own, other, *_ = RANK_WEIGHTS
    assert other / own == pytest.approx(6 / 10)
