"""A store that threads fill: all of it is there, and what goes wrong is told."""

import gc
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Store

from loader.corpus.garbage_collection import pause_garbage_collector
from loader.model import nquads
from loader.model.rdf_terms import NAME, PREF_LABEL, french, term
from loader.release.bulk_loader import BackgroundLoad
from loader.release.external_sort import ExternalSort
from loader.release.fill_store import fill_store
from tests.loader.corpora import corpus_of, fiche_of
from tests.loader.sheets import FULL, SHORT


def _load(store: Path, texts: Iterable[bytes]) -> None:
    with BackgroundLoad(store) as load:
        for text in texts:
            load.add(text)


def test_texts_loaded_side_by_side_are_all_there(tmp_path: Path) -> None:
    lines = [b'<x:%d> <x:p> "%d" .\n' % (number % 50, number) for number in range(6000)]
    starts = range(0, 6000, 250)
    _load(tmp_path / "store", (b"".join(lines[start : start + 300]) for start in starts))
    store = Store.read_only(str(tmp_path / "store"))
    assert {f"{quad.triple} .\n".encode() for quad in store} == set(lines)


@pytest.mark.parametrize("after", range(4))
def test_a_text_that_cannot_be_loaded_is_an_error(tmp_path: Path, after: int) -> None:
    texts = [b"no line of N-Quads\n", *[b"<x:s> <x:p> <x:o> .\n"] * after]
    with pytest.raises(SyntaxError):
        _load(tmp_path / "store", texts)


def test_an_error_outside_stays_what_it_was(tmp_path: Path) -> None:
    texts = (b"<x:s> <x:p> <x:o> .\n" for one in (1, 0) if 1 / one)
    with pytest.raises(ZeroDivisionError):
        _load(tmp_path / "store", texts)
    Store(tmp_path / "store")  # nothing holds it any more


def test_a_store_holds_the_lines_that_its_runs_give(tmp_path: Path) -> None:
    corpus = corpus_of(("2025-10", fiche_of(FULL)), ("2025-10", fiche_of(SHORT)))
    said, runs = fill_store(corpus, tmp_path / "store", tmp_path / "runs")
    assert said.fiches == 2
    held = {f"{quad} .\n".encode() for quad in Store.read_only(str(tmp_path / "store"))}
    assert held == set(runs.sorted_lines())


def test_runs_are_full_but_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.release.external_sort.RUN_LINES", 4)
    texts: list[bytes] = []
    runs = ExternalSort(tmp_path, texts.append)
    runs.add("cab")
    runs.add(iter("dacfbeghi"))
    runs.add(())
    runs.flush()
    assert [text.count(b"\n") for text in texts] == [4, 4, 4]
    assert b"".join(runs.sorted_lines()) == b"a\nb\nc\nd\ne\nf\ng\nh\ni\n"


def test_what_is_written_once_is_written_the_same() -> None:
    one, same, other = term("mg:a"), type(term("mg:a"))(term("mg:a").value), term("mg:b")
    triples = [(s, p, french('« é » "\n\\')) for s in (one, same, other, one) for p in (NAME,)]
    triples.append((one, PREF_LABEL, french("x")))
    assert [triple for triple, _ in nquads.triple_texts(triples)] == triples
    assert [text for _, text in nquads.triple_texts(triples)] == [
        f"{s} {p} {o}" for s, p, o in triples
    ]


def test_the_collector_is_back_whatever_happens() -> None:
    with pause_garbage_collector():
        with pytest.raises(ZeroDivisionError):
            _fail_without_collector()
        assert not gc.isenabled()
    assert gc.isenabled()


@pause_garbage_collector()
def _fail_without_collector() -> float:
    assert not gc.isenabled()
    return 1 / 0
