"""Judge elements of a page by their tags, classes and ids.

A name is weak evidence: the same word marks an advertisement on one site and the story on another. So names have
two strengths. A hard one (`related`, `comments`, `newsletter`) marks what is beside the story unless it holds
nearly all of the page; a soft one (`paywall`, `widget`, `teaser`) gives way where it holds a good part of the
story. `body` does the weighing; here a name is only classified.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from morgue.gazetteer.tables import words

Names = tuple[str | None, str | None]
"""The class and the id of an element."""


class Name:
    """Name what the class and id of an element say of it, as flags (plain numbers: they are asked for each element)."""

    SOFT: Final = 1
    """Perhaps beside the story."""
    HARD: Final = 2
    """Most likely beside the story."""
    STORY: Final = 4
    """The page's own mark of a story's text."""
    FOREIGN: Final = 8
    """Text of others or of the site (comments, consent): never the story, however much it is."""
    UNSEEN: Final = 16
    """Text for screen readers only, or hidden until a reader asks."""
    DATED: Final = 32
    """Named for a date."""
    CREDIT: Final = 64
    """Named for a byline."""
    LABEL: Final = 128
    """Captions, credits, dates and other lines about the story."""
    HEADLINE: Final = 512
    """Named for the headline."""
    PART: Final = 1024
    """What sites call a part of a story that is sold, folded or laid out by itself."""
    LIVE: Final = 256
    """Entries of a live blog."""


SKIPPED = words(
    "script style noscript template svg iframe select textarea canvas video audio object embed math map datalist applet "
    "frameset noframes picture progress meter amp-ad amp-analytics amp-consent amp-sidebar amp-iframe"
)
"""Elements whose content a reader of the page does not see as text."""

BLOCKS = words(
    "p div section article main header footer aside nav ul ol li dl dt dd table tbody thead tfoot tr td th caption "
    "blockquote pre form fieldset figure figcaption h1 h2 h3 h4 h5 h6 hr address center details summary button dialog "
    "menu hgroup multicol layer legend search listing xmp plaintext"
)
"""Elements that begin and end a paragraph. Custom elements (a hyphen in the name) do so too."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ASIDE_TAGS = frozenset(("aside", "nav", "footer", "dialog", "menu", "figcaption", "search"))
"""Elements that HTML defines for what is beside the story."""


def _flags(table: dict[str, int], named: str, flags: int) -> None:
    for word in words(named):
        table[word] = table.get(word, 0) | flags


_BESIDE = Name.FOREIGN | Name.HARD
_WORDS: dict[str, int] = {}
"""Flags by a word of a name, or by two neighbours with a hyphen between them."""

_flags(
    _WORDS,
    "read-more read-next read-also more-on more-from more-in more-like more-stories more-news more-articles more-posts readmore"
    " readnext also-read alsoread up-next next-up upnext similar you-may you-might trending popular most-read most-popular most-viewed"
    " mostread mostpopular mostviewed zergnet taboola outbrain subscribe subscribed ad ads adbox adslot adunit sign-up signup login log-in donate donation follow-us"
    " social footer foot masthead breadcrumb breadcrumbs nav navigation navbar navi menu toolbar off-canvas"
    " offcanvas author-bio author-box author-info authorbio authorbox bio about-author about-the"
    " popup skip skip-link skiplink print-only sharing",
    Name.HARD,
)  # fmt: skip
_flags(
    _WORDS,
    "comment comments comment-box comment-list comment-section comment-form comment-thread comment-wrapper comment-area commentbox"
    " commentlist commentsection commentarea respond response responses replies reply discussion livefyre leserkommentare leserkommentar"
    " commentaire commentaires comentario comentarios comentários reacties reactie commenti commento komentarze komentarz guestbook consent"
    " gdpr wm-ipp wm-ipp-base wmipp google-cache",
    _BESIDE,
)  # fmt: skip
_flags(
    _WORDS,
    "tag tags tag-list taglist topics pagination pager prev-next carousel slideshow poll quiz legal inline-link inline-links community"
    " subscription premium metered correction disclaimer modal banner rail tools gallery info-box infobox fact-box factbox call-out callout"
    " tooltip popover cta notice alert overlay placeholder toc meta embed timestamp",
    Name.SOFT,
)  # fmt: skip
_flags(
    _WORDS,
    "ad ads subscription premium metered correction disclaimer info-box infobox fact-box factbox embed",
    Name.PART,
)
_flags(
    _WORDS,
    "caption captions image images photo photos picture pictures foto fotos img credit credits byline author authors timestamp date pubdate"
    " pub-date copyright",
    Name.LABEL | Name.SOFT,
)  # fmt: skip
_flags(
    _WORDS,
    "visually-hidden visuallyhidden sr-only sronly d-none u-hidden offscreen", Name.UNSEEN | Name.SOFT
)  # fmt: skip
_flags(_WORDS, "headline entry-title", Name.HEADLINE)
_flags(_WORDS, "byline author byl writer reporter authorname authors-name", Name.CREDIT)
_flags(
    _WORDS,
    "body-copy bodycopy main-article main-text news-text newstext content-body field-name-body rich-text richtext article-main text-content"
    " h-entry hentry e-content single-content",
    Name.STORY,
)  # fmt: skip
_flags(_WORDS, "live-post live-update live-entry live-feed live-event liveblog live-blog timeline-entry timeline-item timeline-post", Name.LIVE)  # fmt: skip

