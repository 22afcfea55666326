"""names: what classes and ids say of an element."""

from __future__ import annotations

import pytest

from morgue.feeds.web.names import Name, kind_of, soft_word_of


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("related-stories", Name.HARD),
        ("RelatedStories", Name.HARD),
        ("block__recommended", Name.HARD),
        ("newsletterSignup", Name.HARD),
        ("most-read", Name.HARD),
        ("comments", Name.FOREIGN | Name.HARD),
        ("leserkommentare", Name.FOREIGN | Name.HARD),
        ("cookie-notice", Name.FOREIGN),
        ("paywall", Name.SOFT | Name.PART),
        ("teaser-content", Name.SOFT | Name.PART),
        ("elementor-widget", Name.SOFT | Name.PART),
        ("article-body", Name.STORY),
        ("article__body", Name.STORY),
        ("storyText", Name.STORY),
        ("entry-content", Name.STORY),
        ("sr-only", Name.UNSEEN),
        ("screen-reader-text", Name.UNSEEN),
        ("hidden", Name.UNSEEN),
        ("post-date", Name.DATED),
        ("byline", Name.CREDIT | Name.LABEL),
        ("live-entry", Name.LIVE),
        ("entry-title", Name.HEADLINE),
    ],
)
def test_what_a_name_says(name, flags):
    assert kind_of((name, None)) & flags == flags
    assert kind_of((None, name)) & flags == flags
    assert kind_of((f"a {name} b", "c")) & flags == flags


@pytest.mark.parametrize(
    "name",
    "has-sidebar no-comments with-related is-menu comments-open menu-open modal-closed sidebar-right field--label-above page-12".split(),  # noqa: SIM905  # a list to read
)
def test_names_that_say_nothing_of_the_element(name):
    assert not kind_of((name, None)) & (Name.HARD | Name.SOFT | Name.FOREIGN | Name.UNSEEN)


@pytest.mark.parametrize("name", ["label-hidden", "overflow-hidden", "md:hidden"])
def test_hidden_is_said_by_a_class_of_its_own(name):
    assert not kind_of((name, None)) & Name.UNSEEN


def test_the_word_that_makes_a_name_soft():
    assert soft_word_of(("elementor-element elementor-widget-text", None)) == "widget"
    assert soft_word_of((None, "box")) == ""
