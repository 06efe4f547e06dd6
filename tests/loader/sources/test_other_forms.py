"""Forms of the sources that are not read: a sentence says which file to take instead."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from loader.corpus.corpus import read_corpus
from loader.corpus.problems import Gravity, ProblemKind
from loader.editions.editions import Editions
from loader.sources.documents import Document, find_files, read_documents
from loader.sources.other_forms import instead_of
from tests.loader.sheets import FULL


def _workbook() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return data.getvalue()


def _opendocument() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    return data.getvalue()


_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
_JSON = '[ {"numero": 1, "rome": {"code_rome": "A1101", "intitule": "Étireur de nuées"}} ]'
_XML = (
    '<?xml version="1.0" encoding="ISO-8859-15"?><fiches><fiche><rome><code_rome>A1101</code_rome>'
    "<intitule>Étireur de nuées</intitule></rome></fiche></fiches>"
)
FORMS = {
    "unix_fiche_emploi_metier_v460.json": (_JSON.encode(), "ROME en JSON", "fetch rome-v4"),
    "unix_fiche_v460_iso8859-15.xml": (_XML.encode("iso8859-15"), "ROME en XML", "fetch rome-v4"),
    "Dares_FAP2021_Table_passage_ROME.xlsx": (_workbook(), "de la FAP", "intitule_fap2009.txt"),
    "Correspondance_ROME_ISCO08.xlsx": (_workbook(), "sur le ROME", "fetch rome-v4"),
    "notes.docx": (_workbook(), "bureautique", "CSV ou l'XML"),
    "table.ods": (_opendocument(), "bureautique", "CSV ou l'XML"),
    "table.xls": (_COMPOUND_FILE, "bureautique", "CSV ou l'XML"),
    "table_fap.xls": (_COMPOUND_FILE, "de la FAP", "intitule_fap2009.txt"),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_sentence_says_what_to_take_instead(name: str, tmp_path: Path) -> None:
    data, what, instead = FORMS[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "MET.9001.md").write_text(FULL, "utf-8")
    corpus = read_corpus([tmp_path], Editions({"onisep-metiers": "2025-10"}))
    (told,) = corpus.problems
    assert (told.path, told.line) == (str(tmp_path / name), 0)
    assert (told.kind, told.gravity) == (ProblemKind.FICHIER_INCONNU, Gravity.REMARQUE)
    assert what in told.reason
    assert instead in told.reason
    assert told.lost


def test_other_files_are_told_nothing(tmp_path: Path) -> None:
    for number, text in enumerate(("{}", '{"code": "A1101"}', "<a><code>A1101</code></a>", "rome")):
        (tmp_path / f"{number}.rome").write_text(text, "utf-8")
    read = (each for path in find_files([tmp_path]) for each in read_documents(path))
    assert [instead_of(each) for each in read if isinstance(each, Document)] == [""] * 4


@pytest.mark.corpus
def test_the_real_workbooks_are_told(more_folder: Path, corpus_folder: Path) -> None:
    files = find_files([more_folder / "federation", corpus_folder / "crosswalks"])
    read = (each for path in files for each in read_documents(path))
    told = {
        each.name: sentence
        for each in read
        if isinstance(each, Document) and (sentence := instead_of(each))
    }
    assert sorted(told) == [
        "Correspondance_ROME_ISCO08.xlsx",
        "Dictionnaire variables PSM.xlsx",
        "c2rp_table_supra_def_fap_pcs_rome.xlsx",
    ]
    assert "de la FAP" in told["c2rp_table_supra_def_fap_pcs_rome.xlsx"]
