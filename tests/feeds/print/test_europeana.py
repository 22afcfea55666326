"""Full text of Europeana, in JSON-LD and RDF, and records without one."""

from __future__ import annotations

import json

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.print import europeana
from tests.feeds.agencyfiles import stories, story

RESOURCE = {"@context": "http://www.europeana.eu/schemas/context/edm.jsonld", "@id": "http://data.europeana.eu/fulltext/1/2/3", "@type": "FullTextResource", "language": "nl", "value": "De haven is se-\ndert maandag dicht."}  # fmt: skip


@pytest.mark.parametrize("document", [RESOURCE, [RESOURCE], {"resources": [{"resource": RESOURCE}]}])
def test_a_resource(document: object) -> None:
    data = json.dumps(document).encode()
    assert pick(data, "x").name == "europeana"
    found = story(europeana, data)
    assert (found.body, found.language) == ("De haven is sedert maandag dicht.", "nl")


def test_rdf_with_its_record() -> None:
    data = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:edm="http://www.europeana.eu/schemas/edm/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<edm:ProvidedCHO rdf:about="x"><dc:title>De Kade - 1914-08-02</dc:title><dcterms:issued>1914-08-02</dcterms:issued></edm:ProvidedCHO>
<edm:FullTextResource rdf:about="http://data.europeana.eu/fulltext/1"><dc:language>nl</dc:language><rdf:value>De haven is dicht.</rdf:value></edm:FullTextResource></rdf:RDF>"""
    assert pick(data, "x").name == "europeana"
    found = story(europeana, data)
    assert (found.headline, found.day, found.body) == (
        "De Kade - 1914-08-02",
        "1914-08-02",
        "De haven is dicht.",
    )


def test_records_without_a_text() -> None:
    data = json.dumps(
        {
            "success": True,
            "items": [
                {
                    "id": "/1/2",
                    "type": "TEXT",
                    "title": ["De Kade"],
                    "edmIsShownAt": ["http://x.example"],
                    "guid": "https://www.europeana.eu/api/1",
                }
            ],
        }
    ).encode()
    with pytest.raises(NoArticle, match="without their text"):
        stories(europeana, data)
