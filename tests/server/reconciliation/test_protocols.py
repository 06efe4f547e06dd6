"""Both versions of the protocol, over HTTP: answers that their schemas admit (inline here)."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from ontology import base
from server.reconciliation.candidates import RECONCILED

V02, V10 = "/reconciliation/0.2", "/reconciliation/1.0"
METIER = f"{base()}id/metier/MET.797"
ROWS = {"q0": {"query": "Assistant·e de gestion (H/F)", "type": "metier"}, "q1": {"query": "zzzz"}}


def asked_0_2(client: FlaskClient, queries: object) -> Any:
    response = client.post(V02, data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    return response.get_json()


def asked_1_0(client: FlaskClient, *queries: object) -> Any:
    response = client.post(f"{V10}/reconcile", json={"queries": queries})
    assert response.status_code == 200, response.text
    return response.get_json()["results"]


def name(text: str) -> dict[str, object]:
    return {"type": "metier", "conditions": [{"matchType": "name", "propertyValue": text}]}


def test_the_manifest_of_0_2_names_addresses_that_answer(client: FlaskClient) -> None:
    manifest = client.get(V02).get_json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["batchSize"] == 50
    assert [each["id"] for each in manifest["defaultTypes"]] == list(RECONCILED)
    addresses = [
        manifest["view"]["url"], manifest["preview"]["url"],
        *("".join(each[key] for key in ("service_url", "service_path"))
          for each in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"])),
    ]  # fmt: skip
    for address in addresses:
        assert address.startswith("http://localhost/")
        response = client.get(address.replace("{{id}}", METIER))
        assert response.status_code in (200, 303), address
    path = manifest["suggest"]["entity"]["flyout_service_path"].replace("${id}", METIER)
    assert client.get(path).get_json()["id"] == METIER
    settings = {each["name"]: each for each in manifest["extend"]["property_settings"]}
    assert settings["limit"]["type"] == "number"
    assert {each["value"] for each in settings["content"]["choices"]} == {"id", "label", "code"}
    assert all(each.keys() >= {"label", "name", "type", "help_text"} for each in settings.values())


def test_the_manifest_of_1_0_says_what_there_is(client: FlaskClient) -> None:
    manifest = client.get(V10).get_json()
    assert manifest["versions"] == ["1.0-draft"]
    assert manifest["suggest"] == {"entity": True, "property": True, "type": True}
    assert manifest["standardizedScore"] is True
    assert "{id}" in manifest["view"]["url"]
    assert client.get(f"{V10}/reconcile").get_json() == manifest


def test_candidates_of_0_2_have_what_clients_read(client: FlaskClient) -> None:
    answer = asked_0_2(client, ROWS)
    assert answer["q1"] == {"result": []}
    (best, *_) = answer["q0"]["result"]
    assert (best["id"], best["match"]) == (METIER, True)
    assert best["type"] == [{"id": "metier", "name": "Métiers"}]
    assert 90 < best["score"] <= 100
    features = {each["id"]: each["value"] for each in best["features"]}
    assert features == {
        "exact": False, "folded": True, "word_order": True, "gender": True, "edit_distance": 0,
    }  # fmt: skip
    got = client.get(V02, query_string={"queries": json.dumps(ROWS)}).get_json()
    assert got == answer


def test_both_versions_give_the_same_candidates_in_their_order(client: FlaskClient) -> None:
    texts = ["comptable", "secrétaire", "menuisière", "zzz"]
    old = asked_0_2(client, {text: {"query": text, "type": "metier"} for text in texts})
    new = asked_1_0(client, *map(name, texts))
    for text, result in zip(texts, new, strict=True):
        kept = [(each["id"], each["score"], each["match"]) for each in result["candidates"]]
        assert [(e["id"], e["score"], e["match"]) for e in old[text]["result"]] == kept
        for candidate in result["candidates"]:
            assert all(each["name"] for each in candidate["features"])


def test_evidence_is_a_feature_with_a_name(client: FlaskClient) -> None:
    given: dict[str, object] = {
        "matchType": "property",
        "propertyId": "rome_v3",
        "propertyValue": "M1605",
    }
    conditions = [{"matchType": "name", "propertyValue": "assistante"}, given]
    (result,) = asked_1_0(client, {"type": "metier", "conditions": conditions})
    (best, *_) = result["candidates"]
    assert {"id": "rome_v3", "name": "ROME V3", "value": True} in best["features"]


def test_jsonp_calls_the_function_that_is_named(client: FlaskClient) -> None:
    response = client.get(V02, query_string={"callback": "jQuery1_2", "queries": json.dumps(ROWS)})
    assert response.mimetype == "application/javascript"
    assert response.text.startswith("/**/jQuery1_2({")
    assert response.text.endswith(");")
    assert client.get(V02, query_string={"callback": "f"}).text.startswith('/**/f({"versions"')
    for wrong in ("", "alert(1)//", "a b", "é", "f" * 200):
        assert client.get(V02, query_string={"callback": wrong}).status_code == 400


def test_other_sites_may_ask(client: FlaskClient) -> None:
    for path in (V02, f"{V10}/reconcile", f"{V10}/extend"):
        response = client.options(path, headers={"Origin": "https://e.org"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert client.post(V02, data={"queries": "{}"}).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [V02, f"{V10}/reconcile"])
def test_a_batch_too_large_is_a_413(client: FlaskClient, path: str) -> None:
    rows = {str(n): {"query": "x"} for n in range(51)}
    sent: dict[str, Any] = (
        {"data": {"queries": json.dumps(rows)}}
        if path == V02
        else {"json": {"queries": [name("x")] * 51}}
    )
    response = client.post(path, **sent)
    assert response.status_code == 413
    assert "50" in response.get_json()["detail"]


def test_what_cannot_be_read_says_where(client: FlaskClient) -> None:
    response = client.post(V02, data={"queries": '{"q0": {"limit": 1}}'})
    assert response.status_code == 400
    assert response.get_json()["detail"].startswith("queries.q0 : ")
    assert client.post(V02, data={"queries": "{"}).status_code == 400
    said = client.post(V02, data={"queries": "{"}).get_json()["detail"]
    assert said == "queries : ce n'est pas du JSON (ligne 1, colonne 2)"
    for unwritable in ('{"q": {"query": "\\ud800"}}', "[" * 50_000):
        said = client.post(V02, data={"queries": unwritable}).get_json()["detail"]
        assert said == "queries : ce n'est pas du JSON"
    assert client.post(V02, data={"extend": "[]"}).status_code == 400
    assert client.post(f"{V10}/reconcile", data="x").status_code == 400
    assert client.post(f"{V10}/extend", data="{}").status_code == 400
    english = client.post(f"{V10}/extend?lang=en", data="{}").get_json()["detail"]
    assert english == "ids : a list of texts is expected"


def test_data_extension_fills_columns(client: FlaskClient) -> None:
    asked: dict[str, Any] = {
        "ids": [METIER, "x"],
        "properties": [
            {"id": "niveau"}, {"id": "rncp"}, {"id": "couleur"},
            {"id": "rome_v3", "settings": {"limit": "1", "content": "code"}},
            {"id": "formation", "settings": {"content": "label"}},
        ],
    }  # fmt: skip
    new = client.post(f"{V10}/extend", json=asked).get_json()
    assert [each["id"] for each in new["meta"]] == [each["id"] for each in asked["properties"]]
    assert new["meta"][3] == {
        "id": "rome_v3", "name": "ROME V3", "type": {"id": "rome-v3", "name": "Codes ROME V3"},
    }  # fmt: skip
    (known, unknown) = new["rows"]
    assert {each["id"]: each["values"] for each in known["properties"]} == {
        "niveau": [{"id": f"{base()}id/niveau/bac-2", "name": "bac + 2"}],
        "rncp": [{"str": "38363"}], "couleur": [], "rome_v3": [{"str": "M1605"}],
        "formation": [{"str": "BTS de gestion"}],
    }  # fmt: skip
    assert all(each["values"] == [] for each in unknown["properties"])
    old = client.post(V02, data={"extend": json.dumps(asked)}).get_json()
    assert old["meta"] == new["meta"]
    assert old["rows"][METIER]["rome_v3"] == [{"str": "M1605"}]
    assert old["rows"]["x"]["niveau"] == [{}]


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"ids": ["x"] * 51, "properties": []}, 413),
        ({"ids": [1], "properties": []}, 400),
        ({"ids": [], "properties": [{"id": "niveau"}] * 17}, 400),
        ({"ids": [], "properties": ["niveau"]}, 400),
        ({"ids": [], "properties": [{"id": "niveau", "settings": {"limit": "x"}}]}, 400),
        ({"ids": [], "properties": [{"id": "niveau", "settings": {"content": "x"}}]}, 400),
        ({"ids": [], "properties": [{"id": "niveau", "settings": []}]}, 200),
        ({"ids": [], "properties": [{"id": "niveau", "settings": 3}]}, 400),
    ],
)
def test_what_data_extension_admits(client: FlaskClient, document: object, status: int) -> None:
    assert client.post(f"{V10}/extend", json=document).status_code == status


def test_properties_are_proposed_by_type(client: FlaskClient) -> None:
    asked = {"type": "metier", "limit": 3}
    proposed = client.get(f"{V02}/properties", query_string=asked).get_json()
    assert (proposed["type"], proposed["limit"], len(proposed["properties"])) == ("metier", 3, 3)
    every = client.get(f"{V10}/extend/propose").get_json()["properties"]
    assert {"niveau", "rncp", "feminin"} <= {each["id"] for each in every}
    english = client.get(f"{V10}/extend/propose?lang=en").get_json()["properties"]
    assert {each["id"]: each["name"] for each in english}["niveau"] == "Level"
    assert client.get(f"{V10}/extend/propose?limit=x").status_code == 400


@pytest.mark.parametrize("version", [V02, V10])
def test_suggestions(client: FlaskClient, version: str) -> None:
    things = client.get(f"{version}/suggest/entity?prefix=assist&type=metier").get_json()["result"]
    assert [each["id"] for each in things] == [METIER]
    assert things[0]["notable"] == [{"id": "metier", "name": "Métiers"}]
    assert client.get(f"{version}/suggest/entity?prefix=assist&cursor=99").get_json() == {
        "result": []
    }
    types = client.get(f"{version}/suggest/type?prefix=rome").get_json()["result"]
    assert [each["id"] for each in types] == ["appellation", "rome-v3", "rome-v4"]
    (level,) = client.get(f"{version}/suggest/property?prefix=NIVEAU").get_json()["result"]
    assert level["id"] == "niveau"


@pytest.mark.parametrize("version", [V02, V10])
def test_a_preview_may_be_framed_and_runs_nothing(client: FlaskClient, version: str) -> None:
    response = client.get(f"{version}/preview", query_string={"id": METIER})
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script" not in response.text
    assert "assistant/e de gestion" in response.text
    assert "bac + 2" in response.text
    assert client.get(f"{version}/preview?id=x").status_code == 404
    assert client.get("/").headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_a_view_leads_to_the_page(client: FlaskClient) -> None:
    response = client.get("/reconciliation/view", query_string={"id": METIER})
    assert (response.status_code, response.location) == (303, "/doc/metier/MET.797")
    assert client.get("/reconciliation/view?id=https://e.org/").status_code == 404
