"""Ask two checkouts the same of one release, and say where their answers differ.

``python -m tests.same_answers OLD_FOLDER NEW_FOLDER --home HOME``

Each folder is a checkout with its own `.venv` (`make install`); HOME holds a release that both can
read. Prints each difference, then a line for each kind of request; exits 1 if anything differs.
A checkout compared with itself must show nothing: what then differs changes by nature, and belongs
in `answers`, with its reason.
"""

import signal
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from tests.same_answers.addresses import asks
from tests.same_answers.answers import Ask, differences
from tests.same_answers.servers import Server, serving, version_of

__all__ = ["main"]


def main() -> int:
    """Compare the two checkouts that the arguments name; return 1 where they differ."""
    parser = ArgumentParser("tests.same_answers")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--home", type=Path, required=True, help="a METIERS_HOME with a release")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the servers end as well
    with_tags = version_of(given.old) == version_of(given.new)
    home = given.home.resolve()
    with serving(given.old, home) as old, serving(given.new, home) as new:
        return compare(old, new, with_tags)


def compare(old: Server, new: Server, with_tags: bool) -> int:
    """Ask both all there is to ask, and print what differs; return 1 if anything does."""
    asked, differing, statuses = Counter[str](), Counter[str](), Counter[int]()
    for ask in asks(lambda target: old.ask(Ask("", target, (("Accept", "text/html"),))).body):
        before, after = old.ask(ask), new.ask(ask)
        asked[ask.kind] += 1
        statuses[before.status] += 1
        if found := differences(ask, before, after, with_tags):
            differing[ask.kind] += 1
            print(f"{ask.kind}: {ask}", *(f"    {line}" for line in found), sep="\n", flush=True)
    for kind, count in asked.items():
        print(f"{kind:<16}{count:>6} asked{differing[kind]:>6} differ")
    print(f"{'all':<16}{asked.total():>6} asked{differing.total():>6} differ")
    print("statuses", *(f"{status}: {count}" for status, count in sorted(statuses.items())))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
