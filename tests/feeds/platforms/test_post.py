"""The copy of a post's HTML."""

from __future__ import annotations

import pytest

from morgue.feeds.platforms.post import post_of


@pytest.mark.parametrize(
    ("markup", "text", "aside"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo.", []),
        ("Plain text\n\nof two.", "Plain text\n\nof two.", []),
        ("", "", []),
        (
            "<p>One.</p><figure><img><figcaption>In <i>May</i></figcaption></figure><p>Two.</p>",
            "One.\n\nTwo.",
            ["In May"],
        ),
        ('<p>One.</p><p class="button-wrapper"><a>Subscribe</a></p>', "One.", []),
        ('<div class="kg-card kg-button-card"><a>Join</a></div><p>One.</p>', "One.", []),
        ("<p>One <script>no()</script>and two.</p>", "One and two.", []),
        ("<form>Name</form>One.<iframe src=x></iframe>", "One.", []),
        (
            '<figure class="wp-block-table"><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table><figcaption>T</figcaption></figure>',
            "a | b\n1 | 2",
            ["T"],
        ),
        (
            '<p>Lost.<a class="footnote-anchor">1</a></p><figure class="wp-block-pullquote"><blockquote><p>Gone</p></blockquote></figure>',
            "Lost.",
            ["Gone"],
        ),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo", []),
    ],
)
def test_a_post_is_its_story_without_the_page(markup: str, text: str, aside: list[str]) -> None:
    found = post_of(markup)
    assert (found.text, found.aside) == (text, aside)


def test_blank_lines_part_paragraphs_beside_markup() -> None:
    markup = "One <b>line</b>\nof text.\n\nTwo.\n<pre>a\n\nb</pre>"
    assert post_of(markup, lines=True).text == "One line of text.\n\nTwo.\n\na\n\nb"
    assert post_of("One <b>x</b>\n\nTwo.").text == "One x Two."
