"""The JSON API: the documents of the command line, its errors, and a description that is true."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

import morgue
from morgue.web import openapi
from morgue.web.api import ENDPOINTS
from tests.web.conftest import NOW


@pytest.fixture
def told(ask: TestClient) -> dict[str, Any]:
    """The description as it is served."""
    described: dict[str, Any] = ask.get("/api/openapi.json").json()
    return described


def fits(value: object, schema: str, told: dict[str, Any]) -> None:
    """Fail where a document is not what its schema says."""
    Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": told["components"]}
    ).validate(value)


def without_time(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "took_ms"}


def test_a_search_is_the_document_of_the_command_line(ask: TestClient, where: str) -> None:
    asked = {"q": "ferry agency:ap", "limit": "3", "offset": "2", "sort": "oldest"}
    with morgue.open(where) as archive:
        results = archive.search("ferry agency:ap", limit=3, offset=2, sort="oldest", now=NOW)
    found = ask.get("/api/search", params=asked).json()
    assert without_time(found) == without_time(results.to_json())
    assert [hit["rank"] for hit in found["hits"]] == [3, 4, 5]


def test_counts_and_articles_are_those_of_the_command_line(ask: TestClient, where: str) -> None:
    with morgue.open(where) as archive:
        facets = archive.facets("ferry", names=("agency", "year"), limit=1, now=NOW).to_json()
        timeline = archive.timeline("ferry", by="week", now=NOW).to_json()
        everything = archive.facets("*", now=NOW).to_json()
        bursts = archive.bursts(
            "ferry", by="week", limit=3, top=2, count="articles", against="archive", now=NOW
        )
        all_bursts = archive.bursts(now=NOW)
        explained = archive.explain("ferry agency:ap", now=NOW).to_json()
        article = archive.search("wheat").hits[0].article
    assert ask.get("/api/facets?q=ferry&by=agency,year&limit=1").json() == facets
    assert ask.get("/api/facets").json() == everything
    assert ask.get("/api/timeline?q=ferry&by=week").json() == timeline
    given = "q=ferry&by=week&limit=3&top=2&count=articles&against=archive"
    assert ask.get(f"/api/bursts?{given}").json() == bursts.to_json()
    assert ask.get("/api/bursts").json() == all_bursts.to_json()
    assert ask.get("/api/explain?q=ferry+agency:ap").json() == explained
    assert ask.get("/api/count?q=ferry").json() == {"total": 30}
    whole = {
        "format_version": 1,
        "articles": [article.to_json() | {"read_from": "ferry.jsonl", "also_in": [], "versions": 1}],
    }
    assert ask.get(f"/api/articles/{article.id}").json() == whole
    assert ask.get(f"/api/articles/{article.id[:8]}").json() == whole


def test_relative_dates_count_from_the_moment_that_is_asked_for(ask: TestClient) -> None:
    assert ask.get("/api/count?q=date:last-year").json() == {"total": 30}
    assert ask.get("/api/count?q=date:last-year&now=2025-01-01").json() == {"total": 1}
    now = ask.get("/api/search?q=date:today&now=2025-10-05T01:00:00+02:00").json()["query"]["now"]
    assert now == "2025-10-05T01:00:00+02:00"


@pytest.mark.parametrize(
    ("path", "status", "kind", "position"),
    [
        ("/api/search?q=ferry+%22crews", 400, "query", 6),
        ("/api/search?q=", 400, "query", 0),
        ("/api/search?q=%ff", 400, "query", 0),
        ("/api/facets?q=(", 400, "query", 0),
        ("/api/timeline?q=date:soon", 400, "query", 5),
        ("/api/explain?q=a+OR", 400, "query", 2),
        ("/api/count?q=-", 400, "query", 0),
        ("/api/search", 400, "usage", None),
        ("/api/search?q=ferry&limit=1001", 400, "usage", None),
        ("/api/search?q=ferry&sort=x", 400, "usage", None),
        ("/api/search?q=ferry&snippets=99", 400, "usage", None),
        ("/api/facets?by=colour", 400, "usage", None),
        ("/api/facets?by=", 400, "usage", None),
        ("/api/timeline?by=hour", 400, "usage", None),
        ("/api/bursts?count=outlets", 400, "usage", None),
        ("/api/bursts?q=date:soon", 400, "query", 5),
        ("/api/articles/zzzzzzzz", 404, "not-found", None),
        ("/api/nothing", 404, "not-found", None),
    ],
)
def test_errors_are_the_error_object(
    ask: TestClient, told: dict[str, Any], path: str, status: int, kind: str, position: int | None
) -> None:
    answer = ask.get(path)
    assert answer.status_code == status
    document = answer.json()
    fits(document, "Error", told)
    assert (document["error"]["kind"], document["error"]["position"]) == (kind, position)


def test_an_archive_that_is_gone_is_unavailable(client_of: Any, tmp_path: Any) -> None:
    with morgue.create(tmp_path / "a"):
        pass
    client = client_of(tmp_path / "nowhere")
    answer = client.get("/api/search?q=ferry")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (503, "archive")
    assert client.get("/").status_code == 503


# -- the description ---------------------------------------------------------------------------------------


def test_the_schemas_are_schemas(told: dict[str, Any]) -> None:
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    named = set(re.findall(r"#/components/schemas/(\w+)", str(told)))
    assert named <= set(told["components"]["schemas"])
    assert told["openapi"].startswith("3.1.")


def test_the_description_has_every_address_and_parameter(ask: TestClient, told: dict[str, Any]) -> None:
    assert set(told["paths"]) == {each.path for each in ENDPOINTS}
    names = [each["get"]["operationId"] for each in told["paths"].values()]
    some = ask.get("/api/search?q=ferry&limit=1").json()["hits"][0]["id"]
    assert len(names) == len(set(names))
    for endpoint in ENDPOINTS:
        operation = told["paths"][endpoint.path]["get"]
        declared = {each["name"]: each for each in operation["parameters"] if each["in"] == "query"}
        assert set(declared) == {each.name for each in endpoint.parameters}
        for each in endpoint.parameters:
            if each.name in ("limit", "offset", "snippets"):
                schema = declared[each.name]["schema"]
                url = endpoint.path.replace("{id}", some) + f"?q=ferry&{each.name}="
                assert ask.get(url + str(schema["maximum"])).status_code == 200
                assert ask.get(url + str(schema["maximum"] + 1)).status_code == 400
                assert schema["default"] == each.default
            if "enum" in each.schema:
                for choice in declared[each.name]["schema"]["enum"]:
                    more = "&group=1" if each.name == "lead" else ""
                    assert ask.get(endpoint.path + f"?q=ferry&{each.name}={choice}{more}").status_code == 200


@pytest.mark.parametrize("query", ["ferry", "*", "zebra ferry", "wheat and ferry", "agency:ap OR wheat port"])
def test_answers_are_what_the_description_says(
    ask: TestClient, told: dict[str, Any], where: str, query: str
) -> None:
    with morgue.open(where) as archive:
        known = archive.search("*").hits[0].article.id
    for endpoint in ENDPOINTS:
        answer = ask.get(endpoint.path.replace("{id}", known), params={"q": query, "a": known, "b": known})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/json"
        said = told["paths"][endpoint.path]["get"]["responses"]["200"]["content"]["application/json"]
        fits(answer.json(), said["schema"]["$ref"].rpartition("/")[2], told)


def test_a_schema_fails_for_another_document(told: dict[str, Any], ask: TestClient) -> None:
    search = ask.get("/api/search?q=ferry").json()
    for schema in ("Bursts", "Timeline", "Facets", "Articles", "Error"):
        with pytest.raises(Exception, match="required property"):
            fits(search, schema, told)
    search["hits"][0]["headline"] = 7
    with pytest.raises(Exception, match="7 is not of type"):
        fits(search, "Search", told)


def test_every_key_of_an_article_is_described(ask: TestClient, told: dict[str, Any]) -> None:
    hit = ask.get("/api/search?q=wheat&group=1").json()["hits"][0]
    article = ask.get(f"/api/articles/{hit['id']}").json()["articles"][0]
    assert set(hit) == set(told["components"]["schemas"]["Hit"]["properties"])
    assert set(article) == set(told["components"]["schemas"]["Article"]["properties"])


def test_a_token_is_part_of_the_description() -> None:
    assert openapi.description(token=True)["security"] == [{"token": []}]
    assert "security" not in openapi.description(token=False)


def test_searches_by_story(client_of: Callable[..., TestClient], folded: str) -> None:
    ask = client_of(folded)
    with morgue.open(folded) as archive:
        found = ask.get("/api/search?q=ferry&group=1&lead=latest&limit=2").json()
        expected = archive.search("ferry", group=True, lead="latest", limit=2, now=NOW).to_json()
        assert found | {"took_ms": 0} == expected | {"took_ms": 0}
        assert (found["total"], found["stories"], len(found["hits"])) == (5, 3, 2)
        assert found["hits"][0]["carried"]["articles"] == 4
        assert ask.get("/api/count?q=ferry&group=true").json() == {"total": 5, "stories": 3}
        assert ask.get("/api/count?q=ferry").json() == {"total": 5}
        facets = ask.get("/api/facets?q=ferry&by=publisher&count=stories").json()
        assert facets == archive.facets("ferry", names=("publisher",), count="stories").to_json()
        assert (facets["stories"], facets["count"]) == (3, "stories")
        days = ask.get("/api/timeline?q=strike&by=day&count=stories").json()
        assert days == archive.timeline("strike", by="day", count="stories").to_json()
        assert days["notes"][0]["kind"] == "story-repeated"
    for wrong in (
        "/api/search?q=ferry&lead=first",
        "/api/search?q=ferry&group=1&lead=x",
        "/api/facets?count=words",
    ):
        assert ask.get(wrong).status_code == 400
        assert ask.get(wrong).json()["error"]["kind"] == "usage"
