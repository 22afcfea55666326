"""Decide which story an item of a feed is: its id, and whether two items with one identifier are one story.

An identifier that a feed states is a claim: "all that bears this is one story". It is taken as one only where
its form makes it unique in the world, or the format names an authority that hands it out:

=============  =================================================================================
format         what claims an identity
=============  =================================================================================
rss, atom      guid or id that is an address, tag:, urn: or UUID; else the item's own link, with the guid
json (Feed)    `id` of such a form; else `url`, with the `id`
csv, json, jsonl  a guid, UUID, urn: or digest; else the address, with the id
html, warc     the page's canonical address, else the address that was captured
sitemap        `loc`
newsml-g2      `guid` of such a form; else provider and guid
newsml         ProviderId, DateId and NewsItemId (urn:newsml has them in this order)
nitf           `regsrc` and `id-string` of doc-id
ninjs          `uri` of such a form; else source and identifier; AP's `itemid`
wire           source, number and day (numbers begin again each day)
mail           Message-ID (RFC 5322, section 3.6.4)
trec           a DOCNO with the mark of its collection (AP880212-0001); a bare number is nothing
reuters        nothing: a NEWID is a number within one collection
mets           what names the issue (OBJID, paper, day, its numbers) and the article in it (DMDID or ID of its div); without
               OBJID, day and number nothing
delpher        the number of the article at the KB (`ddd:…:a0001`)
wxr            guid, with the post's own name where another post of the export has it
blogger        id (a tag:)
ghost          `uuid` or `id` of the post
substack       number of the post
ans, wapo, rcv1  `_id`, `id`, `itemid` (the number of the form itself)
superdesk      as ninjs
mediawiki      address of the page
telegram       numbers of the chat and of the message
mastodon       `id` (an address)
ris and other citations  DOI, else the number in the database that is named
jats           DOI
highlights     the file's name, which is the digest of the page's address
xml            an `id`, `guid` or the like of such a form
nexis          the number in the database to which a headline links (urn:contentItem), in Nexis Uni; else nothing
gale, olive, loc   the number of the article, or paper, day, edition and page, within the library's own
page-xml       document and page of Transkribus, where a server has numbered them (-1 is none)
tei            the address of the edition, unless it is a library's front page, and the `xml:id` of the div
trove, digitalnz, gallica   the lasting address of the article
text           nothing
own JSON Lines the `id`
=============  =================================================================================

What is no claim (a bare number, `N/A`, an address of a front page, of the feed itself or of a page such as
/latest) names nothing by itself: the id is then made of the identifier together with headline, text, date and
address, so that two different stories that were numbered alike stay two.

A claim holds for the feed that makes it. An address, tag or UUID that a feed of another host states is
that feed's own claim (`home` of the draft), so that no feed can take the place of another's story.

An address is compared without what sites change while the page stays the same (`canonical`): http or https, `www.`, the
case of the host, a slash at the end, and the tags of a campaign (`utm_source`, `at_medium`, `xtor`).

A claim is not believed either where those that bear it are different stories (`morgue.extract.versions`): it is then
shared, and each of them gets the id that it has without the claim.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urlsplit

from morgue.extract.draft import Draft
from morgue.extract.wording import words
from morgue.model.article import article_id

_ADDRESS = re.compile(r"(?:https?|ftp)://([^/?#\s]+)", re.IGNORECASE)
_NAMED = re.compile(r"(?:tag|urn|oai|doi|info|acct|mid|yt|nntp|uuid|guid):\S", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:tag|oai|acct):(?:[^@,:/]*@)?([^,:/]+)", re.IGNORECASE)
_UUID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{24}|[0-9a-f]{40}|[0-9a-f]{64}", re.IGNORECASE)
_EMPTY = frozenset(
    (
        "d41d8cd98f00b204e9800998ecf8427e",  # MD5, SHA-1 and SHA-256 of nothing
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    )
)


def identify(draft: Draft) -> tuple[str, str | None]:
    """Return the id of a draft, and the id that it has where its claim is shared; None where it makes no claim."""
    own = article_id(_content(draft))
    claim = claim_of(draft)
    return (article_id(claim), own) if claim else (own, None)


def claim_of(draft: Draft) -> str | None:
    """Return what a draft claims to be known by in the world, or None where its form makes nothing unique."""
    given = (draft.identifier or "").strip()
    url = canonical(draft.url or "")
    if claim := _claim(given, draft.authority, draft.home, url):
        return claim
    if url and names_a_story(url, draft.home):
        claim = f"{url}#{given}" if given and canonical(given) != url else url
        return _within(claim, draft.home)
    return None


def _claim(given: str, authority: str | None, home: str | None, url: str = "") -> str | None:
    """Return what an identifier claims by itself, or None where it is unique in no world but its file's."""
    if given and authority:
        return f"{authority}:{given}"
    if given and is_unique(given, home):
        return _within(_without_count(canonical(given), url), home)
    return None


