"""Datelines of agencies that write in Han, Kana and Hangul, which have forms of their own.

Chinese   新华社布鲁塞尔10月24日电（记者 …）  中新网10月23日电  （中央社記者張三台北23日電）
Japanese  【東京共同】  ［ロンドン 5日 ロイター］  【10月23日 AFP】  【新華社北京10月23日】
Korean    (서울=연합뉴스)  (서울=연합뉴스) 홍길동 기자 =  (평양 10월 23일발 조선중앙통신)
"""

from __future__ import annotations

import re
from typing import NamedTuple

from morgue.gazetteer import agencies, places


class EasternDateline(NamedTuple):
    """What such a dateline says: what is written, where the story begins, the places, agency, month and day.

    Between the two may stand a bracket with the reporter's name.
    """

    text: str
    end: int
    places: tuple[str, ...]
    agency: str
    month: int | None
    day: int | None


_HAN = "\u4e00-\u9fff"
_FORMS = (
    re.compile(
        rf"[（(]?据?(?P<agency>[{_HAN}]{{1,3}}[社网網]|路透|法新|美联|美聯|彭博)(?P<place>[{_HAN}、]{{2,16}}?)?"
        rf"(?:(?P<month>\d{{1,2}})月)?(?P<day>\d{{1,2}})日(?:[{_HAN}]{{0,2}}[电電讯訊])+[）)]?(?P<by>\s*[（(][^）)\n]{{0,40}}[）)])?"
        r"(?:\s*[-–—]+)?\s*"
    ),
    re.compile(
        r"[【［\[（(](?:(?P<place>[\u3041-\u30ff\u4e00-\u9fff・、]{1,16}?)[\s　]*)?"
        r"(?:(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日)?"
        r"[\s　]*[=＝]?[\s　]*(?P<agency>共同|時事|AFP時事|ロイター|AP|AFP)(?:[\s　]*[=＝][^】］\]）)]{0,20})?[】］\]）)][\s　]*(?:[-–—][\s　]+)?"
    ),
    re.compile(
        rf"[【［\[](?P<agency>[{_HAN}]{{1,3}}社)(?P<place>[{_HAN}\u30a1-\u30ff]{{2,10}}?)(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日[】］\]]\s*"
    ),
    re.compile(
        r"[(\[](?P<place>[가-힣·,]{1,20})\s?=\s?(?P<agency>[가-힣A-Za-z\d]{2,8})[)\]]\s*(?:[가-힣·\s]{2,30}(?:기자|특파원)\s?=\s*)?"
    ),
    re.compile(
        r"[(【\[](?:조선중앙통신\s*)?(?P<place>[가-힣]{2,8})\s(?P<month>\d{1,2})월\s?(?P<day>\d{1,2})일발\s?(?P<agency>[가-힣]{4,8})?[)】\]]\s*"
    ),
)
_APART = re.compile(r"[、·,・]")
_LONGEST_PLACE = 6


def eastern(head: str) -> EasternDateline | None:
    """The dateline in one of these forms at the beginning of a paragraph, or None."""
    for form in _FORMS:
        found = form.match(head)
        if not found:
            continue
        parts = found.groupdict()
        named = agencies.canonical(parts["agency"] or "조선중앙통신")
        month, day = parts.get("month"), parts.get("day")
        if not named or not (parts["place"] or month):
            continue
        where = tuple(each for each in _APART.split(_placed(parts["place"] or "")) if each)
        text = head[: found.start("by") if parts.get("by") else found.end()].strip()
        return EasternDateline(
            text, found.end(), where, named, int(month) if month else None, int(day) if day else None
        )
    return None


def _placed(written: str) -> str:
    """The place behind the reporter's name (`記者張三台北`): the longest end that the tables know."""
    if not written.startswith("記者"):
        return written
    for length in range(min(_LONGEST_PLACE, len(written) - 3), 1, -1):
        if places.known(written[-length:]):
            return written[-length:]
    return ""
