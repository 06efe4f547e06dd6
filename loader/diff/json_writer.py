"""JSON writer of a diff: `changes.json`, written as the changes are found.

::

    {"before": {"digest": …, "built": …}, "after": {…},
     "absent": [{"source": "rome-v4", "edition": "v460", "tables": ["coherence_item", …]}],
     "changes": [{"kind": "rome-v4", "state": "changed", "iri": …, "label": …,
                  "fields": [{"field": "skos:prefLabel", "name": "nom",
                              "before": [{"text": …, "language": "fr"}], "after": […]}]}, …],
     "kinds": [{"kind": "rome-v4", "name": "codes ROME V4", "added": 528, "removed": 0,
                "changed": 195, "fields": [{"field": …, "name": …, "changed": 195}]}, …]}

One change a line, in the order of `compare`; `kinds` counts all of them, kinds without change
left out. What the tables say that are `absent` from one of the two is not compared. A value has
`iri` where it is a thing, `language` where it is a text in one.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from pyoxigraph import Store

from loader.corpus.problems import LoaderError
from loader.diff.changed_subjects import changed_subjects
from loader.diff.changes import Change, FieldValue, Tally
from loader.diff.changes_table import ChangesTable, ComparisonEntry
from loader.diff.compare import compare
from loader.diff.skipped_fields import AbsentTables, absent_tables, skipped_fields
from loader.release.release_directory import ReleaseDirectory
from server.releases.layout import CHANGES_FILE, CHANGES_TABLE, STORE_FOLDER, Manifest


def write_document(
    before: Manifest,
    after: Manifest,
    absent: Sequence[AbsentTables],
    changes: Iterable[Change],
    out: TextIO,
) -> None:
    """Write the document."""
    tally = Tally()
    head = {
        "before": _release(before),
        "after": _release(after),
        "absent": [asdict(each) for each in absent],
    }
    out.write(f'{_json(head)[:-1]}, "changes": [')
    for number, change in enumerate(changes):
        tally.add(change)
        out.write(f"{',' if number else ''}\n{_json(_change(change))}")
    out.write(f'\n], "kinds": {_json(tally.kinds())}}}\n')


def write_difference(home: ReleaseDirectory, after: Manifest, staging: Path) -> None:
    """Write the differences into a release that is about to serve, if another one serves.

    A release that serves and cannot be read stops nothing: nothing is then written. (The engine
    says that a store is corrupt by a RuntimeError.)
    """
    serving = [each for each in home.list_releases() if home.serves(each[0])]
    for folder, before in serving:
        if before.digest == after.digest:
            continue
        file, table = staging / CHANGES_FILE, staging / CHANGES_TABLE
        absent = absent_tables(before, after)
        try:
            old, new = (Store.read_only(str(each / STORE_FOLDER)) for each in (folder, staging))
            changes = compare(old, new, changed_subjects(folder, staging), skipped_fields(absent))
            comparison = ComparisonEntry(before.digest, after.digest, absent=absent)
            with file.open("w", encoding="utf-8") as out, ChangesTable(table) as rows:
                write_document(before, after, absent, rows.record(comparison, changes), out)
        except (LoaderError, OSError, ValueError, RuntimeError):
            file.unlink(missing_ok=True)
            table.unlink(missing_ok=True)


def _release(manifest: Manifest) -> dict[str, str]:
    return {"digest": manifest.digest, "built": manifest.built}


def _change(change: Change) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": change.kind,
        "state": change.state,
        "iri": change.iri,
        "label": change.label,
    }
    if change.fields:
        found["fields"] = [
            {
                "field": each.field,
                "name": each.name,
                "before": [_value(value) for value in each.before],
                "after": [_value(value) for value in each.after],
            }
            for each in change.fields
        ]
    return found


def _value(value: FieldValue) -> dict[str, str]:
    found = {"text": value.text, "iri": value.iri, "language": value.language}
    return {key: said for key, said in found.items() if said is not None}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
