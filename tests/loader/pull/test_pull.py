import gzip
import json
import shutil
from pathlib import Path

import pytest

from loader.cli.console import home as home_of_environment
from loader.fetch.errors import FetchError, RefusedError
from loader.pull.pull import pull
from loader.release.release_directory import ReleaseDirectory
from tests.loader.command import Metiers
from tests.loader.fetch.publisher import FAST, Publisher, careful, status, whole
from tests.loader.pull.killed import kill_pulls
from tests.loader.pull.origin import offer, says_one_release
from tests.site import serving, wait_ready


def silent(_: int, __: int | None) -> None:
    """Show nothing."""


@pytest.fixture
def replica(tmp_path: Path) -> ReleaseDirectory:
    return ReleaseDirectory(tmp_path / "replica")


def copied(release: Path, folder: Path) -> Path:
    return shutil.copytree(release, folder / release.name)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("LOG", "LOCK", "OPTIONS", "IDENTITY"))
    }


def test_a_replica_has_the_same_bytes_and_serves_them(
    metiers: Metiers, planted: Path, smaller: Path
) -> None:
    with serving(smaller.parents[1]) as origin:
        assert metiers("pull", origin).status == 0
    with serving(metiers.home) as served, serving(planted.parents[1]) as origin:
        taken = metiers("pull", f"{origin}/")
        assert (taken.status, taken.err) == (0, "")
        assert "en service" in taken.out
        for _ in range(40):
            wait_ready(f"{served}/health")
        assert "déjà là" in metiers("pull", origin).out
    here = home_of_environment().current()
    assert files_of(here) == files_of(planted)
    for path in (here / "dataset.nq.gz", here / "search.sqlite"):
        assert int(path.stat().st_mtime) == int((planted / path.name).stat().st_mtime)
    assert home_of_environment().previous().name == smaller.name
    assert says_one_release(metiers.home) == planted.name


def test_what_is_there_is_not_taken_again(
    publisher: Publisher, planted: Path, replica: ReleaseDirectory
) -> None:
    root = offer(publisher, planted)
    missing = f"/releases/{planted.name}/files/search.sqlite"
    reply = publisher.replies[missing]
    publisher.replies[missing] = [status(404)]
    with pytest.raises(RefusedError, match=r"search\.sqlite : réponse 404.*rien n'a été changé"):
        pull(root, replica, silent, FAST)
    assert replica.serving() is None
    publisher.replies[missing] = reply
    publisher.asked.clear()
    done = pull(root, replica, silent, FAST)
    asked = [path.rpartition("/files/")[2] for path, _ in publisher.asked]
    assert "manifest.json" not in asked[1:]
    assert "search.sqlite" in asked
    assert done.taken < sum(map(len, files_of(planted).values()))
    assert files_of(done.folder) == files_of(planted)


def test_a_file_that_was_cut_is_resumed(
    publisher: Publisher, planted: Path, replica: ReleaseDirectory
) -> None:
    root = offer(publisher, planted)
    path = f"/releases/{planted.name}/files/pages.sqlite"
    data = (planted / "pages.sqlite").read_bytes()
    publisher.answers(path, whole(data, cut=9999, ETag='"x"'), careful(data, '"x"'))
    pull(root, replica, silent, FAST)
    ranges = [headers["Range"] for asked, headers in publisher.asked if asked == path]
    assert ranges == [None, "bytes=9999-"]
    assert files_of(replica.current()) == files_of(planted)


def test_bytes_that_are_not_those_of_the_list_are_refused(
    publisher: Publisher, planted: Path, replica: ReleaseDirectory
) -> None:
    root = offer(publisher, planted)
    data = bytearray((planted / "search.sqlite").read_bytes())
    data[5000] ^= 1
    publisher.answers(f"/releases/{planted.name}/files/search.sqlite", careful(bytes(data)))
    with pytest.raises(RefusedError, match="pas ce qu'annonce la liste"):
        pull(root, replica, silent, FAST)
    assert replica.serving() is None


