"""What search engines read of a métier: JSON-LD that says what the page says."""

import json
import re
from typing import Any

from flask.testing import FlaskClient
from pyld import jsonld

HTML = {"Accept": "text/html"}
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def read(client: FlaskClient, id_: str) -> dict[str, Any]:
    (found,) = SCRIPT.findall(client.get(f"/doc/metier/{id_}", headers=HTML).text)
    document: dict[str, Any] = json.loads(found)
    return document


def test_an_occupation_is_told(client: FlaskClient) -> None:
    found = read(client, "MET.797")
    assert found["@type"] == "Occupation"
    assert found["@id"].endswith("/id/metier/MET.797")
    assert found["mainEntityOfPage"].endswith("/doc/metier/MET.797")
    assert found["name"] == "assistant/e de gestion"
    assert found["alternateName"] == [
        "assistante de gestion", "assistant de gestion", "secrétaire comptable",
    ]  # fmt: skip
    assert [code["codeValue"] for code in found["occupationalCategory"]] == ["M1605"]
    assert found["educationRequirements"][0]["credentialCategory"] == "bac + 2"
    (pay,) = found["estimatedSalary"]
    assert pay["name"] == "débutant"
    assert pay["value"] == {
        "@type": "QuantitativeValue", "minValue": 1900.0, "maxValue": 2400.0, "unitText": "MONTH",
    }  # fmt: skip


def test_it_is_a_graph_without_its_context_being_fetched(client: FlaskClient) -> None:
    document = {**read(client, "MET.797"), "@context": {"@vocab": "https://schema.org/"}}
    (node,) = jsonld.expand(document)
    assert node["@type"] == ["https://schema.org/Occupation"]


def test_pay_without_a_number_and_what_is_unknown_are_left_out(client: FlaskClient) -> None:
    assert "estimatedSalary" not in read(client, "MET.2")
    stub = read(client, "MET.5")
    assert stub["name"] == "MET.5"
    assert not {"description", "alternateName", "educationRequirements"} & stub.keys()
    (pay,) = read(client, "MET.3")["estimatedSalary"]
    assert "maxValue" not in pay["value"]


def test_other_pages_have_none(client: FlaskClient) -> None:
    assert not SCRIPT.search(client.get("/doc/formation/FOR.270", headers=HTML).text)