_BEGINNINGS = (
    (("related", "recommend", "recirc", "suggest", "share", "sidebar", "breadcrumb"), Name.HARD),
    (("promo", "advert", "sponsor", "newsletter"), Name.HARD | Name.PART),
    (("disqus", "kommentar", "comentario", "cookie", "onetrust"), _BESIDE),
    (("teaser", "paywall", "subscriber", "widget"), Name.SOFT | Name.PART),
    (("screen-reader", "screenreader"), Name.UNSEEN | Name.SOFT),
    (("liveblog", "liveupdate"), Name.LIVE),
    (("articlebody", "articletext", "articlecontent", "storybody", "storytext", "storycontent", "entrycontent", "postcontent", "postbody"), Name.STORY),
)  # fmt: skip
"""Flags by how a word, or two neighbours, begin."""

_SAY_BESIDE = frozenset(("has", "no", "not", "with", "without", "is"))
"""How classes begin that say what an element has beside or in it, not what it is."""

_SAY_STATE = frozenset(
    ("open", "opened", "closed", "enabled", "disabled", "active", "visible", "layout", "left", "right")
)
"""How classes end that say in what state or order something on the page is."""

_OF_STORY = frozenset(("article", "story", "post", "entry", "news"))
_TEXT = ("body", "text", "content", "copy", "entry")
_HIDING = frozenset(("hidden", "hide"))
_BEGIN_PAIRS = _OF_STORY | {"screen"} | {word.partition("-")[0] for word in _WORDS if "-" in word}
"""Words that may be one with the next, by the keys of _WORDS and the rules of `_kind_of_part`."""

_BEGINNING = re.compile("|".join(each for beginnings, _ in _BEGINNINGS for each in beginnings))
_DATE = re.compile("publish|posted|date|time|stamp|created")
_PARTS = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_KNOWN = 50_000
_MAX_NAME = 400


class _Known(dict[str, int]):
    """Keep flags by text, judged when first asked for: a page repeats its names, and those of other pages of its site."""

    def __init__(self, judge: Callable[[str], int]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, text: str) -> int:
        if len(self) >= _MAX_KNOWN:
            self.clear()
        kind = self[text] = self._judge(text)
        return kind


def kind_of(names: Names) -> int:
    """Return the flags of `Name` for the class and id of an element."""
    return kinds[names[0] or ""] | kinds[names[1] or ""]


def soft_word_of(names: Names) -> str:
    """Return the word that makes a name a soft one, so that all elements with it are weighed together."""
    for word in (word for each in names if each for word in each[:_MAX_NAME].split()):
        singles = _singles(word)
        for part in singles + [f"{one}-{other}" for one, other in pairwise(singles)]:
            if _kind_of_part(part) & Name.SOFT:
                return part
    return ""


def _kind_of_name(name: str) -> int:
    """Return the flags of the value of a class or id attribute."""
    words_of_name = name[:_MAX_NAME].split()
    if len(words_of_name) == 1:
        return _kind_of_word(words_of_name[0])
    kind, known = 0, _words_known
    for word in words_of_name:
        kind |= known[word]
    return kind


def _kind_of_word(word: str) -> int:
    """Return the flags of one class or id: of its words, and of each two neighbours that may be one."""
    parts = _singles(word)
    kind, known = 0, _parts_known
    before = ""
    for part in parts:
        kind |= known[part]
        if before in _BEGIN_PAIRS:
            kind |= known[f"{before}-{part}"]
        before = part
    return _as_a_whole(kind, parts) if kind or before in _HIDING else 0


def _as_a_whole(kind: int, parts: list[str]) -> int:
    """Return the flags of a class without those that its words have only by themselves."""
    if parts == ["is", "hidden"]:
        return Name.UNSEEN | Name.SOFT
    if parts and (parts[0] in _SAY_BESIDE or parts[-1] in _SAY_STATE):
        return 0
    if len(parts) == 1 and parts[0] in _HIDING:
        return Name.UNSEEN | Name.SOFT
    if "social" in parts and "embed" in parts:
        kind &= ~Name.HARD
    return kind


def _singles(word: str) -> list[str]:
    """Return the words of a class in lower case."""
    return _PARTS.findall(word if word.islower() else _HUMP.sub("-", word).lower())


def _kind_of_part(part: str) -> int:
    """Return the flags of a word of a class, or of two neighbours."""
    kind = _WORDS.get(part, 0)
    if _BEGINNING.match(part) is not None:
        for beginnings, flags in _BEGINNINGS:
            if part.startswith(beginnings):
                kind |= flags
    if "-" in part:
        first, _, second = part.partition("-")
        if first in _OF_STORY and second.startswith(_TEXT):
            kind |= Name.STORY
    elif _DATE.search(part) is not None:
        kind |= Name.DATED
    return kind


_parts_known = _Known(_kind_of_part)
_words_known = _Known(_kind_of_word)
kinds: Final = _Known(_kind_of_name)
"""The flags of the values of class and id attributes."""
