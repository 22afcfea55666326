"""body: which blocks of a page are told, which are set aside, and that none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.feeds.web.body import Story, story_of
from morgue.feeds.web.prose import size_of
from morgue.feeds.web.tree import parse
from morgue.gazetteer.tables import words
from tests.feeds.web.pages import HEADLINE, LEAD, beside, markup, numbers, others, ps, read, told

H1 = f"<h1>{HEADLINE}</h1>"


def story_and_others(story: Story) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return the numbers of story and other paragraphs in the text, then of both in what is set aside."""
    return (
        numbers(story.paragraphs, "Carriage "),
        numbers(story.paragraphs, "Elsewhere "),
        numbers(story.aside, "Carriage "),
        numbers(story.aside, "Elsewhere "),
    )


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (f"<form id=aspnetForm>{H1}{ps(0, 9)}</form>", 9),
        (f"<form action=/ method=post><div class=page><div class=col>{H1}{ps(0, 9)}</div></div></form>", 9),
        (f"<form><table><tr><td><a href=/>Home</a></td><td>{H1}{ps(0, 9)}</td></tr></table></form>", 9),
        (f"<form>{H1}{ps(0, 3, 'div')}</form>", 3),
        (f"<div><form><p>{'<br><br>'.join(told(n) for n in range(5))}</p></form></div>", 5),
    ],
    ids=["web forms", "nested", "table", "divs", "breaks"],
)
def test_a_form_around_the_story_is_no_aside(body, count):
    assert story_and_others(read(body)) == (list(range(count)), [], [], [])


def test_a_form_in_the_story_is_an_aside():
    form = f"<form class=box><p>{beside(1)}</p><input name=mail></form>"
    assert story_and_others(read(f"<article>{H1}{ps(0, 4)}{form}{ps(4, 8)}</article>")) == (
        list(range(8)),
        [],
        [],
        [1],
    )


