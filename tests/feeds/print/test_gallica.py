"""Texts of Gallica: as text and as HTML, of periodicals and of books."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.print import gallica
from tests.feeds.agencyfiles import stories, story

HEAD = [
    "Rappel de votre demande:",
    "Format de téléchargement: : Texte",
    "Vues 1 à 4 sur 4",
    "Nombre de pages: 4",
    "Notice complète:",
]
PAPER = ["Titre : Le Quai : journal du soir", "Éditeur : [s.n.] (Quai)", "Date d'édition : 1894-06-12", "Type : publication en série imprimée", "Langue : français", "Description : 1894/06/12 (Numéro 163).", "Droits : domaine public", "Identifiant : ark:/12148/bpt6k0000000z"]  # fmt: skip
BOOK = [
    "Titre : Les marées / par A. Lenoir",
    "Auteur : Lenoir, A. (18..-19..)",
    "Éditeur : Presse du quai",
    "Date d'édition : 1880",
    "Type : monographie imprimée",
]
RATE = "Le texte affiché peut comporter un certain nombre d'erreurs. Le taux de reconnaissance estimé pour ce document est de 94,5 %."
TEXT = "Le bac n'a pas pas-\nsé hier soir.\n\nOn attend le dégel."


def as_text(record: list[str], rate: str = RATE) -> bytes:
    return "\n\n".join([*HEAD, *record, rate, TEXT]).encode()


def as_page(record: list[str]) -> bytes:
    lines = [
        f"<strong>{label} : </strong>{value}<br/>"
        for label, _, value in (each.partition(" : ") for each in record)
    ]
    asked = "Rappel de votre demande:<br/>Format de téléchargement: : <strong>Texte</strong><br/>Vues <strong>1</strong> à <strong>4</strong><br/>"
    body = "".join(f"<p>{part}</p>" for part in TEXT.replace("pas-\n", "pas-<br/>").split("\n\n"))
    return f"<!DOCTYPE html><html><head><title>Gallica</title></head><body><div>{asked}{''.join(lines)}{RATE}<br/></div><hr/>{body}</body></html>".encode()


@pytest.mark.parametrize("data", [as_text(PAPER), as_page(PAPER)], ids=["text", "page"])
def test_an_issue(data: bytes) -> None:
    assert pick(data, "x").name == "gallica"
    found = story(gallica, data)
    assert (found.headline, found.publisher, found.day, found.language) == (
        None,
        "Le Quai",
        "1894-06-12",
        "fr",
    )
    assert found.body == "Le bac n'a pas passé hier soir.\n\nOn attend le dégel."
    assert found.evidence["body"] == "texteBrut; OCR confidence 94 %"
    assert found.url == "https://gallica.bnf.fr/ark:/12148/bpt6k0000000z"
    assert found.edition is not None
    assert found.edition.edition == "163"


def test_a_book() -> None:
    found = story(gallica, as_text(BOOK))
    assert (found.headline, found.publisher) == ("Les marées / par A. Lenoir", "Presse du quai")
    assert found.byline == "Lenoir, A. (18..-19..)"


def test_a_record_without_a_rate_and_labels_on_lines_of_their_own() -> None:
    record = [each.replace(" : ", " :\n\n", 1) for each in PAPER]
    found = story(gallica, as_text(record, "En savoir plus sur l'OCR"))
    assert (found.publisher, found.day) == ("Le Quai", "1894-06-12")
    assert found.body == "Le bac n'a pas passé hier soir.\n\nOn attend le dégel."


def test_a_record_without_a_text() -> None:
    with pytest.raises(NoArticle):
        stories(gallica, "\n".join([*HEAD, *PAPER, RATE]).encode())
