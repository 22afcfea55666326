"""Judge elements of a page by their tags, classes and ids.

A name is weak evidence: the same word marks an advertisement on one site and the story on another. So names have
two strengths. A hard one (`related`, `comments`, `newsletter`) marks what is beside the story unless it holds
nearly all of the page; a soft one (`paywall`, `widget`, `teaser`) gives way where it holds a good part of the
story. `body` does the weighing; here a name is only classified.
"""

from __future__ import annotations

import re
from typing import Final


class Name:
    """What the class and id of an element say of it, as flags (plain numbers: they are asked for each element)."""

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
    LIVE: Final = 256
    """Entries of a live blog."""


SKIPPED = frozenset(
    "script style noscript template svg iframe select textarea canvas video audio object embed math map datalist applet "
    "frameset noframes picture progress meter amp-ad amp-analytics amp-consent amp-sidebar amp-iframe".split()
)
"""Elements whose content a reader of the page does not see as text."""

BLOCKS = frozenset(
    "p div section article main header footer aside nav ul ol li dl dt dd table tbody thead tfoot tr td th caption "
    "blockquote pre form fieldset figure figcaption h1 h2 h3 h4 h5 h6 hr address center details summary button dialog "
    "menu hgroup multicol layer legend search listing xmp plaintext".split()
)
"""Elements that begin and end a paragraph. Custom elements (a hyphen in the name) do so too."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ASIDE_TAGS = frozenset(("aside", "nav", "footer", "dialog", "menu", "figcaption", "search"))
"""Elements that HTML defines for what is beside the story."""

_START, _END = r"(?:^|[\s_-])(?:", r")(?:$|[\s_-])"

_HARD = re.compile(
    _START + r"related\w*|recommend\w*|recirc\w*|more(?!-content)|more-?(?:on|from|stories|news|articles)|read-?more|read-?(?:next|also)"
    r"|also-?read|up-?next|next-?up|similar|suggest\w*|you-?may\w*|trending|popular|most-?(?:read|popular|viewed)|zergnet|taboola|outbrain"
    r"|promo\w*|advert\w*|ads?|adbox|adslot|sponsor\w*|newsletters?\w*|sign-?up|login|donate|donation|follow-?us|subscribe\w*"
    r"|share\w*|sharing|social(?!-(?:media-)?embed)\w*|sidebar\w*|footer|foot|masthead|breadcrumbs?|nav\w*|menu|toolbar|pagination|pager"
    r"|prev-?next|off-?canvas|tags?|tag-?list|topics|author-?(?:bio|box|info)|bio|about-?(?:the-?)?author|carousel|slideshow"
    r"|poll|quiz|popup|skip(?:-?link)?|print-?only|legal|copyright|inline-?links?|community" + _END,
    re.IGNORECASE,
)  # fmt: skip
_FOREIGN = re.compile(
    _START + r"comments?|comment-?(?:box|list|section|form|thread|wrapper|area|body|content|text)|commentbox|commentlist"
    r"|commentsection|respond|responses?|replies|reply|discussion|disqus\w*|livefyre|kommentar\w*|leserkommentare?|commentaires?"
    r"|comentarios?|coment[aá]rios?|reacties|commenti|komentarze?|guestbook|cookie\w*|consent|gdpr|onetrust\w*|wm-?ipp\w*|google-?cache\w*"
    + _END,
    re.IGNORECASE,
)  # fmt: skip
_SOFT = re.compile(
    _START + r"teaser\w*|paywall\w*|subscription|subscriber-?\w*|premium|metered|widget\w*|correction|disclaimer|modal|banner|rail|tools"
    r"|gallery|info-?box|fact-?box|call-?out|cta|notice|alert|overlay|placeholder|toc|table-of-contents|meta|timestamp|embed" + _END,
    re.IGNORECASE,
)  # fmt: skip
_LABEL = re.compile(
    _START + r"captions?|images?|photos?|pictures?|fotos?|img\w*|credits?|byline|authors?|timestamp|date|pub-?date|dateline-?time|image-?\w*caption|photo-?credit|copyright" + _END,
    re.IGNORECASE,
)  # fmt: skip
_STORY = re.compile(
    _START + r"article-?_?_?(?:body|text|content|copy)\w*|story-?_?_?(?:body|text|content|copy)\w*|entry-?content|post-?_?_?(?:content|body|text|entry)"
    r"|articlebody|storybody|storytext|body-?copy|main-?article|news-?_?(?:text|body|content)|content-?body|field-name-body|rich-?text"
    r"|article-?_?_?main|text-?content|single-?content\w*|h-?entry|e-content" + _END,
    re.IGNORECASE,
)  # fmt: skip
_UNSEEN = re.compile(
    _START + r"visually-?hidden|sr-?only|screen-?reader\w*|hidden|is-hidden|d-none|hide|u-hidden|offscreen" + _END, re.I
)
_DATED = re.compile(r"publish|posted|date|time|stamp|created|pubdate|dateline", re.I)
_CREDIT = re.compile(r"(?:^|[\s_-])(?:byline|author|byl|writer|reporter)(?:$|[\s_-]|name)", re.I)
_LIVE = re.compile(_START + r"live-?blog\w*|live-?(?:post|update|entry|feed|event)\w*|liveupdate\w*|timeline-?(?:entry|item|post)" + _END, re.I)  # fmt: skip

_TESTS = (
    (_FOREIGN, Name.FOREIGN | Name.HARD),
    (_HARD, Name.HARD),
    (_SOFT, Name.SOFT),
    (_LABEL, Name.LABEL | Name.SOFT),
    (_STORY, Name.STORY),
    (_UNSEEN, Name.UNSEEN | Name.SOFT),
    (_DATED, Name.DATED),
    (_CREDIT, Name.CREDIT),
    (_LIVE, Name.LIVE),
)
_WORDS = re.compile(f"{_SOFT.pattern}|{_LABEL.pattern}", re.IGNORECASE)
_MAX_KNOWN = 50_000
_MAX_NAME = 400
_known: dict[str, int] = {}


def kind_of(name: str) -> int:
    """Return the flags of `Name` for a class and id joined by a blank."""
    kind = _known.get(name)
    if kind is None:
        if len(_known) >= _MAX_KNOWN:
            _known.clear()
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name[:_MAX_NAME])
        kind = 0
        for expression, flags in _TESTS:
            if expression.search(name[:_MAX_NAME]) or (words is not name and expression.search(words)):
                kind |= flags
        _known[name] = kind
    return kind


def soft_word_of(name: str) -> str:
    """Return the word that makes a name a soft one, so that all elements with it are weighed together."""
    found = _WORDS.search(name) or _WORDS.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name[:_MAX_NAME]))
    return found[0].strip(" _-\t\n").lower() if found else ""
