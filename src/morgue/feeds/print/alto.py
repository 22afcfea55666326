"""Read pages of OCR in ALTO that belong to no issue: a page an article. A page of an issue is the issue's."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.alto_page import Page, pages_of, rule_of, text_of
from morgue.feeds.print.issue import refuse_part, state_day_in_name
from morgue.feeds.print.vocabulary import kinds
from morgue.feeds.support.xml import parse, root_name
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition


def sniff(head: bytes, name: str) -> int:
    """Return 95 for an ALTO document, whatever its namespace."""
    root = root_name(head)
    return 95 if root is not None and root[1].lower() == "alto" else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield a page as an article. Raises PartOf for a page of an issue, NoArticle for one without text."""
    refuse_part(feed)
    data = feed.bytes()
    parsed = parse(data)
    if parsed.recovered:
        feed.complain(f"damaged: {parsed.error}")
    count = 0
    for page in pages_of(parsed.root):
        draft = page_draft(page)
        if draft.text:
            state_day_in_name(draft, feed)
            count += 1
            yield article(draft, feed.at(0, len(data)))
    if not count:
        raise NoArticle("a page without text")


def page_draft(page: Page) -> Draft:
    """Return what a page states: its text, page number, language and confidence; a heading where a tag names one."""
    draft = Draft(copy=False)
    roles = {span: role for span, labels in page.tags.items() if (role := _role(labels))}
    aside = [*page.aside, *(span for span, role in roles.items() if role == "aside")]
    away = {at for span in aside for at in range(span.start, span.end)}
    titles = [span for span, role in roles.items() if role == "title"]
    if titles and not away.issuperset(range(titles[0].start, titles[0].end)):
        heading = page.words[titles[0].start : titles[0].end]
        draft.state("headline", " ".join(text_of(heading)), "StructureTag")
        away.update(range(titles[0].start, titles[0].end))
    body = [page.words[at] for span in page.body for at in range(span.start, span.end) if at not in away]
    draft.text = "\n\n".join(text_of(body)) or None
    draft.evidence["body"] = rule_of("TextBlock", body, page.confidence)
    draft.boilerplate = ["\n\n".join(text_of(page.words[span.start : span.end])) for span in aside]
    if page.number:
        draft.edition = Edition(page=page.number)
        draft.evidence["edition"] = page.number_rule
    draft.state("language", page.language(), "TextBlock@LANG")
    return draft


def _role(labels: tuple[str, ...]) -> str | None:
    return next((kind for each in labels if (kind := kinds("tag").get(each))), None)