@pytest.mark.parametrize(
    "name",
    sorted(
        words(
            "paywall teaser-content subscriber-only hidden widget elementor-widget-text-editor premium metered banner rail disclaimer "
            "has-sidebar comments-open menu-open tools"
        )
    ),
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_soft_name_takes_no_part_of_the_story(name, place):
    part, rest = f'<div class="{name}">{ps(0, 4)}</div>', f"<div>{ps(4, 11)}</div>"
    body = part + rest if place == "first" else rest.replace("</div>", "</div>" + part)
    found = read(f"<article>{H1}{body}</article>")
    assert sorted(numbers(found.paragraphs, "Carriage ")) == list(range(11))


@pytest.mark.parametrize(
    "name",
    ["StoryBody paywalled", "page has-sidebar", "sidebar-right", "newsletter-layout", "article hidden"],
)
def test_a_name_around_headline_and_story_is_not_believed(name):
    beside_it = "".join(f"<div><h3>A clock</h3><p>{beside(n)}</p></div>" for n in range(4))
    found = read(f'<div class="{name}">{H1}{ps(0, 9)}</div><div class=list>{beside_it}</div>')
    assert numbers(found.paragraphs, "Carriage ") == list(range(9))
    assert numbers(found.paragraphs, "Elsewhere ") == []


def test_a_word_that_marks_all_parts_of_a_story_is_not_believed():
    parts = "".join(
        f"<div class='box-widget n{n}'><div class=widget-inner><p>{told(n)}</p></div></div>"
        for n in range(20)
    )
    assert story_and_others(read(f"<div class=col>{H1}{parts}</div>"))[0] == list(range(20))


@pytest.mark.parametrize(
    "aside",
    [
        "<aside>{}</aside>",
        "<div class=related-stories>{}</div>",
        "<section id=recommended>{}</section>",
        "<div class=newsletterSignup>{}</div>",
        "<div class='promo box'>{}</div>",
        "<footer>{}</footer>",
        "<div role=complementary>{}</div>",
    ],
)
def test_what_is_beside_the_story_is_set_aside(aside):
    found = read(f"<article>{H1}{ps(0, 4)}{aside.format(others(0, 2))}{ps(4, 8)}</article>")
    assert story_and_others(found) == (list(range(8)), [], [], [0, 1])


@pytest.mark.parametrize(
    "comments",
    [
        "<div id=comments>{}</div>",
        "<details class=CommentBox><summary>By reader</summary>{}</details>",
        "<ol class=commentlist>{}</ol>",
        "<section class=responses>{}</section>",
        "<div class=kommentare>{}</div>",
        "<div class='discussion-thread'>{}</div>",
        "<div itemscope itemtype='https://schema.org/Comment'>{}</div>",
    ],
)
def test_comments_are_never_the_story(comments):
    found = read(f"<article>{H1}{ps(0, 3)}{comments.format(others(0, 20))}</article>")
    assert story_and_others(found) == ([0, 1, 2], [], [], list(range(20)))


@pytest.mark.parametrize(
    "teaser",
    [
        "<li><a href=/x><p>{}</p></a></li>",
        "<a href=/x><div>{}</div></a>",
        "<div><a href=/x>{}</a></div>",
        "<p><a href=/x>{}</a></p>",
    ],
)
def test_text_in_links_is_no_prose(teaser):
    found = read(f"<div class=main>{H1}{ps(0, 4)}<ul>{others(0, 12, teaser)}</ul></div>")
    assert story_and_others(found)[:2] == ([0, 1, 2, 3], [])


@pytest.mark.parametrize(
    "page",
    [
        "<article>{}<div class=text>{}</div><div>{}</div></article>",
        "<main><article>{}{}</article><div>{}</div></main>",
        "<div class=main><article>{}{}</article><section>{}</section></div>",
        "<div itemprop=articleBody>{}{}</div><div>{}</div>",
    ],
)
def test_a_short_story_beside_longer_teasers(page):
    teasers = "".join(
        f"<article><h3>A clock</h3><p>{beside(2 * n)}</p><p>{beside(2 * n + 1)}</p></article>"
        for n in range(8)
    )
    found = read(page.format(H1, ps(0, 4), teasers))
    assert story_and_others(found) == ([0, 1, 2, 3], [], [], list(range(16)))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (f"{H1}<div class=standfirst><p>{told(0)}</p></div><div>{ps(1, 16)}</div>", 16),
        (f"{H1}<div>{ps(0, 2)}</div><div class=slot></div><div>{ps(2, 16)}</div>", 16),
        (f"{H1}<p>{told(0)}</p><div>{ps(1, 16)}</div>", 16),
        (f"{H1}<p>{told(0)}</p><blockquote>{ps(1, 16)}</blockquote>", 16),
        (f"{H1}<div>{ps(0, 15)}</div><div>{ps(15, 17)}</div>", 17),
        (f"{H1}<div>{ps(0, 1)}</div><div>{ps(1, 15)}</div><div>{ps(15, 16)}</div>", 16),
        (f"<header>{H1}<p>{told(0)}</p></header><section>{ps(1, 16)}</section>", 16),
    ],
    ids=["standfirst", "slot", "bare", "quotation", "end", "both ends", "header"],
)
@pytest.mark.parametrize("around", ["<article>{}</article>", "<main><div><article>{}</article></div></main>"])
def test_lead_and_end_beside_the_body_are_told(body, count, around):
    assert story_and_others(read(around.format(body))) == (list(range(count)), [], [], [])


@pytest.mark.parametrize(
    "parted",
    ["<br><br>", "<br />\n<br>", "<br>&nbsp;<br>", "<br>\n&nbsp;&nbsp; &nbsp;", "<P>", "</div><div>", "<hr>"],
)
def test_paragraphs_are_parted_in_many_ways(parted):
    text = parted.join(told(number) for number in range(6))
    teasers = others(0, 6, "<li><a href=/x><p>{}</p></a></li>")
    found = read(f"<article>{H1}<div class=text><div>{text}</div></div><ul>{teasers}</ul></article>")
    assert story_and_others(found) == (list(range(6)), [], [], [])


