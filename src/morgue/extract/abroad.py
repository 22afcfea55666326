"""What stands around a story in other languages than English: dates above it, credits, links and rights below it."""

from __future__ import annotations

import re

LONGEST = 160
"""A paragraph longer than this is the story's own, in code points."""

_UPDATED = (
    r"mise? à jour|(?:zuletzt\ )?aktualisiert|actualizad[oa]|última actualización|aggiornat[oa]|ultimo aggiornamento|"
    r"atualizad[oa]|última atualização|bijgewerkt|uppdaterad|oppdatert|opdateret|обновлено|оновлено|aktualizacja|"
    r"aktualizováno|(?:son )?güncelleme|diperbarui|dikemas kini|更新于|更新於|更新时间|更新時間|更新日時|آخر تحديث|수정"
)
_PUBLISHED = (
    r"publiée?|publicad[oa]|veröffentlicht|erschienen|pubblicat[oa]|gepubliceerd|publicerad|publisert|опубликовано|"
    r"опубліковано|opublikowano|publikováno|yayınlanma(?: tarihi)?|diterbitkan|dipublikasikan|发布时间|發布時間|发布于|"
    r"公開日時|掲載|입력|تم النشر|نشر في|प्रकाशित"
)
_DATED = re.compile(
    rf"(?:(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED}))(?:\s+(?:le|el|am|il|em|op|на|в|pada))?\s*[:：\-–|]?\s*"
    r"(?=.*\d)(?P<fact>.{6,70}?)\s*$",
    re.IGNORECASE,
)


def dated(line: str) -> tuple[str, str] | None:
    """The kind of a line that tells when a story was published or updated, and what of it is the date."""
    found = _DATED.match(line)
    if not found:
        return None
    return ("updated-line" if found["updated"] else "published-line"), found["fact"]


SOURCE = r"fuentes?|fonte|quelle|bron|kaynak|источник|джерело|źródło|zdroj|kilde|källa|sumber|来源|來源|المصدر|स्रोत"
"""The word for a source, with which a credit begins."""
WITH = (
    r"con (?:información|informaciones|datos) de|mit material (?:der|von)|avec (?:l['’])?|com informações d[aeo]|"
    r"con agenzie|con agencias|com agências|avec agences|mit agenturen|met informatie van"
)
"""How a credit begins that names what else a story was made of."""
_READ_ALSO = (
    r"(?:à )?lire (?:aussi|également)|le[ae] (?:también|además)|leia (?:também|mais)|lesen sie (?:auch|mehr)|leggi anche|"
    r"читайте (?:также|ещ[её]|также)|читайте також|baca juga|czytaj (?:także|też|więcej)|čtěte také|lees ook|läs (?:också|mer)|"
    r"les også|lue myös|xem thêm|اقرأ أيض|यह भी पढ|ये भी पढ|相关阅读|延伸阅读|相關新聞|関連記事|관련기사"
)
LINK_BEGINS = frozenset("lLbBcCxX")
"""The letters of ASCII that those begin with."""
_LINK = re.compile(rf"[\s(\[*\-–—_>|]*(?:{_READ_ALSO})", re.IGNORECASE)
_CLOSING = re.compile(
    rf"[\s(\[*\-–—_|©]*(?:(?:{SOURCE})\s*[:：]|(?:{WITH})|{_READ_ALSO}|"
    r"todos los derechos|todos os direitos|tutti i diritti|tous droits|alle rechte vorbehalten|riproduzione riservata|"
    r"все права|всі права|tüm hakları|wszelkie prawa|hak cipta|版权|版權|無断転載|무단\s?전재|저작권자|"
    r"suivez-nous|sígu(?:e|a)nos|siga-nos|folgen sie uns|seguici|подписывайтесь|подпишитесь|bizi takip|ikuti kami|"
    r"责任编辑|責任編輯|編輯[:：]|编辑[:：]|pewarta\s*:|dpa-infocom, dpa:)",
    re.IGNORECASE,
)
_SHORT_WITH = re.compile(rf"\W*(?:[^\W\d_][\w' ]{{1,20}} )?(?:{WITH})", re.IGNORECASE)
CREDIT = re.compile(rf"(?:{SOURCE}|{WITH})\s*[:：]?\s*(?P<name>[^().;]{{2,60}})", re.IGNORECASE)
"""A credit: the word it begins with, and whom it names."""


def closing(paragraph: str) -> bool:
    """Whether a short paragraph below a story is a credit, a link, a prompt or a claim of rights.

    A credit that begins like a sentence (`avec AFP`, `con información de`) has no full stop and a few words.
    """
    if len(paragraph) > LONGEST or not _CLOSING.match(paragraph):
        return False
    if _SHORT_WITH.match(paragraph):
        return len(paragraph.split()) <= 8 and not paragraph.rstrip(") ").endswith(".")
    return True


def link(paragraph: str) -> bool:
    """Whether a short paragraph between two of the story's leads to another story."""
    return len(paragraph) <= LONGEST and bool(_LINK.match(paragraph))