def test_quads_that_have_not_the_digest_are_refused(
    publisher: Publisher, planted: Path, smaller: Path, replica: ReleaseDirectory, tmp_path: Path
) -> None:
    pull(offer(publisher, smaller), replica, silent, FAST)
    false = copied(planted, tmp_path)
    lines = gzip.decompress((false / "dataset.nq.gz").read_bytes()).splitlines(keepends=True)
    (false / "dataset.nq.gz").write_bytes(gzip.compress(b"".join(lines[1:])))
    with pytest.raises(RefusedError, match="pas l'empreinte"):
        pull(offer(publisher, false), replica, silent, FAST)
    assert says_one_release(replica.root) == smaller.name
    assert not list(replica.releases.glob(".pulling*"))
    pull(offer(publisher, planted), replica, silent, FAST)
    assert says_one_release(replica.root) == planted.name


def test_a_manifest_of_another_release_is_refused(
    publisher: Publisher, planted: Path, replica: ReleaseDirectory
) -> None:
    with pytest.raises(RefusedError, match="autre release"):
        pull(offer(publisher, planted, digest="a" * 64), replica, silent, FAST)


def test_a_release_of_another_software_is_told(
    publisher: Publisher, planted: Path, replica: ReleaseDirectory, tmp_path: Path
) -> None:
    older = copied(planted, tmp_path)
    (older / "pages.sqlite").unlink()
    with pytest.raises(FetchError, match=r"metiers-graphe 0\.0\.1.*il y manque pages\.sqlite"):
        pull(offer(publisher, older), replica, silent, FAST)
    assert not replica.releases.exists()


def test_a_release_that_another_version_built_is_told(
    metiers: Metiers, publisher: Publisher, planted: Path, tmp_path: Path
) -> None:
    other = copied(planted, tmp_path)
    manifest = json.loads((other / "manifest.json").read_text("utf-8"))
    (other / "manifest.json").write_text(json.dumps(manifest | {"software": "x 9"}), "utf-8")
    taken = metiers("pull", offer(publisher, other))
    assert (taken.status, taken.err.split(",")[0]) == (0, "construite par x 9")


def test_too_small_a_disk_is_told_at_once(
    publisher: Publisher, planted: Path, replica: ReleaseDirectory
) -> None:
    offer(publisher, planted)
    large = {"path": "store/000001.sst", "size": 10**16, "sha256": "0" * 64, "modified": 1}
    reply = publisher.replies[f"/releases/{planted.name}/files.json"]
    assert reply
    files = [
        {"path": path, "size": len(data), "sha256": "0" * 64, "modified": 1}
        for path, data in files_of(planted).items()
    ]
    root = offer(publisher, planted, files=[*files, large])
    with pytest.raises(Exception, match=r"Mo libres, il en faut 10000000\d+"):
        pull(root, replica, silent, FAST)


def test_a_manifest_that_was_renewed_is_taken_alone(
    publisher: Publisher, planted: Path, replica: ReleaseDirectory, tmp_path: Path
) -> None:
    pull(offer(publisher, planted), replica, silent, FAST)
    renewed = copied(planted, tmp_path)
    text = (renewed / "manifest.json").read_text("utf-8")
    (renewed / "manifest.json").write_text(text.replace('"errors": 0', '"errors": 7'), "utf-8")
    (renewed / "changes.json").write_text("{}", "utf-8")
    done = pull(offer(publisher, renewed), replica, silent, FAST)
    assert (done.known, done.manifest.errors) == (True, 7)
    assert files_of(done.folder) == files_of(renewed)


def test_nobody_answers(metiers: Metiers) -> None:
    told = metiers("pull", "http://127.0.0.1:9")
    assert (told.status, "connexion refusée" in told.err) == (1, True)
    assert metiers("pull", "ftp://127.0.0.1/").status == 1


def test_pulls_killed_at_random_moments(planted: Path, smaller: Path, tmp_path: Path) -> None:
    kill_pulls(tmp_path / "replica", (smaller, planted), 3)