def test_a_line_break_parts_no_paragraph():
    assert read(f"{H1}<p>{told(0).replace(' near', '<br>near')}</p>{ps(1, 4)}").paragraphs[0] == told(0)


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        (
            "<table><tr><th>Line</th><th>Trains</th></tr><tr><td>Coast</td><td>12</td></tr></table>",
            ["Line | Trains", "Coast | 12"],
        ),
        (
            "<h2>What it costs</h2><ul><li>A bed: 40 euros</li><li>A seat: 9 euros</li></ul>",
            ["What it costs", "A bed: 40 euros", "A seat: 9 euros"],
        ),
        ("<dl><dt>Bed</dt><dd>40 euros</dd></dl>", ["Bed", "40 euros"]),
        (
            f"<button aria-expanded=false>When does the first train run?</button><div><p>{told(50)}</p></div>",
            ["When does the first train run?", told(50)],
        ),
        (
            f"<details><summary>When does the first train run?</summary><p>{told(50)}</p></details>",
            ["When does the first train run?", told(50)],
        ),
        (f"<figure><blockquote><p>{told(50)}</p></blockquote></figure>", [told(50)]),
        (f"<div class=social-embed><blockquote><p>{told(50)}</p></blockquote></div>", [told(50)]),
        ("<pre>line one\n\nline two of it</pre>", ["line one", "line two of it"]),
    ],
    ids=[
        "table",
        "list",
        "definitions",
        "accordion",
        "details",
        "quotation in a figure",
        "embedded",
        "preformatted",
    ],
)
def test_what_a_story_is_made_of_besides_paragraphs(inside, lines):
    found = read(f"<article>{H1}<div class=text>{ps(0, 6)}{inside}{ps(6, 9)}</div></article>").paragraphs
    assert found == [*map(told, range(6)), *lines, *map(told, range(6, 9))]


@pytest.mark.parametrize(
    "line",
    [
        "<figure><img src=a><figcaption>The shed by the river, seen from the bridge on a wet day in May</figcaption></figure>",
        "<p class=caption>The shed by the river, seen from the bridge on a wet day in May</p>",
        "<p>Advertisement</p>",
        "<h3>Read more</h3>",
        "<div>Share this story</div>",
        "<p>Sign up for our newsletter and read the best of the week for free every Friday morning.</p>",
        "<p>このページの記事は無料です。続きを読むには会員登録が必要です</p>",
    ],
)
def test_lines_that_are_no_sentence_of_the_story(line):
    found = read(f"<article>{H1}<div class=text>{ps(0, 4)}{line}{ps(4, 8)}</div></article>")
    assert found.paragraphs == [told(number) for number in range(8)]
    assert len(found.aside) == 1


@pytest.mark.parametrize(
    "heading",
    ["More rail news", "Related", "Lesen Sie auch", "À lire aussi", "関連記事", "Te puede interesar"],
)
def test_the_story_ends_at_a_heading_that_leads_elsewhere(heading):
    found = read(f"<div>{H1}{ps(0, 8)}<h2>{heading}</h2>{others(0, 3)}</div>")
    assert story_and_others(found) == (list(range(8)), [], [], [0, 1, 2])


LANGUAGES = {
    "zh": "铁路公司周日表示，从六月起，卧铺车厢将重新开往海岸，车厢经过清洗并安装了新床铺，共有{}节车厢投入运营。",
    "ja": "鉄道会社は日曜日、6月から寝台車を海岸まで再び運行すると発表し、車両{}両を整備して新しい寝台を取り付けたと述べた。",
    "ko": "철도 회사는 일요일 6월부터 침대차를 해안까지 다시 운행한다고 밝히고 객차 {}량을 정비해 새 침대를 설치했다고 말했다.",
    "th": "บริษัทรถไฟกล่าวเมื่อวันอาทิตย์ว่าจะเดินรถนอนไปยังชายฝั่งอีกครั้งตั้งแต่เดือนมิถุนายนด้วยตู้นอนใหม่จำนวน {} ตู้",
    "my": "မီးရထားကုမ္ပဏီက ဇွန်လမှစ၍ ကမ်းရိုးတန်းသို့ အိပ်စင်တွဲများ ပြန်လည်ပြေးဆွဲမည်ဟု တနင်္ဂနွေနေ့တွင် ပြောကြားခဲ့သည် {}။",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_scripts_without_spaces_are_measured_as_what_they_say(language):
    text = [LANGUAGES[language].format(number) for number in range(4)]
    lines = "".join(f"<p>{each}</p>" for each in text)
    headline = text[0][:18]
    found = read(
        f"<article><h1>{headline}</h1><p>2025年5月4日 12時00分</p><div>{lines}</div></article>", headline
    )
    assert found.paragraphs == text
    assert found.aside == ["2025年5月4日 12時00分"]


def test_size_of_scripts():
    assert size_of("abc") == size_of("äbc") == 3
    assert size_of("铁路") == 5


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    "form",
    [
        "<table><tr><td><a href=/>Home</a><br><a href=/w>World</a></td><td>{}</td></tr></table>",
        "<center>{}</center>",
        "<article>{}</article>",
    ],
)
def test_briefs(count, form):
    assert story_and_others(read(form.format(f"{H1}<p>{LEAD}</p>{ps(1, count)}")))[0] == list(range(1, count))


