"""What the manifest of a release counts: problems, formations, findings of the shapes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from loader.corpus.problems import Problem
from loader.validation import Finding

LISTS: Final[Mapping[str, str]] = {"formations_undescribed": "api/formations_sans_description"}
"""The queries that list what a count counts."""


def count_problems(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many problems there are of each kind, in the order of the kinds' names."""
    counts = Counter(str(each.kind) for each in problems)
    return {kind: counts[kind] for kind in sorted(counts)}


def count_findings(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """Return how often each shape found something, by gravity, both in alphabetical order."""
    counts: dict[str, Counter[str]] = {}
    for each in findings:
        counts.setdefault(each.severity, Counter())[each.shape] += 1
    return {gravity: dict(sorted(counts[gravity].items())) for gravity in sorted(counts)}
