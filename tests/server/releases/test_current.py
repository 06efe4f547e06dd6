import gc
import logging
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from server.app import create_app
from server.releases.current import CurrentRelease, NoReleaseError
from server.releases.release import Release, open_release
from server.settings import Settings
from tests.server.release_fixture import point, write_release


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def current(tmp_path: Path, clock: Clock) -> CurrentRelease:
    return CurrentRelease(tmp_path, recheck=1.0, clock=clock)


def test_without_release_there_is_nothing_to_serve(current: CurrentRelease) -> None:
    with pytest.raises(NoReleaseError):
        current.get()


def test_a_first_release_is_found_when_it_comes(
    current: CurrentRelease, clock: Clock, tmp_path: Path
) -> None:
    with pytest.raises(NoReleaseError):
        current.get()
    write_release(tmp_path, "a1")
    clock.now = 2.0
    assert current.get().manifest.digest == "a1"


def test_a_switch_is_followed_within_the_second(
    current: CurrentRelease, clock: Clock, tmp_path: Path
) -> None:
    write_release(tmp_path, "a1")
    first = current.get()
    write_release(tmp_path, "b2")
    clock.now = 0.9
    assert current.get() is first
    clock.now = 1.0
    assert current.get().manifest.digest == "b2"
    assert first.index.holds("comptable")
    point(tmp_path, "a1")
    clock.now = 2.0
    assert current.get().manifest.digest == "a1"


def test_a_switch_is_logged_at_the_usual_level_and_a_start_below_it(
    current: CurrentRelease, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        for clock.now, digest in enumerate(("a1", "b2", "b2")):
            if current.digest != digest:
                write_release(tmp_path, digest)
            clock.now *= 2
            current.get()
    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        ("INFO", "release en service : a1"),
        ("WARNING", "release en service : b2, et non plus a1"),
    ]


def test_a_release_serves_once_it_is_warm(tmp_path: Path, clock: Clock) -> None:
    write_release(tmp_path, "a1")
    served = []
    following = CurrentRelease(
        tmp_path, clock=clock, warm_up=lambda each: served.append((following.digest, each))
    )
    first = following.get()
    write_release(tmp_path, "b2")
    clock.now = 2.0
    second = following.get()
    assert served == [("", first), ("a1", second)]


def test_the_old_release_answers_while_the_new_one_warms_up(tmp_path: Path, clock: Clock) -> None:
    write_release(tmp_path, "a1")
    begun, go_on = Event(), Event()

    def warm_up(release: Release) -> None:
        if release.manifest.digest == "b2":
            begun.set()
            assert go_on.wait(20)

    current = CurrentRelease(tmp_path, clock=clock, warm_up=warm_up)
    first = current.get()
    write_release(tmp_path, "b2")
    clock.now = 2.0
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(current.get)
        assert begun.wait(20)
        clock.now = 9.0
        assert current.get() is first
        go_on.set()
        assert waiting.result(20).manifest.digest == "b2"
    assert current.get().manifest.digest == "b2"


