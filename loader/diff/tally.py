"""How many things of each kind came, went and changed, and in which fields."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from loader.diff.changes import Change, State
from loader.diff.kinds import KINDS


@dataclass(slots=True)
class Tally:
    """Counts changes as they go by."""

    states: Counter[tuple[str, State]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, change: Change) -> None:
        """Count a change."""
        self.states[change.kind, change.state] += 1
        for each in change.fields:
            self.fields[change.kind, each.field, each.name] += 1

    def kinds(self) -> list[dict[str, Any]]:
        """Return the counts of each kind that changed, the fields that changed most first."""
        return [
            {
                "kind": kind.name,
                "name": kind.plural,
                **{state.value: self.states[kind.name, state] for state in State},
                "fields": self._fields(kind.name),
            }
            for kind in KINDS
            if any(self.states[kind.name, state] for state in State)
        ]

    def _fields(self, kind: str) -> list[dict[str, Any]]:
        found = [(-n, key, name) for (of, key, name), n in self.fields.items() if of == kind]
        return [{"field": key, "name": name, "changed": -n} for n, key, name in sorted(found)]
