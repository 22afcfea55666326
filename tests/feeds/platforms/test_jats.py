"""Articles in JATS."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds.platforms import jats
from morgue.io.feed import feed_of_bytes
from morgue.model.article import Lineage
from tests.feeds.platforms.reading import read, reason


def paper(
    meta: str = "",
    body: str = "<body><sec><title>Loss</title><p>It sank <xref ref-type='bibr'>1</xref>.</p></sec></body>",
) -> str:
    return (
        "<article xml:lang='en'><front><journal-meta><journal-title>Ferry Review</journal-title></journal-meta><article-meta>"
        f"<title-group><article-title>Ferry <italic>lost</italic></article-title></title-group>{meta}</article-meta></front>{body}</article>"
    )


def test_the_front_matter_states_the_facts() -> None:
    meta = (
        "<article-id pub-id-type='doi'>10.5555/1</article-id><contrib-group><contrib contrib-type='author'><name><surname>Doe</surname>"
        "<given-names>Jane</given-names></name></contrib><contrib contrib-type='editor'><name><surname>No</surname></name></contrib>"
        "<contrib contrib-type='author'><collab>Quay Group</collab></contrib></contrib-group><pub-date pub-type='epub'><day>3</day><month>2</month>"
        "<year>2024</year></pub-date><volume>7</volume><fpage>12</fpage><article-categories><subj-group subj-group-type='heading'>"
        "<subject>News</subject></subj-group></article-categories><abstract><p>In short.</p></abstract><kwd-group><kwd>ferry</kwd></kwd-group>"
    )
    story = read("jats", paper(meta))[0]
    assert (story.headline, story.body, story.boilerplate) == ("Ferry lost", "Loss\n\nIt sank.", "In short.")
    assert (story.byline, story.publisher, story.day) == (
        "Jane Doe, Quay Group",
        "Ferry Review",
        "2024-02-03",
    )
    assert (story.section, story.keywords) == (("News",), ("ferry",))
    assert story.edition is not None
    assert (story.edition.page, story.edition.volume) == ("12", "7")


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("<pub-date date-type='pub' iso-8601-date='2024-02-03'><year>2024</year></pub-date>", "2024-02-03"),
        ("<pub-date><day>3</day><month>Feb</month><year>2024</year></pub-date>", "2024-02-03"),
        ("<pub-date><month>2</month><year>2024</year></pub-date>", None),
        ("<pub-date pub-type='collection'><day>1</day><month>1</month><year>2025</year></pub-date><pub-date pub-type='epub'><day>3</day><month>2</month><year>2024</year></pub-date>", "2024-02-03"),
    ],
)  # fmt: skip
def test_the_day_of_publication(date: str, day: str | None) -> None:
    assert read("jats", paper(date))[0].day == day


def test_an_abstract_is_the_text_where_there_is_no_body() -> None:
    assert read("jats", paper("<abstract><p>It was lost.</p></abstract>", ""))[0].body == "It was lost."


def test_a_set_of_articles() -> None:
    two = f"<pmc-articleset>{paper()}{paper().replace('lost', 'found')}</pmc-articleset>"
    assert [each.headline for each in read("jats", two)] == ["Ferry lost", "Ferry found"]


def test_an_article_without_words() -> None:
    assert (
        reason("jats", "<article><front><article-meta/></front></article>")
        == "a document of JATS without an article"
    )


def test_damage_that_leaves_no_article_is_named_as_damage() -> None:
    cut = b"<article><front><article-meta><title-group></article-meta></front></article>"
    with pytest.raises(FeedError, match="damaged and holds no readable story") as caught:
        list(jats.read(feed_of_bytes(cut, path="a.xml")))
    assert not isinstance(caught.value, NoArticle)
    with pytest.raises(NoArticle, match="JATS without an article"):
        list(jats.read(feed_of_bytes(cut.replace(b"<title-group>", b""), path="a.xml")))


@pytest.mark.parametrize(
    ("relation", "signal"),
    [
        ("corrected-article", "correction"),
        ("retracted-article", "withdrawn"),
        ("commentary-article", None),
        ("correction-forward", None),
    ],
)
def test_a_notice_names_the_article_that_it_is_about(relation: str, signal: str | None) -> None:
    (target,) = read("jats", paper("<article-id pub-id-type='doi'>10.5555/1</article-id>"))
    meta = (
        "<article-id pub-id-type='doi'>10.5555/2</article-id>"
        f"<related-article related-article-type='{relation}' ext-link-type='doi' href='https://doi.org/10.5555/1'/>"
    )
    (found,) = read("jats", paper(meta))
    assert found.lineage == (Lineage(signal, (target.id,)) if signal else None)