def test_the_entries_of_a_live_blog_are_told():
    entries = "".join(
        f"<article class=live-entry><time>1{n}:00</time><p>{told(n)}</p></article>" for n in range(2, 9)
    )
    assert numbers(
        read(f"<article>{H1}{ps(0, 2)}<div>{entries}</div></article>").paragraphs, "Carriage "
    ) == list(range(9))


def test_the_next_article_on_the_page_is_set_aside():
    second = f"<article><h1>Clocks of the hills</h1>{others(0, 9)}</article>"
    found = read(f"<main><article>{H1}{ps(0, 9)}</article>{second}</main>")
    assert story_and_others(found) == (list(range(9)), [], [], list(range(9)))


@pytest.mark.parametrize("again", ["{0}{0}", "{0}<div class=mobile>{0}</div>"])
def test_what_the_page_says_twice_is_kept_once(again):
    found = read(f"<article>{H1}{again.format(ps(0, 1))}{ps(1, 6)}</article>")
    assert numbers(found.paragraphs + found.aside, "Carriage ").count(0) == 1


def test_a_page_without_text():
    assert read("").paragraphs == []
    assert read("<script>var a = 1</script><div></div>").paragraphs == []


WORDS = sorted(
    words(
        "story text main col box lead paywall teaser widget hidden related comments sidebar newsletter promo share caption author date "
        "modal banner article-body entry-content body tools footer nav menu topics page live-blog"
    )
)
TAGS = sorted(
    words(
        "div section article main aside header footer form ul ol dl blockquote figure nav center details dialog menu search hgroup "
        "fieldset address x-card amp-live-list font unknown"
    )
)
ATTRIBUTES = (
    "",
    "hidden",
    "style='display:none'",
    "role=complementary",
    "role=main",
    "itemprop=articleBody",
    "itemtype='https://schema.org/Comment'",
)
LEAVES = (
    "<p>{}</p>",
    "<div>{}</div>",
    "<li>{}</li>",
    "<span>{}</span><br><br>",
    "<td>{}</td>",
    "<blockquote>{}</blockquote>",
    "<dd>{}</dd>",
    "<figcaption>{}</figcaption>",
    "<x-text>{}</x-text>",
    "<p><b>{}</b></p>",
)
NAMES = (
    st.just("")
    | st.sampled_from(WORDS)
    | st.builds("{}{}{}".format, st.sampled_from(WORDS), st.sampled_from("-_ "), st.sampled_from(WORDS))
    | st.text(st.characters(exclude_characters='"<>&\0\r', exclude_categories=("Cs",)), max_size=12)
)


@st.composite
def trees(draw: st.DrawFn) -> tuple[str, int]:
    """A page of any nesting and any names, and how many paragraphs it has."""
    count = 0

    def element(depth: int) -> str:
        nonlocal count
        if depth == 0 or draw(st.booleans()):
            count += 1
            leaf = draw(st.sampled_from(LEAVES))
            made = leaf.format(told(count - 1))
            return f"<table><tr>{made}</tr></table>" if leaf.startswith("<td") else made
        tag = draw(st.sampled_from(TAGS))
        name, of_id, attribute = draw(NAMES), draw(NAMES), draw(st.sampled_from(ATTRIBUTES))
        heading = draw(st.sampled_from(["", "", H1, "<h2>A heading</h2>", "<h2>Related</h2>"]))
        inside = "".join(element(depth - 1) for _ in range(draw(st.integers(1, 4))))
        return f'<{tag} class="{name}" id="{of_id}" {attribute}>{heading}{inside}</{tag}>'

    return "".join(element(4) for _ in range(draw(st.integers(1, 3)))), count


@settings(max_examples=150, deadline=None, derandomize=True)
@given(trees())
def test_every_paragraph_is_told_or_set_aside_once_in_order(tree: tuple[str, int]):
    body, count = tree
    story = read(body)
    kept, aside = (
        [number for text in texts for number in numbers(text.split(" | "), "Carriage ")]
        for texts in (story.paragraphs, story.aside)
    )
    assert kept == sorted(kept)
    assert aside == sorted(aside)
    assert sorted(kept + aside) == list(range(count)), markup(body).decode()


