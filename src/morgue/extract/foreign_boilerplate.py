"""What stands around a story in other languages than English: dates above it, credits, links and rights below it."""

from __future__ import annotations

import re
from typing import NamedTuple

from morgue.extract.names import is_name
from morgue.extract.stamps import is_stamp
from morgue.gazetteer import agencies
from morgue.gazetteer.tables import words

LONGEST = 160
"""A paragraph longer than this is the story's own, in code points."""

_UPDATED = (
    r"mise? à jour|(?:zuletzt\ )?aktualisiert|actualizad[oa]|última actualización|aggiornat[oa]|ultimo aggiornamento|"
    r"atualizad[oa]|última atualização|bijgewerkt|uppdaterad|oppdatert|opdateret|обновлено|оновлено|aktualizacja|"
    r"aktualizováno|(?:son )?güncelleme|diperbarui|dikemas kini|更新于|更新於|更新时间|更新時間|更新日時|最終更新(?:日時)?|آخر تحديث|수정|"
    r"cập nhật(?: lúc)?|(?:τελευταία )?ενημέρωση|ενημερώθηκε|(?:आख़?िरी )?अपडेट(?:ेड)?|(?:آخرین )?به.?روز.?رسانی|ultima actualizare|frissítve|päivitetty|viimeksi päivitetty|aktualizované|ажурирано|ažurirano|обновена"
)
_PUBLISHED = (
    r"publiée?|publicad[oa]|veröffentlicht|erschienen|pubblicat[oa]|gepubliceerd|publicerad|publisert|опубликовано|"
    r"опубліковано|opublikowano|publikováno|yayınlanma(?: tarihi)?|diterbitkan|dipublikasikan|发布时间|發布時間|发布于|"
    r"公開日時|掲載|입력|تم النشر|نشر في|प्रकाशित|"
    r"đăng(?: lúc| ngày)?|xuất bản(?: lúc| ngày)?|δημοσι(?:εύθηκε|εύτηκε|ευση)|تاریخ انتشار|megjelent|julkaistu|publicat|objavljeno|udgivet|публикувано"
)
_DATED = re.compile(
    rf"(?:(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED}))(?![a-zß-ÿα-ώа-я])(?:\s+(?:le|el|am|il|em|op|на|в|pada))?\s*[:：\-–|]?\s*"
    r"(?=.*\d)(?P<fact>.{6,70}?)\s*$",
    re.IGNORECASE,
)


