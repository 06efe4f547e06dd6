"""OpenRefine itself (Debian's 3.6.2), without a window: a project reconciled, extended, exported.

Through its own REST API, as its pages use it; and the steps of `/relier`, one by one.
`make openrefine` installs it.
"""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest

from server.releases.layout import INDEX_FILE
from server.search.index import SearchIndex
from tests.quality.damage import LIGHT
from tests.quality.reconciliation import KnownName, known_names
from tests.server.test_every_address import xpath
from tests.site import free_port
from tests.soak.served import served

pytestmark = pytest.mark.soak
ROWS: Final = 500
PATIENCE: Final = 300.0
"""Seconds that OpenRefine may take to start, and to reconcile all rows."""


class OpenRefine:
    """One that runs, and a project of it."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.project = ""

    def get(self, command: str, **values: str) -> Any:
        """Return what a command answers."""
        return json.loads(self._open(f"{command}?{urlencode(values)}"))

    def post(self, command: str, body: Mapping[str, str], **values: str) -> Any:
        """Send a form to a command of the project, with the token that it asks for."""
        token = self.get("get-csrf-token")["token"]
        address = f"{command}?{urlencode({'project': self.project, 'csrf_token': token, **values})}"
        answer = self._open(address, urlencode(body).encode())
        return json.loads(answer.decode("utf-8", "replace"))  # some answers are in Latin-1

    def create(self, table: str) -> None:
        """Make a project from a CSV of one column and more."""
        token = self.get("get-csrf-token")["token"]
        mark = uuid.uuid4().hex
        fields = {"project-name": "intitulés", "format": "text/line-based/*sv",
                  "options": json.dumps({"separator": ",", "encoding": "UTF-8"})}  # fmt: skip
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="project-file"; filename="t.csv"'
        body = "".join(
            (*parts, f"{head}\r\nContent-Type: text/csv\r\n\r\n{table}\r\n--{mark}--\r\n")
        )
        request = urllib.request.Request(
            f"{self._address}create-project-from-upload?csrf_token={token}",
            body.encode(),
            {"Content-Type": f"multipart/form-data; boundary={mark}"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            self.project = response.url.partition("project=")[2]

    def wait(self) -> None:
        """Wait until nothing is under way in the project."""
        deadline = time.monotonic() + PATIENCE
        while self.get("get-processes", project=self.project)["processes"]:
            assert time.monotonic() < deadline
            time.sleep(0.5)

    def type_of(self, column: str) -> str:
        """Return the type that a column was reconciled against."""
        columns = self.get("get-models", project=self.project)["columnModel"]["columns"]
        (found,) = (each for each in columns if each["name"] == column)
        return str(found["reconConfig"]["type"]["id"])

    def export(self) -> Sequence[Mapping[str, str]]:
        """Return the rows of the project as it writes them in CSV."""
        form = {"project": self.project, "format": "csv", "engine": ENGINE}
        text = self._open("export-rows/t.csv", urlencode(form).encode()).decode()
        return list(csv.DictReader(StringIO(text)))

    def _open(self, command: str, body: bytes | None = None) -> bytes:
        with urllib.request.urlopen(self._address + command, body, timeout=120) as response:
            found: bytes = response.read()
            return found


ENGINE: Final = json.dumps({"facets": [], "mode": "row-based"})


@contextmanager
def openrefine(folder: Path) -> Iterator[OpenRefine]:
    """Start OpenRefine, its projects in a folder; end it by its own process group."""
    if not shutil.which("openrefine"):
        pytest.skip("openrefine n'est pas installé : make openrefine")
    port = free_port()
    options = ["-p", str(port), "-i", "127.0.0.1", "-d", str(folder), "-x", "refine.headless=true"]
    process = subprocess.Popen(
        ["openrefine", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        start_new_session=True,
    )
    found = OpenRefine(f"http://127.0.0.1:{port}/command/core/")
    try:
        _wait_for(found, process)
        yield found
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def _wait_for(found: OpenRefine, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            assert found.get("get-version")["version"].startswith("3.")
            return
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, "OpenRefine s'est arrêté"
            assert time.monotonic() < deadline
            time.sleep(0.5)


def damaged_rows(index: Path) -> Sequence[tuple[str, KnownName]]:
    """Return titles and the names that they were, drawn with a fixed seed."""
    drawn = random.Random(11)
    kinds = [LIGHT[name] for name in LIGHT]
    names = [name for name in known_names(index) if name.type == "metier"]
    return [(drawn.choice(kinds)(name.text, drawn), name) for name in drawn.choices(names, k=ROWS)]


def reconcile(
    refine: OpenRefine, address: str, column: str, type_: str, details: Sequence[object] = ()
) -> None:
    """Reconcile a column against the things of a type, by its name; take those that are safe."""
    service = _service(address)
    (found,) = (each for each in service["defaultTypes"] if each["name"] == type_)
    config = {
        "mode": "standard-service",
        "service": address,
        "identifierSpace": service["identifierSpace"],
        "schemaSpace": service["schemaSpace"],
        "type": found,
        "autoMatch": True,
        "columnDetails": details,
        "limit": 0,
    }
    form = {"engine": ENGINE, "columnName": column, "config": json.dumps(config)}
    assert refine.post("reconcile", form)["code"] in ("ok", "pending")
    refine.wait()


def extend(refine: OpenRefine, address: str, column: str, added: Sequence[object]) -> None:
    """Add columns of properties beside a column that is reconciled."""
    service = _service(address)
    form = {
        "engine": ENGINE, "baseColumnName": column, "columnInsertIndex": "1",
        "endpoint": address, "identifierSpace": service["identifierSpace"],
        "schemaSpace": service["schemaSpace"], "extension": json.dumps({"properties": added}),
    }  # fmt: skip
    assert refine.post("extend-data", form)["code"] in ("ok", "pending")
    refine.wait()


def _service(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(address) as response:
        found: dict[str, Any] = json.load(response)
        return found


def test_a_project_is_reconciled_extended_and_exported(planted: Path, tmp_path: Path) -> None:
    rows = damaged_rows(planted / INDEX_FILE)
    things = SearchIndex(planted / INDEX_FILE).things([name.thing for _, name in rows])
    bearing: dict[str, set[str]] = defaultdict(set)
    for _, name in rows:
        bearing[name.key].add(things[name.thing].iri)
    with served(planted.parent.parent, budget="0") as server, openrefine(tmp_path) as refine:
        address = f"{server.address}/reconciliation/0.2"
        service = _service(address)
        table = StringIO()
        csv.writer(table, lineterminator="\n").writerows(
            [("intitule", "rien"), *((text, "") for text, _ in rows)]
        )
        refine.create(table.getvalue())
        guessed = refine.post("guess-types-of-column", {"service": address}, columnName="intitule")
        assert "metier" in {each["id"] for each in guessed["types"]}
        details = {"column": "rien", "propertyName": "RNCP", "propertyID": "rncp"}
        reconcile(refine, address, "intitule", "Métiers", [details])
        judge_best = {"engine": ENGINE, "columnName": "intitule", "judgment": "matched",
                      "identifierSpace": service["identifierSpace"],
                      "schemaSpace": service["schemaSpace"]}  # fmt: skip
        assert refine.post("recon-match-best-candidates", judge_best)["code"] == "ok"
        settings = {"content": "code", "limit": 1}
        added = [{"id": "niveau"}, {"id": "rome_v3", "settings": settings}]
        extend(refine, address, "intitule", added)
        iris = {"engine": ENGINE, "baseColumnName": "intitule", "newColumnName": "iri",
                "columnInsertIndex": "1", "onError": "set-to-blank",
                "expression": "grel:cell.recon.match.id"}  # fmt: skip
        assert refine.post("add-column", iris)["code"] in ("ok", "pending")
        refine.wait()
        exported = [row for row in refine.export() if row["intitule"]]
    assert len(exported) == ROWS
    right = sum(
        row["iri"] in bearing[name.key] for row, (_, name) in zip(exported, rows, strict=True)
    )
    assert right >= 0.95 * ROWS
    assert sum(bool(row["Niveau"]) for row in exported) > ROWS / 2
    assert {len(row["ROME V3"]) for row in exported} == {0, 5}


@dataclass(frozen=True)
class Step:
    """What the page « Relier ses données » tells one to do: a menu, columns, what is chosen."""

    menu: str
    columns: Sequence[str]
    chosen: Sequence[str]


def told(address: str) -> tuple[str, Sequence[Step]]:
    """Return the address of the service and the steps that the page tells."""
    with urllib.request.urlopen(f"{address}/relier") as page:
        document = page.read()
    (service,) = xpath(document, "//li[@data-step]/pre")
    steps = [
        Step(
            _texts(each, "kbd")[0], list(dict.fromkeys(_texts(each, "code"))), _texts(each, "samp")
        )
        for each in xpath(document, "//li[@data-step]")
    ]
    return str(service.text_content()), steps


def _texts(element: Any, name: str) -> list[str]:
    return [str(each.text_content()) for each in element.iter(name)]


def follow(refine: OpenRefine, service: str, step: Step) -> None:
    """Do what a step says, as the dialogs of OpenRefine do; KeyError for what it has not."""
    match step.menu:
        case "Reconcile → Start reconciling…":
            (column,), (type_,) = step.columns, step.chosen
            reconcile(refine, service, column, type_)
        case "Edit column → Add columns from reconciled values…":
            (column,) = step.columns
            type_ = refine.type_of(column)
            with urllib.request.urlopen(f"{service}/properties?type={type_}") as response:
                offered = {each["name"]: each for each in json.load(response)["properties"]}
            extend(refine, service, column, [offered[name] for name in step.chosen])
        case "Edit cells → Join multi-valued cells…":
            for column in step.columns:
                form = {"columnName": column, "keyColumnName": "offre", "separator": ", "}
                assert refine.post("join-multi-value-cells", form)["code"] == "ok"
        case other:
            raise KeyError(other)


def test_the_steps_that_the_page_tells_join_the_offers(planted: Path, tmp_path: Path) -> None:
    codes = ["M1605", "m 1605", "M1607", "K1401Conception", ""]
    rows = [(f"{n:03}", codes[n % len(codes)]) for n in range(400)]
    table = StringIO()
    csv.writer(table, lineterminator="\n").writerows([("offre", "code_rome"), *rows])
    with served(planted.parent.parent, budget="0") as server, openrefine(tmp_path) as refine:
        service, (*steps, last) = told(server.address)
        refine.create(table.getvalue())
        for step in steps:
            follow(refine, service, step)
        assert last.menu == "Export → Comma-separated value"
        found = refine.export()
    assert [row["offre"] for row in found] == [offer for offer, _ in rows]
    read = {(row["Code"], row["Niveau"]) for start in (0, 1) for row in found[start::5]}
    assert read == {("M1605", "bac + 2")}
    assert all("assistant/e de gestion en PME" in row["Métiers"] for row in found[0::5])
    assert all(row["RNCP"] for row in found[0::5])
    assert {(row["code_rome"], row["Métiers"]) for row in found[3::5]} == {("K1401Conception", "")}
