"""Posts of Medium's export."""

from __future__ import annotations

from tests.feeds.platforms.reading import read, reason


def page(footer: str, body: str = "<p class='graf'>It sank.</p>", title: str = "Ferry lost") -> str:
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title></head><body><article class="h-entry"><header><h1 class="p-name">{title}</h1></header>'
        f'<section data-field="subtitle" class="p-summary">All hands lost</section><section data-field="body" class="e-content">{body}</section>'
        f"<footer>{footer}<p>Exported from <a href='https://medium.com'>Medium</a> on May 1, 2024.</p></footer></article></body></html>"
    )


FOOTER = (
    "<p>By <a class='p-author h-card' href='x'>Jane Doe</a> on <a href='y'><time class='dt-published' datetime='2024-02-03T10:00:00Z'>February 3</time>"
    "</a>.</p><p><a class='p-canonical' href='https://medium.com/@jd/ferry'>Canonical link</a></p>"
)


def test_the_footer_states_the_facts_and_is_no_text() -> None:
    story = read("medium", page(FOOTER))[0]
    assert (story.headline, story.body, story.boilerplate) == ("Ferry lost", "It sank.", "All hands lost")
    assert (story.byline, story.published) == ("Jane Doe", "2024-02-03T10:00:00+00:00")
    assert story.url == "https://medium.com/@jd/ferry"


def test_a_draft_is_marked() -> None:
    assert (read("medium", page(""))[0].boilerplate or "").startswith("Status: draft")


def test_title_and_subtitle_are_not_repeated() -> None:
    body = (
        "<h3 class='graf--title'>Ferry lost</h3><h4 class='graf--subtitle'>All hands lost</h4><p>It sank.</p>"
    )
    assert read("medium", page(FOOTER, body))[0].body == "It sank."


def test_a_page_without_a_post() -> None:
    assert reason("medium", page("", "", "")) == "a page of Medium's export without a post"