@pytest.mark.parametrize(
    "filler",
    [
        "<div><p>{0}</p></div>",
        "<section class=card><h5>Head Line 1</h5><p>{0}</p><p>{0}</p></section>",
        "<div><p>“{0}”</p></div>",
        "<ul><li>{0}</li></ul>",
        "<table><tr><td>{0}</td></tr></table>",
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_text_of_a_template_is_no_story(filler, place):
    lorem = (
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore. "
        * 4
    )
    made = filler.format(lorem.strip()) * 6
    story = f"<div class=row><div class=text>{ps(0, 3)}</div></div>"
    found = read(f"<main>{H1}{made}{story}</main>" if place == "above" else f"<main>{H1}{story}{made}</main>")
    assert numbers(found.paragraphs, "Carriage ") == [0, 1, 2]
    assert not any("ipsum" in text for text in found.paragraphs)
    assert any("ipsum" in text for text in found.aside)


@pytest.mark.parametrize("heading", ["h2", "h3", "h4"])
@pytest.mark.parametrize(
    "around", ["<article>{}</article>", "<div class=entry-content>{}</div>", "<div><div>{}</div></div>"]
)
def test_the_heading_of_a_part_may_be_a_link(heading, around):
    parts = "".join(
        f"<{heading}><a href=/part/{n}>The part of shed {n}</a></{heading}>{ps(2 * n, 2 * n + 2)}"
        for n in range(1, 4)
    )
    found = read(around.format(f"{H1}{ps(0, 2)}{parts}")).paragraphs
    assert [each for each in found if each.startswith("The part")] == [
        f"The part of shed {n}" for n in range(1, 4)
    ]
    assert numbers(found, "Carriage ") == list(range(8))


@pytest.mark.parametrize(
    "teaser",
    [
        "<div><h3><a href=/x>{1}</a></h3><p>{0}</p></div>",
        "<li><h3><a href=/x>{1}</a></h3></li>",
        "<h3><a href=/x>{1}</a></h3>",
    ],
)
def test_headings_of_other_stories_are_no_headings_of_parts(teaser):
    teasers = "".join(teaser.format(beside(n), f"A clock of the hills {n}") for n in range(5))
    found = read(f"<article>{H1}<div class=text>{ps(0, 8)}</div><div>{teasers}</div></article>").paragraphs
    assert not any("clock of the hills" in each for each in found)


@pytest.mark.parametrize(
    "offer",
    [
        "Become a paid subscriber to The Signal Box to unlock this piece and learn about:",
        "Become a member to continue reading.",
        "This article is exclusive to Signal Box+ subscribers",
        "Unlock this article — plus letters, premium events, and alerts.",
        "Was this newsletter forwarded to you? Sign up to get it in your inbox.",
        "Not yet a subscriber? Read a month for a euro.",
        "Are you a member? Your account has more stories.",
    ],
)
def test_offers_are_no_sentences_of_the_story(offer):
    found = read(f"<article>{H1}<div class=text>{ps(0, 4)}<p>{offer}</p>{ps(4, 8)}</div></article>")
    assert found.paragraphs == [told(number) for number in range(8)]
    assert found.aside == [offer]


@pytest.mark.parametrize(
    "line",
    [
        "Follow the latest below:",
        f"<a href=/x>{told(90)[:70]}</a>{told(90)[70:]}",
        "The first train leaves at half past eight",
        "<b>What we know so far</b>",
        "Doors open at 7pm; the speech is at 8.30pm",
    ],
)
def test_paragraphs_beside_the_lead_of_a_live_blog_are_told(line):
    entries = "".join(f"<div id=post-{n}><h3>At {n}</h3><p>{told(n)}</p></div>" for n in range(2, 14))
    lead = f"<div id=main><p>{told(0)}</p><p>{line}</p><p>{told(1)}</p></div>"
    found = read(f"<article>{H1}{lead}<amp-live-list>{entries}</amp-live-list></article>").paragraphs
    assert len(found[: found.index(told(1)) + 1]) == 3
    assert numbers([each for each in found if told(90) != each], "Carriage ") == list(range(14))


@pytest.mark.parametrize(
    "again",
    [
        "<h1>{}</h1>",
        "<h2>{}</h2>",
        "<h3>News</h3><h1>{}</h1>",
        "<header><h1>{}</h1></header>",
        "<h1 class=entry-title>{}</h1>",
    ],
)
def test_the_headline_within_the_story_is_told_once(again):
    found = read(
        f"<article>{H1}<div class=entry-content>{ps(0, 1)}{again.format(HEADLINE)}{ps(1, 8)}</div></article>"
    )
    assert HEADLINE not in found.paragraphs
    assert numbers(found.paragraphs, "Carriage ") == list(range(8))


@pytest.mark.parametrize(
    "name", ["tooltip", "js-tooltip-content", "popover", "infoTooltip", "button-tooltip"]
)
def test_help_for_what_is_on_the_page_is_no_story(name):
    found = read(
        f"<article>{H1}<div class=text>{ps(0, 8)}<div class='{name}'><p>{beside(0)}</p></div></div></article>"
    )
    assert story_and_others(found) == (list(range(8)), [], [], [0])


@pytest.mark.parametrize("name", ["image top", "caption", "photo-credit", "picture__text", "foto"])
def test_a_long_caption_beside_a_short_story_is_set_aside(name):
    made = f"<div class=text><div class='{name}'><p>{beside(0)}</p></div>{ps(0, 3)}</div>"
    assert story_and_others(read(f"<section>{H1}{made}</section>")) == ([0, 1, 2], [], [], [0])


@pytest.mark.parametrize("name", ["image-layout", "photo story", "caption", "article-date"])
def test_a_name_of_captions_takes_no_story(name):
    parts = "".join(f"<div class='{name}'><p>{told(n)}</p></div>" for n in range(2, 9))
    assert story_and_others(read(f"<article>{H1}{ps(0, 2)}{parts}</article>"))[0] == list(range(9))


def test_the_heading_of_a_part_may_have_a_picture_above_it():
    figure = "<figure><img src=a><figcaption>A shed by the river on a wet day</figcaption></figure>"
    part = f"{figure}<h2><a href=/part>The second shed</a></h2>{ps(2, 5)}"
    assert "The second shed" in read(f"<article>{H1}<div>{ps(0, 2)}{part}</div></article>").paragraphs


@pytest.mark.parametrize(
    "around",
    [
        "<div class=ad-container>{}</div>",
        "<div class='newsletter-wrapper'><article class=newsletter-content><div class=rich-text-newsletter>{}</div></article></div>",
        "<div class='content sidebar'><div class=ad-container>{}</div></div>",
        "<section id=sponsored-story>{}</section>",
        "<div class=promo><div class=advert-layout>{}</div></div>",
    ],
)
@pytest.mark.parametrize("headline_within", [True, False])
def test_a_name_that_says_what_kind_the_story_is_is_not_believed(around, headline_within):
    rest = f"<div class=about>{others(0, 4)}</div>"
    body = around.format(H1 + ps(0, 20)) if headline_within else H1 + around.format(ps(0, 20))
    assert numbers(read(f"<div>{body}</div>{rest}").paragraphs, "Carriage ") == list(range(20))


@pytest.mark.parametrize("name", ["ad-container", "newsletter-signup", "sponsored", "promo"])
def test_what_is_sold_beside_the_story_is_set_aside(name):
    found = read(f"<article>{H1}{ps(0, 4)}<div class={name}>{others(0, 3)}</div>{ps(4, 8)}</article>")
    assert story_and_others(found) == (list(range(8)), [], [], [0, 1, 2])


@pytest.mark.parametrize("rank", ["h2", "h3", "h4"])
@pytest.mark.parametrize(
    "around", ["<article>{}</article>", "<div>{}</div>", "<div class=col><div>{}</div></div>"]
)
def test_a_heading_below_the_text_of_another_is_of_a_part(rank, around):
    part = f"<{rank}>{HEADLINE}</{rank}>{ps(3, 8)}"
    found = read(around.format(f"<h1>Why night trains come back</h1>{ps(0, 3)}{part}"))
    assert numbers(found.paragraphs, "Carriage ") == list(range(8))
    assert HEADLINE in found.paragraphs


@pytest.mark.parametrize("site", ["The Signal Box", "All the news of the railways"])
def test_the_name_of_a_site_is_no_headline_of_the_story_below(site):
    found = read(
        f"<header><h1>{site}</h1><p>{beside(0)}</p></header><div><h2>{HEADLINE}</h2>{ps(0, 8)}</div>"
    )
    assert story_and_others(found) == (list(range(8)), [], [], [0])


@pytest.mark.parametrize("site", ["Notes on night trains", "The Coast"])
def test_the_name_of_a_site_in_its_title_is_no_headline(site):
    body = f"<div><h1>{site}</h1><p>{beside(0)}</p></div><div><h2>{HEADLINE}</h2>{ps(0, 8)}</div>"
    story = story_of(parse(markup(body)), [f"{HEADLINE} | {site}", HEADLINE])
    assert story.headline is not None
    assert parse(markup(body)).texts[story.headline] == HEADLINE
