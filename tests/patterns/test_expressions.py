from tests.patterns.attacks import attacks
from tests.patterns.growth import excess, timed
from tests.patterns.inventory import call_sites, expressions, place_of


def test_no_pattern_escapes_the_inventory() -> None:
    listed = {each.place for each in expressions()}
    assert {place_of(*site) for site in call_sites()} == listed
    assert len(listed) > 100


def test_every_pattern_takes_time_in_proportion_to_the_text() -> None:
    found = {
        f"{each.place} {each.method}": str(bad)
        for each in expressions()
        if (bad := excess(timed(each.reader()), attacks(each.compiled())))
    }
    assert found == {}
