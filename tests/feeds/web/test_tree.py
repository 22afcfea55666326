"""tree: the blocks of a page in one walk, and bounds on what its markup may cost."""

from __future__ import annotations

import pytest

from morgue.feeds.web.bounds import MAX_ATTRIBUTES, MAX_DEPTH, bounded
from morgue.feeds.web.tree import Tree, parse
from tests.feeds.web.pages import markup


def blocks(body: str) -> list[str]:
    return parse(markup(body)).texts


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>One <b>bold</b> word</p><p>Two</p>", ["One bold word", "Two"]),
        ("<p>One<p>Two<p>Three", ["One", "Two", "Three"]),
        ("bare<div>in a div<p>in a p</p>after</div>", ["bare", "in a div", "in a p", "after"]),
        ("One.<br><br>Two.<br>Still two.", ["One.", "Two. Still two."]),
        ("By Ann Lee<br>May 4, 1999", ["By Ann Lee\nMay 4, 1999"]),
        ("<h1>One<br>line</h1>", ["One line"]),
        ("<x-card>custom</x-card>element", ["custom", "element"]),
        ("<p>a<script>b()</script><style>c</style><noscript>d</noscript>e</p>", ["ae"]),
        ("<p>seen<span class=visually-hidden>, opens a new window</span>.</p>", ["seen."]),
        ("<p>seen<span style='clip:rect(0 0 0 0);position:absolute'>, opens new tab</span>.</p>", ["seen."]),
        (
            "<p>seen<i style='position:absolute; CLIP: rect(1px, 1px, 1px, 1px)'> by readers</i>.</p>",
            ["seen."],
        ),
        ("<p>seen<b style='clip-path:inset(50%);width:1px'> aloud</b>.</p>", ["seen."]),
        ("<p>seen<em style='clip-path: inset( 5% )'> as well</em>.</p>", ["seen as well."]),
        ("<p>seen<em style='color: red; clip: auto'> as well</em>.</p>", ["seen as well."]),
        ("<p>fe&#5;rr&#x0B;y&#173;man</p>", ["ferryman"]),
        ("<p> a \n b&nbsp;c </p>", ["a b c"]),
        ("<pre>one\n\ntwo</pre>", ["one", "two"]),
        ("<table><tr><td>a<td>b</table>", ["a", "b"]),
        ("<!-- a --><p>b<!-- c --></p>", ["b"]),
        ("", []),
    ],
)
def test_blocks(body, found):
    assert blocks(body) == found


def test_elements_know_their_parents_and_blocks():
    tree = parse(markup("<div id=a><p class='b c'>one</p><p>two</p></div><p>three</p>"))
    assert tree.tags == ["body", "div", "p", "p", "p"]
    assert tree.parents == [-1, 0, 1, 1, 0]
    assert tree.names[1:3] == [(None, "a"), ("b c", None)]
    assert [(tree.firsts[each], tree.lasts[each]) for each in range(5)] == [
        (0, 3),
        (0, 2),
        (0, 1),
        (1, 2),
        (2, 3),
    ]
    assert tree.owners == [2, 3, 4]
    assert tree.texts_of(1) == "one two"


@pytest.mark.parametrize(
    "body",
    [
        "<div><p>one</p><ul><li>two<li>three</ul></div><p>four",
        "<div><section><p>one</div>two</section><h1>three</h1>",
        "<table><tr><td><p>one<table><tr><td>two</table>three</table><p></p>four",
        "<a href=x><div><b>one</b><p>two</a></div>three",
    ],
    ids=["nested", "closed in the wrong order", "tables", "in a link"],
)
def test_what_is_within_an_element_is_what_has_it_for_an_ancestor(body):
    tree = parse(markup(body))
    every = range(len(tree.tags))
    climbed = {element: {element} for element in every}
    for element in every[1:]:
        climbed[element] |= climbed[tree.parents[element]]
    assert [[tree.is_within(e, around) for around in every] for e in every] == [
        [around in climbed[e] for around in every] for e in every
    ]


