"""messages: what servers say in place of a feed, in text, JSON and XML, and stories that begin so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick


def read(data: str, name: str) -> list[str | None]:
    head = data.encode()
    return [each.headline or each.body for each in pick(head, name).read(feed_of_bytes(head, path=name))]


@pytest.mark.parametrize(
    "message",
    [
        "Service Unavailable",
        "503 Service Temporarily Unavailable\n",
        "The service is unavailable.",
        "HTTP/1.1 502 Bad Gateway",
        "Bad Gateway",
        "504 Gateway Time-out\nnginx/1.25.3",
        "upstream connect error or disconnect/reset before headers. reset reason: overflow",
        "upstream request timeout",
        "no healthy upstream",
        "404 page not found",
        "Not Found",
        "Access denied.",
        "Forbidden",
        "Too Many Requests",
        "Rate limit exceeded. Try again in 60 seconds.",
        "error code: 1015",
        "Internal Server Error",
        "Error establishing a database connection",
        "default backend - 404",
        "Fatal error: Uncaught TypeError: x in /srv/feed.php on line 7",
        "Traceback (most recent call last):\n  File \"feed.py\", line 7, in <module>\nKeyError: 'items'",
        "java.lang.NullPointerException\n\tat org.quay.Feed.read(Feed.java:7)",
        "curl: (28) Operation timed out after 30000 milliseconds",
        "Moved Permanently. Redirecting to /login",
        "Please enable JavaScript and cookies to continue",
        "Service indisponible",
        "Zugriff verweigert",
        "Acceso denegado",
    ],
)
def test_a_message_of_a_server_is_no_story(message: str) -> None:
    with pytest.raises(NoArticle, match="an error message: ") as error:
        read(message, "feed.xml")
    assert message.split("\n")[0].split(".")[0][:60] in error.value.message


@pytest.mark.parametrize(
    "text",
    [
        "Ferry service unavailable on Monday\n\nIt does not sail, the owner said.",
        "Service unavailable for commuters as snow hits lines\n\nTrains stand still.",
        "Access denied to striking pilots, union says.",
        "Not found: the missing climber is still on the ridge, rescuers said on Monday.",
        "Error in count delays result, officials say.",
        "Warning: gales expected on the coast tonight. Stay indoors.",
        "Notice: the library closes at noon in honour of the mayor.",
        "503 people rescued from ferry\n\nAll are well.",
        "404 people land on the island",
        "Forbidden City reopens after two years",
        "Connection refused by the grid, wind farm stands still",
        "Connection timed out: how broadband failed the islands",
        "Too many requests for asylum, minister says",
        "Bad gateway to the city, planners say",
        "Maintenance closes the bridge until Friday.",
        "Exception in thread of peace talks\n\nBoth sides met.",
        "Hello, world! A new show opens\n\nIt runs until May.",
        "Test\n\nThe second test was won by three wickets on Monday.",
        "Gone fishing\n\nThe mayor is on leave.",
        "Quake hits island.",
    ],
)
def test_a_short_story_that_begins_like_a_message_is_read(text: str) -> None:
    assert len(read(text, "brief.txt")) == 1


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"error": "rate limit exceeded"}, "rate limit exceeded"),
        ({"error": {"code": 403, "message": "Forbidden"}}, "Forbidden"),
        ({"errors": [{"status": "404", "title": "Not Found", "detail": "no such feed"}]}, "no such feed"),
        ({"message": "Not Found", "documentation_url": "https://quay.example/docs"}, "Not Found"),
        ({"status": "error", "code": "keyInvalid", "message": "The key is wrong"}, "The key is wrong"),
        ({"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no feed"}, "no feed"),
        ({"statusCode": 500, "message": "It broke", "path": "/feed"}, "It broke"),
        ({"detail": "Credentials were not provided."}, "Credentials were not provided."),
        ({"fault": {"reason": "quota"}}, "quota"),
    ],
)
def test_an_error_of_an_interface_is_no_story(document: Any, said: str) -> None:
    with pytest.raises(NoArticle) as error:
        read(json.dumps(document), "feed.json")
    assert error.value.message == f"an error message: {said}"


def test_stories_beside_a_message_are_read() -> None:
    """A message tells of a part; what came with it counts."""
    document = {
        "message": "1 of 2",
        "errors": ["one source is down"],
        "articles": [{"title": "Ferry sails", "body": "It did."}],
    }
    assert read(json.dumps(document), "feed.json") == ["Ferry sails"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", "AccessDenied: Access Denied"),
        ('<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Key>feed.xml</Key></Error>', "NoSuchKey: feed.xml"),
        ('<error code="403">Forbidden</error>', "Forbidden"),
        ('<problem xmlns="urn:ietf:rfc:7807"><title>Gone</title><status>410</status></problem>', "Gone: 410"),
        ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultstring>no</faultstring></s:Fault></s:Body></s:Envelope>', "no"),
    ],
)  # fmt: skip
def test_an_error_in_xml_is_no_story(document: str, said: str) -> None:
    with pytest.raises(NoArticle) as error:
        read(document, "feed.xml")
    assert error.value.message == f"an error message: {said}"
