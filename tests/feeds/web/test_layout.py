"""layout: dates and names that are shown count by their place; the headline is the printed one."""

from __future__ import annotations

import pytest

from morgue.feeds import feed_of_bytes
from morgue.feeds.web import html
from morgue.feeds.web.body import story_of
from morgue.feeds.web.layout import draft_of_address, facts_of_layout, stated_headlines
from morgue.feeds.web.metadata import facts_of_meta
from morgue.feeds.web.page import page_of
from morgue.feeds.web.tree import parse
from morgue.model.article import Article
from tests.feeds.web.pages import HEADLINE, markup, others, ps

H1 = f"<h1>{HEADLINE}</h1>"
HEAD = (
    '<meta property="og:type" content="article"><link rel=canonical href="https://box.example/trains/night">'
)


def read(body: str, head: str = HEAD, title: str = HEADLINE) -> Article:
    (story,) = html.read(feed_of_bytes(markup(body, head=head, title=title), path="page.html"))
    return story


FOREIGN = {
    "a comment": "<article>{own}{text}<div class=comment>{mark}<p>First!</p></div></article>",
    "comments below": "<article>{own}{text}</article><section id=comments><div>{mark}<p>First!</p></div></section>",
    "a related story": "<article>{own}{text}<div class=related><h3>Other</h3>{mark}</div></article>",
    "other articles": "<main><article>{own}{text}</article><article><h2>Other</h2>{mark}<p>x</p></article><article><h2>y</h2>{mark}</article></main>",
    "the sidebar": "<article>{own}{text}</article><aside>{mark}</aside>",
    "a sidebar before": "<div class=sidebar>{mark}</div><article>{own}{text}</article>",
    "the masthead": "<header>{mark}<nav><a href=/>Home</a></nav></header><article>{own}{text}</article>",
    "the navigation": "<nav><a href=/>Home</a>{mark}</nav><article>{own}{text}</article>",
    "the footer": "<article>{own}{text}</article><footer>{mark}</footer>",
    "most read": "<article>{own}{text}</article><div class='most-read'><ol><li>{mark}</li></ol></div>",
    "a newsletter": "<article>{own}{text}<div class=newsletter-box>{mark}</div></article>",
}
"""Pages with the story's own mark, its text, and a mark of something else."""

MARKS = [
    '<time datetime="2021-05-30T09:00:00Z">30 May 2021</time>',
    '<span class="post-date">30 May 2021</span>',
    '<span itemprop="datePublished">30 May 2021</span>',
]


