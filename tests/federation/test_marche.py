"""The labour-market page of a real server, asked of a real peer: its figures are the files'."""

import csv
import re
import urllib.request
from pathlib import Path

import pytest

from tests.federation.laboratory import Laboratory

pytestmark = pytest.mark.corpus
ROWS = ("tension", "salaire-famille", "femmes-famille")


def page(market: Laboratory, language: str = "fr") -> str:
    address = f"{market.address}/doc/metier/MET.797/marche?lang={language}"
    with urllib.request.urlopen(address) as response:
        text: str = response.read().decode()
    return text


def test_the_basins_are_those_of_the_file(market: Laboratory, federation_folder: Path) -> None:
    path = federation_folder / "ft-tension-bassin" / "cities-tension-utf8.csv"
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["ROME"] == "M1605"]
    text = page(market)
    for row in rows:
        name = row["lib_bassin_bmo19"].replace("'", "&#39;")
        cells = f'{name}</th><td class="number">{row["ind_tension_d"]}</td>'
        assert cells in text
    counts = re.findall(r'</svg></td><td class="number">(\d+)</td>', text)
    assert sum(map(int, counts)) == len(rows)


def test_each_family_has_its_own_figures_and_a_source(market: Laboratory) -> None:
    text = page(market)
    assert "<code>L2Z</code>" in text
    assert "<code>L4Z</code>" in text
    assert "Famille, non métier" in text
    assert "Licence Ouverte" in text
    assert "2017-2019" in text
    assert "A family, not an occupation" in page(market, "en")


def test_a_comparison_has_the_figures_of_both(market: Laboratory) -> None:
    address = f"{market.address}/selection?m=MET.797&m=MET.420&vue=comparer&marche=oui"
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request) as response:
        text = response.read().decode()
    rows = {name: text.partition(f'<tr id="{name}">')[2].partition("</tr>")[0] for name in ROWS}
    assert rows["tension"].count("tendu (classes 4 et 5) dans") >= 2
    assert "<code>L2Z</code>" in rows["salaire-famille"]
    assert "2017-2019" in rows["femmes-famille"]
