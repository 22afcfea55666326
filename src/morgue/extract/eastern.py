"""Datelines of agencies that write in Han, Kana and Hangul, which have forms of their own.

Chinese   新华社布鲁塞尔10月24日电（记者 …）
Japanese  【東京共同】  ［ロンドン 5日 ロイター］
Korean    (서울=연합뉴스)  (서울=연합뉴스) 홍길동 기자 =
"""

from __future__ import annotations

import re
from typing import NamedTuple

from morgue.extract import agencies


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


_FORMS = (
    re.compile(
        r"(?P<agency>[\u4e00-\u9fff]{1,3}[社网])(?P<place>[\u4e00-\u9fff、]{2,16}?)"
        r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日[电電讯訊](?P<by>\s*[（(][^）)\n]{0,40}[）)])?\s*"
    ),
    re.compile(
        r"[【［\[](?P<place>[\u3041-\u30ff\u4e00-\u9fff・、]{1,16}?)[\s　]*"
        r"(?:(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日)?"
        r"[\s　]*[=＝]?[\s　]*(?P<agency>共同|時事|AFP時事|ロイター|AP|AFP)[】］\]][\s　]*"
    ),
    re.compile(
        r"\((?P<place>[가-힣·,]{1,20})\s?=\s?(?P<agency>[가-힣A-Za-z]{2,8})\)\s*(?:[가-힣·\s]{2,20}기자\s?=\s*)?"
    ),
)
_APART = re.compile(r"[、·,・]")


def eastern(head: str) -> EasternDateline | None:
    """The dateline in one of these forms at the beginning of a paragraph, or None."""
    for form in _FORMS:
        found = form.match(head)
        named = agencies.canonical(found["agency"]) if found else None
        if found and named:
            parts = found.groupdict()
            month, day = parts.get("month"), parts.get("day")
            where = tuple(each for each in _APART.split(parts["place"]) if each)
            text = head[: found.start("by") if parts.get("by") else found.end()].strip()
            return EasternDateline(
                text, found.end(), where, named, int(month) if month else None, int(day) if day else None
            )
    return None
