from queries import find, folder
from server.engine.remote.capabilities import Failing


def test_a_check_is_of_pages_or_of_questions() -> None:
    for query in folder("engine").values():
        assert ("pages" in query.tags) != ("questions" in query.tags), query.name


def test_a_failing_check_says_what_was_expected() -> None:
    failing = Failing(find("engine/view"), "« 3 »", "« 4 »")
    assert failing.is_grave
    assert str(failing) == "Les triplets de la vue, comptés : « 3 » attendu, « 4 » reçu"
