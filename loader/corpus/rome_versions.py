"""Version of the ROME codes that a source gives with their label: the label tells it.

All 532 codes of the V3 live on in the V4, and none keeps its label: a code alone never tells its
edition, a code with its label does. The labels are those of the ROME read beside the source.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loader.corpus.problems import Problem, ProblemKind, problem
from loader.records import CodeRome
from loader.records.rncp import RomeDeFiche, TableRncp
from loader.records.rome import FicheRome, TableRome, Version
from ontology.folding import slug

_Labelled = dict[tuple[str, str], Version]


def rome_labels(records: Iterable[tuple[str, object]]) -> _Labelled:
    """Return the version of each code with its label, from records and the source of each."""
    found: _Labelled = {}
    for source, record in records:
        version: Version = 3 if source == "rome-v3" else 4
        for code, label in _named(record):
            found.setdefault((code, slug(label)), version)
    return found


def _named(record: object) -> Iterator[tuple[str, str]]:
    """Yield the codes that a record of the ROME names, with their labels."""
    rows = record.lignes if isinstance(record, TableRome) else record
    for row in rows if isinstance(rows, tuple) else ():
        if isinstance(row, FicheRome | CodeRome):
            yield row.code, row.libelle


def with_versions(
    path: str, table: TableRncp, labels: _Labelled
) -> tuple[TableRncp, list[Problem]]:
    """Return a table whose codes have their version; those that no label told are reported."""
    told: dict[tuple[str, str], list[RomeDeFiche]] = {}
    codes: list[RomeDeFiche] = []
    for code in table.romes:
        version = labels.get((code.code, slug(code.libelle)))
        codes.append(replace(code, version=version))
        if version is None:
            told.setdefault((code.code, code.libelle), []).append(code)
    problems = [
        problem(
            path,
            0,
            ProblemKind.LIBELLE_INCONNU,
            f"{code} « {label} » n'est ni du ROME V3 ni du ROME V4 lus à côté : laissé de côté",
            "\n".join(f"{each.numero} {code} {label}" for each in several),
        )
        for (code, label), several in told.items()
    ]
    return replace(table, romes=tuple(codes)), problems
