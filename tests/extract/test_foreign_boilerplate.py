"""What stands around a story in other languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.extract import foreign_boilerplate
from morgue.extract.assembly import article
from morgue.extract.boilerplate import closing, credited, furniture, link
from morgue.extract.draft import Draft
from morgue.model.article import Source


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


@given(st.from_regex(rf"(?:{foreign_boilerplate._READ_ALSO}|{foreign_boilerplate._READ_ON})", fullmatch=True))
def test_a_link_is_known_by_how_it_begins(phrase: str) -> None:
    """A paragraph that begins with a letter of ASCII is looked at only if its first three characters are known."""
    assert link(phrase)
    assert not phrase[0].isascii() or phrase[:3].lower() in foreign_boilerplate.LINK_BEGINS


@pytest.mark.parametrize(
    "paragraph",
    [
        "Sigue leyendo",
        "Lire la suite…",
        "Lire la suite : le brouillard",
        "Weiterlesen",
        "Mehr zum Thema: Nebel",
        "Continua a leggere »",
        "Continue lendo",
        "Читать далее",
        "Lees verder",
        "More: Ferries sail again",
    ],
)
def test_lines_that_lead_on(paragraph: str) -> None:
    """Between paragraphs and below them."""
    assert link(paragraph)
    assert closing(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Sigue leyendo cartas de su abuelo cada noche, dijo la capitana.",
        "Weiterlesen kann er später, sagte der Kapitän.",
        "Zum Thema Nebel sagte er nichts.",
        "Lire la suite du rapport prendra des heures, a dit le maire.",
        "Saiba mais quem souber mais, disse o piloto.",
        "More ferries sail again.",
        "Got a storm behind them, they sailed on.",
        "You must sign the paper, the pilot told the crew.",
        "Simulations of the fog took a week.",
    ],
)
def test_what_only_begins_like_them(paragraph: str) -> None:
    """Sentences stay the story's."""
    assert not link(paragraph)
    assert not closing(paragraph)


@pytest.mark.parametrize(
    ("line", "names", "language"),
    [
        ("Par Jeanne Dupont", "Jeanne Dupont", "fr"),
        ("Par Jeanne Dupont et Luc de la Tour, AFP", "Jeanne Dupont et Luc de la Tour, AFP", "fr"),
        ("Von Heike Gloystein und Max Muster, dpa", "Heike Gloystein und Max Muster, dpa", "de"),
        ("Por: Ana López Ruiz", "Ana López Ruiz", "es"),
        ("Di Mario Rossi", "Mario Rossi", "it"),
        ("Door Jan de Vries", "Jan de Vries", "nl"),
        ("Av Kari Nordmann", "Kari Nordmann", "nb"),
        ("Oleh Siti Rahma", "Siti Rahma", "id"),
    ],
)
def test_bylines(line: str, names: str, language: str) -> None:
    """The names, and in which languages the word before them is one."""
    found = foreign_boilerplate.byline(line)
    assert found is not None
    assert found.names == names
    assert language in found.languages
    assert foreign_boilerplate.without_by(line, language) == names
    assert foreign_boilerplate.without_by(line, "en") == line


@pytest.mark.parametrize(
    "line",
    [
        "Von der Leyen reist nach Kiel",
        "Par la suite, le bateau a repris la mer",
        "Von Miller",
        "Por fin",
        "Di Maria trifft zweimal",
        "Von Januar bis Mai",
    ],
)
def test_no_bylines(line: str) -> None:
    """Headlines and sentences that begin alike, and a name that is only one word."""
    assert foreign_boilerplate.byline(line) is None


STORIES = {
    "fr": "Le ferry Aurore a quitté le port à neuf heures dimanche et le brouillard s'est refermé derrière lui, a dit le pilote.",
    "de": "Die Fähre Aurora hat den Hafen am Sonntag um neun Uhr verlassen, und der Nebel schloss sich hinter ihr, sagte der Lotse.",
    "en": "The ferry Aurora left the harbour at nine on Sunday and the fog closed in behind it, said the pilot who had been aboard.",
}


@pytest.mark.parametrize(
    ("line", "language", "names", "agency"),
    [
        ("Par Jeanne Dupont, AFP", "fr", "Jeanne Dupont, AFP", "AFP"),
        ("Von Heike Gloystein", "de", "Heike Gloystein", None),
        ("Von Heike Gloystein", "en", None, None),
        ("Par Three Falls", "en", None, None),
        ("Par Le Monde avec AFP", "fr", None, "AFP"),
        ("Le Monde avec AFP", "fr", None, "AFP"),
    ],
)
def test_lines_above_a_story(line: str, language: str, names: str | None, agency: str | None) -> None:
    """A byline is one only above a story of its language; a credit is one above any."""
    made = article(Draft(headline="Ferry Aurora", text=f"{line}\n\n{STORIES[language]}"), Source("x", "text"))
    assert made.byline == names
    assert made.agency == agency
    assert (line in (made.body or "")) is (names is None and agency is None)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Le Monde avec AFP", "AFP"),
        ("Le Monde avec AFP et Reuters", "AFP"),
        ("(mit dpa)", "dpa"),
        ("Hafenbote mit dpa und AFP", "dpa"),
        ("El Faro con EFE", "EFE"),
        ("Il Porto con ANSA.", "ANSA"),
        ("(with Reuters)", "Reuters"),
        ("Le Monde avec des amis", None),
        ("Google signe un accord avec AFP", None),
        ("Die Fähre fuhr mit dpa", None),
    ],
)
def test_who_an_outlet_made_its_story_with(line: str, agency: str | None) -> None:
    """The agency, where the line says nothing else."""
    assert foreign_boilerplate.together(line) == agency
    assert closing(line) is (agency is not None)
    if agency:
        assert credited(line) == agency
