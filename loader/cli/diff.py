"""`metiers diff`: what changed from one release to another, as a table or as JSON."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import takewhile
from typing import Any, Final

import click
from rich.table import Table

from loader.cli.console import home, number, others, output
from loader.corpus.problems import excerpt
from loader.diff.changed_subjects import changed_subjects
from loader.diff.changes import Change, FieldChange, FieldValue, State, Tally
from loader.diff.compare import compare
from loader.diff.json_writer import write_document
from loader.diff.skipped_fields import absent_tables, skipped_fields
from loader.release.release_reader import BuiltRelease

_SHOWN: Final = 10
"""How many things of a kind are shown for each of the three states."""
_FEW: Final = 3
"""How many values of a field are shown."""
_AROUND: Final = 20
"""How many characters are shown before the first that differs."""
_MARKS: Final = {State.ADDED: "+", State.REMOVED: "−", State.CHANGED: "~"}


@click.command("diff")
@click.argument("before", metavar="[A]", required=False)
@click.argument("after", metavar="[B]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Tout le détail, en JSON.")
def command(before: str | None, after: str | None, as_json: bool) -> None:
    """Dire ce qui a changé de la release A à la release B.

    A et B sont des débuts d'empreinte ; sans eux, la release d'avant et celle qui est en service.
    Les vues sont comparées, chose par chose et champ par champ ; l'ordre des listes ne l'est pas.
    """
    where = home()
    old = BuiltRelease(where.find(before) if before else where.previous())
    new = BuiltRelease(where.find(after) if after else where.current())
    absent = absent_tables(old.manifest, new.manifest)
    between = changed_subjects(old.folder, new.folder)
    changes = compare(old.store, new.store, between, skipped_fields(absent))
    if as_json:
        write_document(old.manifest, new.manifest, absent, changes, sys.stdout)
        return
    tally = Tally()
    shown: dict[tuple[str, State], list[Change]] = defaultdict(list)
    for change in changes:
        tally.add(change)
        first = shown[change.kind, change.state]
        if len(first) < _SHOWN:
            first.append(change)
    click.echo(f"de {old.manifest.digest[:12]} à {new.manifest.digest[:12]}")
    for each in absent:
        click.echo(
            f"tables absentes de {each.source} {each.edition} : {', '.join(each.tables)} ;"
            " ce qu'elles disent n'est pas comparé"
        )
    if not tally.kinds():
        click.echo("aucune différence")
        return
    _print_counts(tally)
    for kind in tally.kinds():
        _print_kind(kind, shown)


def _print_counts(tally: Tally) -> None:
    table = Table("", "ajoutés", "retirés", "changés")
    for kind in tally.kinds():
        table.add_row(kind["name"], *(number(kind[state.value]) for state in State))
    output.print(table)


def _print_kind(kind: dict[str, Any], shown: dict[tuple[str, State], list[Change]]) -> None:
    click.echo(f"\n{kind['name']}")
    for each in kind["fields"]:
        click.echo(f"  {each['name']} : {number(each['changed'])}")
    for state in State:
        changes = shown[kind["kind"], state]
        for change in changes:
            click.echo(f"  {_MARKS[state]} {change.iri.rpartition('/')[2]} {change.label}")
            _print_fields(change.fields)
        if kind[state.value] > len(changes):
            click.echo(f"  {_MARKS[state]} … et {others(kind[state.value] - len(changes))}")


def _print_fields(fields: Iterable[FieldChange]) -> None:
    for each in fields:
        same = _same_start(each)
        old, new = _few("−", each.before, same), _few("+", each.after, same)
        click.echo(f"      {each.name} : {old}{new}".rstrip())


def _same_start(change: FieldChange) -> int:
    """Return how much of one text that became another need not be shown to tell them apart."""
    if len(change.before) != 1 or len(change.after) != 1:
        return 0
    old, new = change.before[0].text, change.after[0].text
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    return old.rfind(" ", 0, same - _AROUND) + 1 if same > 2 * _AROUND else 0


def _few(mark: str, values: tuple[FieldValue, ...], same: int) -> str:
    if not values:
        return ""
    cut = "… " if same else ""
    texts = ", ".join(f"« {cut}{excerpt(value.text[same:])} »" for value in values[:_FEW])
    more = f" et {others(len(values) - _FEW)}" if len(values) > _FEW else ""
    return f"{mark} {texts}{more} "