def id_of(identifier: str, authority: str | None = None, home: str | None = None) -> str | None:
    """Return the id of the article that bears an identifier, as a feed at `home` names it in a link to another story.

    None for an identifier that only its file makes unique: the id of what bears it is made of the text, too.
    """
    claim = _claim(identifier.strip(), authority, home)
    return article_id(claim) if claim else None


_CAMPAIGN = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign\w*|custom\d|link\w*|ptr_\w+|format|creation|variant|send_date|bbc_team)|xtor|fbclid|gclid|dclid"
    r"|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|pk_(?:campaign|kwd|source|medium)|mtm_\w+)\Z",
    re.IGNORECASE,
)
"""Parameters by which the makers of web statistics (Google, Piano, Meta, Microsoft, Matomo, Mailchimp) count where a reader came from."""


def canonical(address: str) -> str:
    """Return an address without what makes no other page of it; what is no address of the web is returned as it is.

    The scheme becomes https; `www.`, the port of the scheme, a slash at the end and the tags of campaigns are left out,
    and the host is in lower case (RFC 3986, section 6.2). The order of parameters and the case of a path stay.
    """
    address = address.strip()
    found = _WEB.match(address)
    if found is None:
        return address
    path, _, fragment = address[found.end() :].partition("#")
    path, _, query = path.partition("?")
    kept = "&".join(each for each in query.split("&") if each and not _is_of_campaign(each))
    fragment = "" if _is_of_campaign(fragment) else fragment
    return (
        f"https://{found[1].casefold()}{path.rstrip('/')}"
        + (f"?{kept}" if kept else "")
        + (f"#{fragment}" if fragment else "")
    )


_WEB = re.compile(r"https?://(?:www\.)?([^/?#\s:]+)(?::(?:80|443)?(?![^/?#]))?(?=[/?#]|\Z)", re.IGNORECASE)


def _is_of_campaign(parameter: str) -> bool:
    name, mark, _ = parameter.partition("=")
    return bool(mark) and _CAMPAIGN.match(unquote_plus(name)) is not None


_COUNT = re.compile(r"#\d{1,3}\Z")


def _without_count(identifier: str, url: str) -> str:
    """Return the address of an item without the number of its edition, where the item's link is the same without it (`…/c0de#2`)."""
    found = _COUNT.search(identifier)
    return identifier[: found.start()] if found and url and identifier[: found.start()] == url else identifier


def _content(draft: Draft) -> str:
    """Return what tells a story from others that have no identifier, or one that is not their own."""
    facts = [draft.identifier, draft.published, canonical(draft.url or ""), _source(draft)]
    if not draft.text:
        facts += [draft.publisher, *draft.section]
    stated = [str(each) for each in facts if each]
    return "\n".join([*stated, f"{draft.headline or ''}\n\n{draft.text or ''}"])


def _source(draft: Draft) -> str | None:
    """Who carries a story that is not known by a claim: the host of its feed, which keeps it where the feed is renamed.

    Else the outlet that a row states, since two outlets may carry one text.
    """
    named = _ADDRESS.match(draft.home or "")
    if named:
        return _host(named[1])
    return None if draft.rolls else draft.publisher or draft.agency


def is_unique(identifier: str, home: str | None = None) -> bool:
    """Return whether the form of an identifier makes it unique in the world."""
    bare = re.sub(r"^urn:uuid:|[{}-]", "", identifier.casefold())
    if bare in _EMPTY or not bare.strip("0f") or not any(map(str.isalnum, identifier)):
        return False
    if _ADDRESS.match(identifier):
        return names_a_story(identifier, home)
    return bool(_NAMED.match(identifier) or _UUID.fullmatch(identifier) or _DIGEST.fullmatch(identifier))


def names_a_story(address: str, home: str | None = None) -> bool:
    """Return whether an address can be that of one story: no front page, not the feed's own, no page like /latest."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.fragment or any(each and not _is_of_campaign(each) for each in parts.query.split("&")):
        return _bare(address) != _bare(home or "")
    if home and _bare(address) == _bare(home):
        return False
    general = words("general-address")
    path = [word.rpartition(".")[0] or word for word in parts.path.casefold().split("/") if word]
    return any(word not in general for word in path)


def _bare(address: str) -> str:
    """Return an address without what makes no difference: scheme, www, a slash at the end."""
    bare = re.sub(r"^[a-z]+://(?:www\.)?", "", address.strip().casefold())
    return bare.rstrip("/")


def _within(claim: str, home: str | None) -> str:
    """Return the claim, as one of the feed that makes it where that is at home at another host."""
    if not home:
        return claim
    named = _ADDRESS.match(claim) or _AUTHORITY.match(claim)
    host, own = named and _host(named[1]), _ADDRESS.match(home)
    if own is None or host == (at := _host(own[1])):
        return claim
    return f"{at} {claim}"


_SECOND = frozenset(("co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go", "gob", "nic", "in"))


def _host(name: str) -> str:
    """Return the part of a host that one owner has: two labels, three under such as co.uk."""
    labels = name.rpartition("@")[2].partition(":")[0].casefold().rstrip(".").split(".")
    several = 3 if len(labels) > 2 and labels[-2] in _SECOND and len(labels[-1]) == 2 else 2
    return ".".join(labels[-several:])
