"""What stands around a story in other languages."""

from __future__ import annotations

import pytest

from morgue.extract import abroad
from morgue.extract.boilerplate import closing, credited, furniture, link


@pytest.mark.parametrize(
    ("line", "kind", "fact"),
    [
        ("Mis à jour le 23 octobre 2025 à 18h30", "updated-line", "23 octobre 2025 à 18h30"),
        ("Publié le 23 octobre 2025", "published-line", "23 octobre 2025"),
        ("Actualizado: 23/10/2025 18:30", "updated-line", "23/10/2025 18:30"),
        ("Veröffentlicht am 23. Oktober 2025", "published-line", "23. Oktober 2025"),
        ("Aktualisiert: 23.10.2025, 18:30 Uhr", "updated-line", "23.10.2025, 18:30 Uhr"),
        ("Pubblicato il 23 ottobre 2025", "published-line", "23 ottobre 2025"),
        ("Atualizado em 23 de outubro de 2025", "updated-line", "23 de outubro de 2025"),
        ("Обновлено: 23 октября 2025, 18:30", "updated-line", "23 октября 2025, 18:30"),
        ("Güncelleme: 23 Ekim 2025", "updated-line", "23 Ekim 2025"),
        ("发布时间：2025-10-23 18:30", "published-line", "2025-10-23 18:30"),
        ("تم النشر: 23 أكتوبر 2025", "published-line", "23 أكتوبر 2025"),
        ("Source: PTI", "credit-line", "PTI"),
        ("Quelle: dpa", "credit-line", "dpa"),
    ],
)
def test_above(line: str, kind: str, fact: str) -> None:
    """Dates and credits above a story."""
    assert furniture(line) == (kind, fact)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Con información de EFE",
        "Mit Material der dpa",
        "(avec AFP)",
        "Fonte: ANSA",
        "来源：新华社",
        "Источник: ТАСС",
        "Todos los derechos reservados",
        "Alle Rechte vorbehalten",
        "RIPRODUZIONE RISERVATA ©",
        "Все права защищены.",
        "Lire aussi : Les bateaux reprennent la mer",
        "Lea también: Los barcos",
        "Читайте также: Паромы",
        "Baca juga: Feri berlayar",
        "यह भी पढ़ें: नौकाएं",
        "Suivez-nous sur les réseaux",
        "Подписывайтесь на наш канал",
        "责任编辑：林晓舟",
        "First Published: Oct 23, 2025, 10:15 IST",
        "Join our WhatsApp channel",
        "Get the latest news in your inbox",
    ],
)
def test_below(paragraph: str) -> None:
    """Credits, links, prompts and rights below a story."""
    assert closing(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Con información de los vecinos, la policía halló el barco el lunes por la mañana.",
        "Mit Material der Werft wurde die Fähre am Montag repariert.",
        "Avec l'aide des pêcheurs, le bateau a repris la mer.",
        "Le matin, les bateaux étaient déjà partis.",
        "Stand der Dinge ist, dass die Fähren fahren.",
        "Get the boat out, he said, and the crew did.",
        "Join the navy, his father told him.",
        "Published accounts differ on what happened.",
        "Подписали договор в понедельник.",
        "Publicado o edital, as empresas têm dez dias.",
    ],
)
def test_sentences_stay(paragraph: str) -> None:
    """Sentences that begin alike are the story's."""
    assert not closing(paragraph)
    assert not link(paragraph)
    assert furniture(paragraph) is None


def test_who_is_credited() -> None:
    """The agency of a credit in another language, and the link between two paragraphs."""
    assert credited("Con información de EFE") == "EFE"
    assert credited("来源：新华社") == "Xinhua"
    assert credited("(avec AFP)") == "AFP"
    assert link("Lesen Sie auch: Fähren fahren wieder")


def test_letters_that_a_link_begins_with() -> None:
    """A paragraph that begins with another letter of ASCII is not looked at: no alternative may begin so."""
    depth, begins, alternatives = 0, 0, []
    for at, sign in enumerate(f"{abroad._READ_ALSO}|"):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and not depth:
            alternatives.append(abroad._READ_ALSO[begins:at].removeprefix("(?:à )?"))
            begins = at + 1
    assert len(alternatives) > 20
    for each in alternatives:
        assert each[0].isalpha()
        assert not each[0].isascii() or each[0] in abroad.LINK_BEGINS, each