@pytest.mark.parametrize(
    "date",
    [
        "الأربعاء، ١٤ مايو ٢٠٢٥", "چهارشنبه ۱۴ مه ۲۰۲۵", "۲۴ اردیبهشت ۱۴۰۴", "बुधवार, १४ मई २०२५", "বুধবার, ১৪ মে, ২০২৫", "๑๔ พฤษภาคม ๒๕๖๘",
        "၂၀၂၅ မေ ၁၄", "໑໔ ພຶດສະພາ ໒໐໒໕", "令和7年5月14日", "14 மே, 2025", "14 ta’ Mejju 2025", "2025 ж. 14 мамыр",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["<span class=article-date>{}</span>", "<time>{}</time>", "<p>{}</p>"])
def test_a_date_in_the_digits_of_any_script(mark: str, date: str) -> None:
    assert read(f"<article>{H1}{mark.format(date)}{ps(0, 4)}</article>").day == "2025-05-14"


@pytest.mark.parametrize("place", FOREIGN)
@pytest.mark.parametrize("mark", MARKS, ids=["time", "class", "itemprop"])
@pytest.mark.parametrize(
    "own",
    [
        "",
        "<time datetime=2018-08-27>27 August</time>",
        "<div class=meta>Monday August 27, 2018 10:05 am by Ann Lee</div>",
        "<p>Published: August 27, 2018</p>",
        "<span class=date>27 August 2018</span>",
    ],
    ids=["none", "time", "line", "published line", "class"],
)
def test_a_date_of_something_else_is_not_the_storys(place, mark, own):
    story = read(FOREIGN[place].format(own=H1 + own, text=ps(0, 6), mark=mark))
    assert story.day == ("2018-08-27" if own else None)


@pytest.mark.parametrize(
    "own",
    [
        "{h1}<time datetime=2018-08-27T10:05>27 August</time>{text}",
        "<header><time>27 August 2018</time>{h1}</header>{text}",
        "<div class=post-date>August 27, 2018</div>{h1}{text}",
        "<article>{h1}<div><div class=info><span class=published>Aug. 27, 2018, 10:05 a.m.</span></div></div>{text}</article>",
        "<article>{h1}{text}<p class=date>27.08.2018</p></article>",
        "<table><tr><td>{h1}August 27, 2018<br><br>{text}</td></tr></table>",
        "<article>{h1}<p>27 August 2018</p>{text}</article>",
        "<article>{h1}<time class=updated datetime=2018-08-29>x</time><time datetime=2018-08-27>x</time>{text}</article>",
        "<article>{h1}<span>Updated <time datetime=2018-08-29>x</time></span><time datetime=2018-08-27>x</time>{text}</article>",
    ],
)
def test_a_date_beside_the_headline(own):
    assert read(own.format(h1=H1, text=ps(0, 6))).day == "2018-08-27"


@pytest.mark.parametrize("place", FOREIGN)
@pytest.mark.parametrize(
    "mark",
    [
        '<span class="author">Gerald Moor</span>',
        '<a rel="author" href=/g>Gerald Moor</a>',
        '<b itemprop="author">Gerald Moor</b>',
    ],
    ids=["class", "rel", "itemprop"],
)
@pytest.mark.parametrize(
    "own", ["", "<div class=byline>By Ann Lee</div>", "<p>By Ann Lee</p>"], ids=["none", "class", "line"]
)
def test_a_name_of_something_else_is_not_the_storys(place, mark, own):
    story = read(FOREIGN[place].format(own=H1 + own, text=ps(0, 6), mark=mark))
    assert story.byline == ("Ann Lee" if own else None)


@pytest.mark.parametrize(
    "own",
    [
        "{h1}<div class=byline>By Ann Lee</div>{text}",
        "<div class=byline>By Ann Lee</div>{h1}{text}",
        "<article><header>{h1}<a rel=author href=/a>Ann Lee</a></header>{text}</article>",
        "<article>{h1}<div class=author><img><a href=/a>Ann Lee</a> Transport editor, Lisbon</div>{text}</article>",
        "<article>{h1}{text}<aside><address><a rel=author href=/a>Ann Lee</a></address></aside></article>",
        "<article>{h1}<p>By Ann Lee</p>{text}</article>",
    ],
)
def test_a_name_beside_the_headline(own):
    assert read(own.format(h1=H1, text=ps(0, 6))).byline == "Ann Lee"


@pytest.mark.parametrize("label", ["Written by", "By", "Author", "Editor"])
def test_a_label_is_no_name(label):
    assert read(f"<article>{H1}<div class=author>{label}</div>{ps(0, 6)}</article>").byline is None


@pytest.mark.parametrize(
    ("body", "headline", "evidence"),
    [
        (
            f"<header><h1><a href=/>The Signal Box</a></h1></header><article>{H1}{ps(0, 6)}</article>",
            HEADLINE,
            "h1",
        ),
        (f"<h1>The Signal Box</h1><article><h2>{HEADLINE}</h2>{ps(0, 6)}</article>", HEADLINE, "h2"),
        (
            f"<article><h1>Sleepers roll to the sea once more</h1>{ps(0, 6)}</article>",
            "Sleepers roll to the sea once more",
            "h1",
        ),
        (f"<article><h1>Railways: {HEADLINE}</h1>{ps(0, 6)}</article>", HEADLINE, "h1"),
        (
            f"<article>{ps(0, 6)}</article><aside><h1>Sign up for letters from the railway</h1></aside>",
            HEADLINE,
            "title",
        ),
        (
            f"<article><div class=entry-title>{HEADLINE}</div>{ps(0, 6)}</article>",
            HEADLINE,
            "headline element",
        ),
    ],
)
def test_the_headline_is_the_printed_one(body, headline, evidence):
    story = read(body)
    assert story.headline == headline
    assert story.evidence["headline"] == evidence


@pytest.mark.parametrize("own", [f"<h1>{HEADLINE}</h1>", ""])
def test_a_body_that_is_only_the_description_says_so(own):
    said = "Sleeping cars will run to the coast again from June, twelve a night, after years in a shed by the river."
    head = (
        HEAD
        + f'<meta property="og:description" content="{said}"><meta property="og:title" content="{HEADLINE}">'
    )
    story = read(f"{own}<div id=root></div>", head=head)
    assert (story.body, story.evidence["body"]) == (said, "description")
    assert read(f"<article>{H1}{ps(0, 6)}</article>", head=head).evidence["body"] == "page text"


def test_other_stories_lend_the_page_no_facts():
    aside = f"<article class=card><h2>Clocks</h2><span itemprop=author>Gerald Moor</span><time itemprop=datePublished>30 May 2021</time>{others(0, 1)}</article>"
    story = read(f"<article>{H1}{ps(0, 6)}{aside * 3}</article>")
    assert (story.byline, story.published) == (None, None)


def test_other_wordings_of_the_headline_are_kept_with_the_draft():
    head = f'<meta property="og:title" content="Sleepers to the sea"><meta name="twitter:title" content="{HEADLINE}">'
    page = page_of(parse(markup(f"<article><h1>Night trains, again</h1>{ps(0, 6)}</article>", head=head)))
    draft = draft_of_address(page)
    facts_of_meta(page, draft)
    facts_of_layout(page, draft, story_of(page.tree, stated_headlines(page, draft)))
    assert draft.headline == "Night trains, again"
    assert draft.other_headlines == ["Sleepers to the sea", HEADLINE, f"{HEADLINE} - The Signal Box"]


@pytest.mark.parametrize(
    "marks",
    [
        "<time datetime=2018-08-29>Updated 29 August</time> <time datetime=2018-08-27>Published 27 August</time>",
        "<p>Updated <time datetime=2018-08-29>29 August 2018</time> Published <time datetime=2018-08-27>27 August 2018</time></p>",
        "<div><b>Updated:</b> <time datetime=2018-08-29>29 August 2018</time></div><div><b>Published:</b> <time datetime=2018-08-27>27 August 2018</time></div>",
        "<p><b>Updated:</b> <time datetime=2018-08-29>29 August 2018</time></p><p><b>Published:</b> <time datetime=2018-08-27>27 August 2018</time></p>",
        "<div><span>Updated</span><span><time datetime=2018-08-29>29 August 2018</time></span><span>Published</span><span><time datetime=2018-08-27>27 August 2018</time></span></div>",
        "<p>Last modified <span><time datetime=2018-08-29>29 August 2018</time></span> | Posted <span><time datetime=2018-08-27>27 August 2018</time></span></p>",
        "<p>Mis à jour le <time datetime=2018-08-29>29 August 2018</time>, publié le <time datetime=2018-08-27>27 August 2018</time></p>",
        "<p>Published <time datetime=2018-08-27>27 August 2018</time> Updated <time datetime=2018-08-29>29 August 2018</time></p>",
    ],
)
def test_two_times_are_told_by_their_words(marks: str) -> None:
    """The words in a time element, or before it, tell whether it is the last change, whatever comes first."""
    story = read(f"<article>{H1}{marks}{ps(0, 4)}</article>")
    assert (story.published, story.updated) == ("2018-08-27", "2018-08-29")


@pytest.mark.parametrize(
    "mark",
    [
        "<div><span class=date>Joined March 2007</span></div>",
        "<div class=author><a href=/ann>Ann Lee</a> Joined <time datetime=2007-03-05>March 2007</time></div>",
        "<span class=date>Member since 4 May 2007</span>",
        "<div class='meta date'>Born 4 May 1907</div>",
        "<div class=date>Registered: 4 May 2007</div>",
        "<div class=date>Expires on Monday, 4 May 2027</div>",
        "<div class=date>Geboren am 4. Mai 1907</div>",
        "<div class=date>Mitglied seit <time>4. Mai 2007</time></div>",
        "<div class=date>Inscrit le 4 mai 2007</div>",
        "<div class=date>Miembro desde el 4 de mayo de 2007</div>",
        "<div class=date>Iscritto dal 4 maggio 2007</div>",
        "<p><b>Founded</b> <time datetime=1907-05-04>4 May 1907</time></p>",
    ],
)
@pytest.mark.parametrize("own", ["", "<div class=date>4 May 2020</div>"])
def test_a_date_that_is_said_to_be_of_something_else_is_not_the_storys(mark: str, own: str) -> None:
    story = read(f"<article>{H1}{mark}{own}{ps(1, 8)}</article>")
    assert story.day == ("2020-05-04" if own else None)


@pytest.mark.parametrize(
    "mark",
    [
        "<div class=date>Monday, 4 May 2020</div>",
        "<div class=date>Published on 4 May 2020</div>",
        "<div class=date>4 May 2020, member since 2007</div>",
        "<p>Ann Lee, born in Lisbon, is a reporter.</p><time datetime=2020-05-04>4 May 2020</time>",
    ],
)
def test_the_storys_own_date_beside_such_words_is_its_date(mark: str) -> None:
    assert read(f"<article>{H1}{mark}{ps(1, 8)}</article>").day == "2020-05-04"
