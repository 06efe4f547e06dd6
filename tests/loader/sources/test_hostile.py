"""Hostile files among good sheets: each is named, none hangs, and the sheets are read all the same.

One process reads them all, with a limit to its memory and another to its time.
"""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from loader.corpus.corpus import read_corpus
from loader.editions.editions import Editions
from loader.sources.html_text import paragraphs
from tests.loader.sheets import SHORT

_MEMORY, _SECONDS = 2**31, 120
_EDITION = "--edition=onisep-metiers=2025-10"
_CHECK = """
import resource
from loader.cli import main
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
main()
"""
_ENTITIES = '<!ENTITY a "dix lettres">' + "".join(
    f'<!ENTITY {name} "{f"&{inner};" * 10}">'
    for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def _metier(id_: int, text: str, doctype: str = "") -> bytes:
    head = f"<identifiant>MET.{id_}</identifiant><nom_metier>a</nom_metier>"
    inside = f"<nature_travail>{text}</nature_travail>"
    return f"{doctype}<metiers><metier>{head}{inside}</metier></metiers>".encode()


def _cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def _zip(files: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


_READ = "aucun « metier » n'a d'élément"
_ATTRIBUTES = " ".join(f"a{n}='>'" for n in range(100_000))
FILES: dict[str, tuple[bytes, str]] = {
    "nested.xml": (_metier(1, _cdata("<div><b>" * 100_000 + "mot")), _READ),
    "unclosed.xml": (_metier(2, _cdata("</body " * 100_000)), _READ),
    "comments.xml": (_metier(3, _cdata("<!--" * 100_000)), _READ),
    "attributes.xml": (_metier(4, _cdata(f"<p {_ATTRIBUTES}>mot")), _READ),
    "attribute.xml": (_metier(5, _cdata(f"<p a='{'x' * 2_000_000}'>mot")), _READ),
    "long.xml": (_metier(6, _cdata("mot " * 2_600_000)), "trop longue"),
    "sections.xml": (_metier(7, "<![CDATA[]]>" * 100_000), _READ),
    "deep.xml": (_metier(8, "<a>" * 100_000), "trop imbriqués"),
    "bomb.xml": (_metier(9, "&i;", f"<!DOCTYPE metiers [{_ENTITIES}]>"), "texte trop long"),
    "outside.xml": (
        _metier(10, "&a;", '<!DOCTYPE metiers [<!ENTITY a SYSTEM "/dev/zero">]>'),
        "entité non développée",
    ),
    "before.xml": (b"<!---->" * 100_000 + b"<root><item>", "aucun format connu"),
    "cell.csv": (
        b'code_rome,libelle_rome,code_rome_parent\n"' + b"mot " * 10**6,
        "ligne illisible",
    ),
    "inner.zip": (_zip({"un.zip": _zip({"deux.md": b"mot"})}), "archive dans une archive"),
    "member.zip": (_zip({"un.md": bytes(2**28)}), "trop pour une table"),
    "members.zip": (_zip({f"{n}.md": bytes(2**27) for n in range(5)}), "une fois ouverte"),
}
"""What files hold, and what is said of them: of those that are read, what their métier lacks."""


def _line_of_a_gigabyte(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


PLACES: dict[str, tuple[Callable[[Path], object], str]] = {
    "line.md": (_line_of_a_gigabyte, "1073741824 octets"),
    "device.md": (lambda path: path.symlink_to("/dev/zero"), "ni fichier ordinaire"),
    "fifo.md": (os.mkfifo, "ni fichier ordinaire"),
    "loop.md": (lambda path: path.symlink_to("loop.md"), "des liens tournent en rond"),
    "here": (lambda path: path.symlink_to("."), "il n'est pas suivi"),
    "nowhere.md": (lambda path: path.symlink_to("nothing"), "fichier ou dossier absent"),
}


def test_hostile_files_are_named_and_the_sheets_read(sheets: Path) -> None:
    for name, (data, _) in FILES.items():
        (sheets / name).write_bytes(data)
    for name, (make, _) in PLACES.items():
        make(sheets / name)
    deep = sheets
    for _ in range(600):
        deep = deep / "d"
        deep.mkdir()
    (deep / "MET.9003.md").write_text(SHORT.replace("MET.9002", "MET.9003"), "utf-8")
    command = [sys.executable, "-c", _CHECK.format(memory=_MEMORY), "check", str(sheets), _EDITION]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
    assert checked.returncode == 1, checked.stderr[-2000:]
    said = checked.stderr.splitlines()
    expected = {name: words for each in (FILES, PLACES) for name, (_, words) in each.items()}
    assert [
        name
        for name, words in expected.items()
        if not any(f"/{name}" in line and words in line for line in said)
    ] == []
    assert "MET.9003" in checked.stderr
    assert "fiches lues │ 10" in " ".join(checked.stdout.split())


def test_a_folder_that_cannot_be_listed_is_named(
    sheets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = sheets / "closed"
    closed.mkdir()
    scan = os.scandir

    def refusing(path: Path) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr("os.scandir", refusing)
    corpus = read_corpus([sheets], Editions())
    assert f"{closed}: permission refusée" in map(str, corpus.problems)
    assert len(corpus.fiches) == 2


def test_what_memory_does_not_hold_is_named(sheets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def exhausted(path: Path) -> bytes:
        if path.name == "MET.9001.md":
            raise MemoryError
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", exhausted)
    corpus = read_corpus([sheets / "MET.9001.md", sheets / "MET.9002.md"], Editions())
    assert [each.path for each in corpus.problems if "mémoire" in each.reason] == [
        str(sheets / "MET.9001.md")
    ]
    assert len(corpus.fiches) == 1


def test_words_nested_too_deep_are_there() -> None:
    assert paragraphs("<div>" * 3000 + "mot &amp; " + "</div>" * 3000 + "fin") == "mot & fin"


@pytest.mark.parametrize(
    "tag", ["<p {}>mot", "<p\n{}\n>mot", "<!-- <p x=' --><p {}>mot", "<a<p {}>mot", '<p x=" {}']
)
def test_long_tags_have_no_attributes_to_compare(tag: str) -> None:
    assert paragraphs(tag.format(_ATTRIBUTES)) == ("mot" if "mot" in tag else "")
