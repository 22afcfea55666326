"""identity: which addresses are one, and what an address with a count of editions claims."""

from __future__ import annotations

import pytest

from morgue.extract.draft import Draft
from morgue.extract.identity import canonical, claim_of


@pytest.mark.parametrize(
    "address",
    [
        "https://quay.example/2025/ferry",
        "http://quay.example/2025/ferry",
        "https://www.quay.example/2025/ferry/",
        "HTTPS://Quay.Example:443/2025/ferry",
        " http://quay.example:80/2025/ferry ",
        "https://quay.example/2025/ferry?utm_source=rss&utm_medium=feed",
        "https://quay.example/2025/ferry?at_medium=RSS&at_campaign=rss",
        "https://quay.example/2025/ferry#xtor=RSS-1",
        "https://quay.example/2025/ferry/?fbclid=IwAR0",
    ],
)
def test_writings_of_one_address_are_one(address: str) -> None:
    assert canonical(address) == "https://quay.example/2025/ferry"
    draft = Draft(headline="Ferry", url=address, home="http://www.quay.example/")
    assert claim_of(draft) == "https://quay.example/2025/ferry"
    assert claim_of(Draft(headline="Ferry", identifier=address)) == "https://quay.example/2025/ferry"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://quay.example/a", "https://quay.example/A"),
        ("https://quay.example/a?id=1", "https://quay.example/a?id=2"),
        ("https://quay.example/a?utm_id=1&id=1", "https://quay.example/a"),
        ("https://quay.example/a#post-1", "https://quay.example/a#post-2"),
        ("https://quay.example:8080/a", "https://quay.example/a"),
        ("https://m.quay.example/a", "https://quay.example/a"),
        ("ftp://quay.example/a", "https://quay.example/a"),
    ],
)
def test_other_addresses_are_others(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("given", ["tag:quay.example,2025:1", "urn:x:1/", "http:", "https://[", "", "77"])
def test_what_is_no_address_of_the_web_is_left_alone(given: str) -> None:
    assert canonical(given) == given


@pytest.mark.parametrize(
    ("guid", "link", "claim"),
    [
        ("https://www.quay.example/n/c0de#0", "https://www.quay.example/n/c0de?at_medium=RSS", "https://quay.example/n/c0de"),
        ("https://www.quay.example/n/c0de#12", "https://www.quay.example/n/c0de", "https://quay.example/n/c0de"),
        ("https://quay.example/live#12", "https://quay.example/other", "https://quay.example/live#12"),
        ("https://quay.example/n/c0de#post12", "https://quay.example/n/c0de", "https://quay.example/n/c0de#post12"),
        ("https://quay.example/n/c0de#2025", "https://quay.example/n/c0de", "https://quay.example/n/c0de#2025"),
    ],
)  # fmt: skip
def test_a_count_of_editions_is_no_part_of_an_address(guid: str, link: str, claim: str) -> None:
    assert claim_of(Draft(headline="Ferry", identifier=guid, url=link)) == claim
