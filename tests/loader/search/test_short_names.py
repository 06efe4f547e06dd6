import pytest

from loader.search.short_names import short_names


@pytest.mark.parametrize(
    ("label", "sigles", "short"),
    [
        ("BTS négociation et digitalisation de la relation client", (), ["BTS NDRC"]),
        ("CAP accompagnant éducatif petite enfance", (), ["CAP AEPE", "CAP petite enfance"]),
        ("BTS comptabilité et gestion", ("CG", "un sigle trop long"), ["BTS CG"]),
        ("Diplôme d'Etat d'infirmier", (), ["DE infirmier"]),
        ("chef de projet", (), []),
    ],
)
def test_a_diploma_has_initials(label: str, sigles: tuple[str, ...], short: list[str]) -> None:
    assert [each for each in short_names(label, sigles) if each in short] == short
    assert bool(list(short_names(label, sigles))) == bool(short)


def test_parts_have_initials_of_their_own() -> None:
    label = "BTS services informatiques aux organisations option B solutions logicielles et"
    assert "BTS SIO SLAM" in short_names(f"{label} applications métiers", ())