def dated(line: str) -> tuple[str, str] | None:
    """The kind of a line that tells when a story was published or updated, and what of it is the date."""
    found = _DATED.match(line)
    if not found or not is_stamp(found["fact"]):
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
    r"(?:à )?lire (?:aussi|également)|(?:à )?voir (?:aussi|également)|le[ae] (?:también|además)|vea también|te puede interesar|"
    r"leia (?:também|mais)|veja também|lesen sie (?:auch|mehr|dazu)|das könnte sie auch|leggi anche|vedi anche|"
    r"ti potrebbe interessare|читайте (?:также|ещ[её]|также)|читайте також|baca juga|simak juga|"
    r"czytaj (?:także|też|więcej)|zobacz (?:także|też)|čtěte také|lees ook|bekijk ook|läs (?:också|mer|även)|les også|læs også|"
    r"lue myös|xem thêm|اقرأ أيض|यह भी पढ|ये भी पढ|相关阅读|延伸阅读|相關新聞|関連記事|あわせて読みたい|관련\s?기사"
)
"""How a line begins that leads to another story."""
_READ_ON = (
    r"lire la suite|lire l['’]article|sur le même sujet|la suite après (?:cette|la) publicité|publicité|"
    r"(?:sigue|seguir|continúa|continuar) leyendo|leer más|ver también|más información|noticias relacionadas|publicidad|"
    r"continu[ae] (?:lendo|depois d[ae] publicidade|após a publicidade)|saiba mais|veja mais|publicidade|"
    r"weiterlesen|mehr (?:zum thema|dazu)|zum thema|auch interessant|anzeige|"
    r"continua a leggere|leggi (?:di più|tutto|l['’]articolo)|pubblicità|lees (?:meer|verder)|advertentie|"
    r"läs vidare|les mer|læs mere|читать далее|читайте далее|подробнее|по теме|devamını oku|ilgili haber(?:ler)?|"
    r"baca selengkapnya|đọc thêm|続きを読む|阅读更多|閱讀更多|اقرأ المزيد"
)
"""A line of its own that leads on, or to other stories behind a colon; a sentence may begin so too."""
LINK_BEGINS = frozenset(
    each.replace("_", " ")
    for each in words(
        "adv anz auc bac bek con czy das dev ilg la_ lea lee leg lei les lir lue läs læs meh más not pub sai seg sig sim "
        "sur te_ ti_ vea ved vej ver voi wei xem zob zum"
    )
)
"""The first three characters, in lower case, of those that begin with a letter of ASCII."""
_LINK = re.compile(
    rf"[\s(\[*\-–—_>|►▶]*(?:(?P<also>{_READ_ALSO})|(?:{_READ_ON})(?:\s*[:：|»›>→…]|\W*$))", re.IGNORECASE
)
_CLOSING = re.compile(
    rf"[\s(\[*\-–—_|©]*(?:(?:{SOURCE})\s*[:：]|(?:{WITH})|(?P<also>{_READ_ALSO})|(?:{_READ_ON})(?:\s*[:：|»›>→…]|\W*$)|"
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
    found = _CLOSING.match(paragraph) if len(paragraph) <= LONGEST else None
    if not found or (found["also"] and goes_on(paragraph[found.end() :])):
        return False
    if _SHORT_WITH.match(paragraph):
        return len(paragraph.split()) <= 8 and not paragraph.rstrip(") ").endswith(".")
    return True


def link(paragraph: str) -> bool:
    """Whether a short paragraph between two of the story's leads to another story."""
    found = _LINK.match(paragraph) if len(paragraph) <= LONGEST else None
    return found is not None and not (found["also"] and goes_on(paragraph[found.end() :]))


_SENTENCE_STOP = re.compile(r"[.!?。।][\"'”’»)\]]*\s*\Z")
_HERE = re.compile(r"\b(?:here|below|ici|aquí|hier|qui|aqui)\W*\Z", re.IGNORECASE)


def goes_on(rest: str) -> bool:
    """Return whether what follows the words that open a link or a prompt goes on as a sentence.

    A link's title stands behind a mark or begins with a capital; a sentence goes on in small letters and ends with
    a full stop.
    """
    first = rest.lstrip()[:1]
    small = first != first.upper() and first == first.lower()
    return small and bool(_SENTENCE_STOP.search(rest)) and not _HERE.search(rest)


def is_spoken(text: str) -> bool:
    """Return whether a text ends as reported speech does: a comma, then who said it."""
    return _SAID.search(text) is not None


_VERB = r"(?:said|says|told|asked|asks|added|wrote|writes|warned|urged|read|shouted|replied|insisted|advised)"
_SAID = re.compile(
    rf"[,?!][\"'”’»]?\s(?:{_VERB}\s[^,;:.!?]{{1,60}}|[^,;:.!?]{{1,60}}\s{_VERB}(?:\s[^,;:.!?]{{1,60}})?)[.\"'”’]*\s*\Z"
)
"""English only: the prompts that take it are English."""


_BY = {
    "par": ("fr",),
    "von": ("de", "lb"),
    "por": ("es", "pt", "gl"),
    "di": ("it",),
    "de": ("ca", "ro"),
    "per": ("ca",),
    "door": ("nl", "af"),
    "av": ("sv", "no", "nb", "nn"),
    "af": ("da",),
    "oleh": ("id", "ms"),
}
"""The word before the names of those who wrote a story, and the languages in which it is one."""
_BYLINE = re.compile(rf"(?P<by>(?i:{'|'.join(_BY)}))(?:\s*:)?\s+(?=[^\W\d_a-zß-ÿ])(?P<names>.{{3,100}}?)\s*")
_NAMES = re.compile(r",\s*|\s+(?:et|und|y|e|i|en|och|og|dan|mit|avec|con|in|à|em|aus)\s+|\s*[|/]\s*")
MOST_WORDS = 12
"""A byline has no more words than this."""


class Byline(NamedTuple):
    """Who wrote a story, and the languages in which the line says so."""

    names: str
    languages: tuple[str, ...]


def byline(line: str) -> Byline | None:
    """The names of a byline (`Par Jeanne Dupont, AFP`); in another language than its own it may be a name (`Von Miller`)."""
    found = _BYLINE.fullmatch(line)
    if not found or len(line.split()) > MOST_WORDS:
        return None
    names = [each for each in _NAMES.split(found["names"].rstrip(".")) if each.strip()]
    if not all(is_name(each) or agencies.canonical(each) for each in names):
        return None
    if len(names[0].split()) == 1 and not agencies.canonical(names[0]):
        return None
    return Byline(found["names"], _BY[found["by"].casefold()])


def without_by(byline: str, language: str) -> str:
    """A stated byline without the word before its names, where that is one in the story's language."""
    found = _BYLINE.fullmatch(byline)
    if not found or language[:2].casefold() not in _BY[found["by"].casefold()]:
        return byline
    return found["names"]


_TOGETHER = re.compile(
    r"[(\s–—-]*(?:(?:(?:Par|Von|Por)\s+)?(?P<outlet>[^\W\d_a-z][\w.'’&-]*(?:\s[\w.'’&-]+){0,3})\s+)?"
    r"(?:avec(?: l['’])?|mit|con|com|met|med|with)\s+(?P<names>[^().;:!?\d]{2,60})[).]*"
)


def together(line: str) -> str | None:
    """The agency of a line that only says with whom an outlet made its story (`Le Monde avec AFP`, `(mit dpa)`)."""
    found = _TOGETHER.fullmatch(line) if len(line) <= 80 else None
    if not found or (found["outlet"] and not is_name(found["outlet"])):
        return None
    names = [agencies.canonical(each) for each in _AND.split(found["names"])]
    return names[0] if all(names) else None


_AND = re.compile(r",\s*|/|\s+(?:et|und|y|e|and|och|og|en)\s+")