def test_a_broken_release_leaves_the_old_one_serving(
    current: CurrentRelease, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_release(tmp_path, "a1")
    first = current.get()
    broken = write_release(tmp_path, "b2")
    (broken / "manifest.json").write_text("{", "utf-8")
    clock.now = 2.0
    with caplog.at_level(logging.ERROR):
        assert current.get() is first
    assert "release illisible" in caplog.text


def test_a_request_keeps_its_release_while_another_comes(tmp_path: Path) -> None:
    write_release(tmp_path, "a1")
    app = create_app(Settings(home=tmp_path, recheck=0))
    client = app.test_client()
    query = "SELECT * { ?s ?p ?o . ?t ?q ?u } LIMIT 20000"
    with client.get("/sparql", query_string={"query": query}, buffered=False) as response:
        pieces = response.iter_encoded()
        next(pieces)
        write_release(tmp_path, "b2")
        assert client.get("/health").get_json()["digest"] == "b2"
        assert b"".join(pieces).endswith(b"]}}")


def test_the_first_requests_wait_for_the_release_instead_of_failing(
    current: CurrentRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(directory: Path) -> Release:
        time.sleep(0.2)
        return open_release(directory)

    write_release(tmp_path, "a1")
    monkeypatch.setattr("server.releases.current.open_release", slowly)
    with ThreadPoolExecutor(8) as threads:
        releases = list(threads.map(lambda _: current.get(), range(8)))
    assert len({id(release) for release in releases}) == 1


def test_a_release_that_could_not_be_opened_is_tried_again(
    current: CurrentRelease, tmp_path: Path
) -> None:
    write_release(tmp_path, "a1")
    folder = (tmp_path / "current").resolve()
    aside = folder.with_name("aside")
    folder.rename(aside)
    with pytest.raises(NoReleaseError):
        current.get()
    aside.rename(folder)
    assert current.get().manifest.digest


def test_a_release_that_fails_once_follows_later_and_is_complained_of_once(
    current: CurrentRelease, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_release(tmp_path, "a1")
    first = current.get()
    store = write_release(tmp_path, "b2") / "store"
    aside = store.rename(store.with_name("aside"))
    with caplog.at_level(logging.ERROR):
        for clock.now in (1.0, 2.0, 3.0):
            assert current.get() is first
        assert len(caplog.records) == 1
        (store.parent / "manifest.json").rename(store.parent / "manifest.aside")
        clock.now = 4.0
        assert current.get() is first
        assert len(caplog.records) == 2
    (store.parent / "manifest.aside").rename(store.parent / "manifest.json")
    aside.rename(store)
    clock.now = 4.5
    assert current.get() is first
    clock.now = 5.0
    assert current.get().manifest.digest == "b2"


def test_a_link_may_come_before_its_release(
    current: CurrentRelease, clock: Clock, tmp_path: Path
) -> None:
    write_release(tmp_path, "a1")
    current.get()
    point(tmp_path, "b2")
    clock.now = 1.0
    assert current.get().manifest.digest == "a1"
    write_release(tmp_path, "b2")
    clock.now = 2.0
    assert current.get().manifest.digest == "b2"


def test_a_release_that_never_opens_is_unavailable_and_no_error(tmp_path: Path) -> None:
    folder = write_release(tmp_path, "a1")
    (folder / "manifest.json").write_text('{"digest": "a1", "counts": null}', "utf-8")
    client = create_app(Settings(home=tmp_path, recheck=0)).test_client()
    refused = client.get("/sparql", query_string={"query": "ASK {}"})
    assert refused.status_code == 503
    assert "La release ne peut être lue" in refused.text
    (folder / "manifest.json").write_text('{"digest": "a1"}', "utf-8")
    assert client.get("/sparql", query_string={"query": "ASK {}"}).status_code == 200


def test_trying_again_leaves_nothing_open(
    current: CurrentRelease, clock: Clock, tmp_path: Path
) -> None:
    write_release(tmp_path, "a1")
    current.get()
    (write_release(tmp_path, "b2") / "search.sqlite").write_bytes(b"")
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("ce système ne montre pas les fichiers ouverts")
    counts = []
    for clock.now in map(float, range(1, 20)):
        current.get()
        counts.append(len(list(descriptors.iterdir())))
    assert counts[-1] <= counts[1]


@pytest.mark.parametrize("path", ["/doc/metier/MET.797.html", "/doc/metier/MET.0"])
def test_a_request_that_is_over_keeps_no_release(tmp_path: Path, path: str) -> None:
    write_release(tmp_path, "a" * 64)
    app = create_app(Settings(home=tmp_path, recheck=0.0))
    current: CurrentRelease = app.extensions["current_release"]
    gc.disable()
    try:
        app.test_client().get(path, headers={"Accept": "text/html"})
        old = weakref.ref(current.get())
        write_release(tmp_path, "b" * 64)
        assert app.test_client().get("/health").status_code == 200
        assert current.digest == "b" * 64
        assert old() is None
    finally:
        gc.enable()
