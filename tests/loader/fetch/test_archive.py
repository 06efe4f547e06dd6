import io
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from loader.fetch.archive import check_archive
from loader.fetch.errors import FetchError, RefusedError
from loader.fetch.fetch import fetch
from loader.fetch.limits import LIMITS
from tests.loader.fetch.publisher import CSV, FAST, Publisher, whole, zipped


def named(name: str, mode: int = 0) -> bytes:
    """Return an archive of one member, named and marked as no honest tool would."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("x" * len(name))
        member.external_attr = mode << 16
        archive.writestr(member, b"a")
    return stream.getvalue().replace(b"x" * len(name), name.encode())


def flagged(bit: int) -> bytes:
    """Return an archive whose member has a flag, in both places where flags stand."""
    data = bytearray(zipped())
    data[6] |= bit
    data[data.index(b"PK\x01\x02") + 8] |= bit
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(zipped({"a.csv": b"abcdef"}, zipfile.ZIP_STORED))
    data[data.index(b"abcdef")] ^= 1
    return bytes(data)


BAD = {
    "parent": (named("../evil"), "sort de son dossier"),
    "parent within": (named("a/../../evil"), "sort de son dossier"),
    "parent at the end": (named("a/.."), "sort de son dossier"),
    "parent, backslashes": (named("..\\evil"), "sort de son dossier"),
    "absolute": (named("/etc/evil"), "sort de son dossier"),
    "absolute, backslash": (named("\\evil"), "sort de son dossier"),
    "drive": (named("C:evil"), "sort de son dossier"),
    "symlink": (named("link", stat.S_IFLNK | 0o777), "est un lien"),
    "device": (named("null", stat.S_IFCHR | 0o666), "est un lien, ou n'est pas un fichier"),
    "encrypted": (flagged(0x1), "chiffré"),
    "bomb": (zipped({"zeros.csv": bytes(2**21)}), "une bombe"),
    "method": (zipped(CSV, zipfile.ZIP_BZIP2), "d'une façon inconnue"),
    "empty": (zipped({}), "vide"),
    "damaged": (damaged(), "abîmée"),
    "beginning only": (zipped()[:-30], "illisible"),
}


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD)
def test_a_bad_archive_is_refused_and_the_old_one_stays(
    publisher: Publisher, tmp_path: Path, data: bytes, said: str
) -> None:
    address = publisher.answers("/file", whole(zipped()), whole(data))
    old = fetch(address, tmp_path, FAST).file.read_bytes()
    with pytest.raises(FetchError, match=said):
        fetch(address, tmp_path, FAST)
    assert (tmp_path / address.name).read_bytes() == old
    assert not list(tmp_path.glob(".*"))


def test_good_names_that_look_bad_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "good.zip"
    file.write_bytes(zipped({"..a/b..csv": b"1", "dossier/": b"", "é...csv": b"2"}))
    check_archive(file, LIMITS)


def test_sizes_and_numbers_are_judged_before_anything_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "large.zip"
    file.write_bytes(zipped({str(n): b"abc" for n in range(10)}))
    check_archive(file, LIMITS)
    with pytest.raises(RefusedError, match="30 octets une fois ouverte"):
        check_archive(file, replace(LIMITS, unpacked=29))
    with pytest.raises(RefusedError, match="plus de 9 membres"):
        check_archive(file, replace(LIMITS, members=9))


def test_a_member_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"zeros.csv": bytes(2**21)}))
    central = data.index(b"PK\x01\x02")
    for place in (22, central + 24):
        data[place : place + 4] = (10).to_bytes(4, "little")
    file = tmp_path / "liar.zip"
    file.write_bytes(data)
    with pytest.raises(RefusedError, match=r"illisible|abîmée"):
        check_archive(file, LIMITS)