def test_headings_are_listed_and_the_first_rank_has_its_texts():
    tree = parse(markup("<h2>a</h2><h1>b<br>c</h1><h1><img></h1><p>d</p><h1><i>e</i></h1>"))
    assert [tree.tags[each] for each in tree.headings] == ["h2", "h1", "h1", "h1"]
    assert tree.main_headings() == ["b c", "e"]


@pytest.mark.parametrize(
    ("body", "linked"),
    [
        ("<p>one <a href=x>two</a></p>", [3]),
        ("<a href=x><p>one</p><p>two</p></a>", [3, 3]),
        (
            "<a href=x>News<h1>Headline</h1><p>" + "word " * 20 + "</p><p>" + "word " * 20 + "</p></a>",
            [0, 0, 0, 0],
        ),
        ("<a href=x>News<div>" + ("<p>" + "word " * 20 + "</p>") * 4 + "</div>", [0, 0, 0, 0, 0]),
        ("<p>one <a href=x>two<p>three <a href=y>four</a> five</p>", [3, 9]),
    ],
    ids=["inside", "around", "around a story", "not closed", "closed by the next"],
)
def test_text_in_links(body, linked):
    assert parse(markup(body)).linked == linked


def test_what_the_head_says():
    head = '<meta name=a content=b><link rel="x canonical" href="/c"><base href="/d"><script type="application/ld+json">{"e": 1}</script>'
    tree = parse(b"<!-- saved -->" + markup("<title>other</title>", head=head, title="The title"))
    assert (tree.title, tree.language, tree.canonical, tree.base) == ("The title", "en", ["/c"], "/d")
    assert tree.scripts == ['{"e": 1}']
    assert tree.metas == [{"name": "a", "content": "b"}]
    assert [each.strip() for each in tree.comments] == ["saved"]


def test_elements_of_xml_without_content():
    made = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/><title/></head><body><p>one</p></body></html>'
    assert parse(made).texts == ["one"]
    assert parse(b"<html><body><div/>one<p>two</p></body></html>").texts == ["one", "two"]


def depth(tree: Tree) -> int:
    found = [0] * len(tree.tags)
    for element, parent in enumerate(tree.parents):
        found[element] = found[parent] + 1 if parent >= 0 else 0
    return max(found)


@pytest.mark.parametrize(
    "nested", ["<div>", "<div><span>", "<DIV class='a>b'>", "<section><ul><li>", "<blockquote><p>"]
)
def test_nesting_has_a_bound(nested):
    tree = parse(markup(nested * 30_000 + "<p>deep within</p>"))
    assert tree.texts[-1] == "deep within"
    assert depth(tree) <= 2 * MAX_DEPTH + 2


def test_attributes_have_a_bound():
    many = " ".join(f"a{number}=1" for number in range(50_000))
    made = markup(f"<p {many}>one</p><p title='{'x > ' * 20_000}'>two</p>")
    assert parse(made).texts == ["one", "two"]
    assert bounded(made).count(b"=1") == MAX_ATTRIBUTES


def test_common_markup_is_left_as_it_is():
    made = markup("<div class='a b' data-x='1 > 0'><script>var a = 1 < 2</script><p>one</p></div>" * 300)
    assert bounded(made) is made


@pytest.mark.parametrize(
    "body",
    [
        "<a href=x>" * 20_000,
        "<b id=a>" * 20_000 + "x",
        "<table><tr><td>" * 9_000 + "x",
        "&" * 300_000 + "<" * 300_000,
        "<!--" * 50_000,
        "<p>" + "x" * 500_000,
        "<svg>" * 30_000,
        "</div>" * 50_000,
        "<p title='" + "x" * 500_000,
    ],
)
def test_hostile_markup_is_read_to_its_end(body):
    assert parse(markup(body)).tags[0] == "body"
