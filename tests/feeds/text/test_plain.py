"""Plain text: pages, wire copy, one story a line, and what is no text."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.text import plain as text
from morgue.model.article import Article, Place

SENTENCE = "The ferries sail again on Monday, the harbour master of the old town said after a week of storms that had closed it. "
PARAGRAPH = SENTENCE * 3


def stories(data: bytes | str) -> list[Article]:
    """The stories of a text file."""
    data = data.encode() if isinstance(data, str) else data
    return list(text.read(feed_of_bytes(data, path="story.txt", format="text")))


def story(data: bytes | str) -> Article:
    """The only story of a text file."""
    (found,) = stories(data)
    return found


def test_a_saved_page() -> None:
    """Day line, breadcrumb, headline, agency, update, dateline, story, sign-off, disclaimer."""
    got = story(
        " date 2025-10-23 DT\nHome / World / Ferries sail again\n\nFerries sail again\n\nANI\n"
        "Updated At : 11:30 PM Oct 23, 2025 IST\n"
        f"Ostend [Belgium], October 23 (ANI): {PARAGRAPH}\n\nThe harbour is open. (ANI)\n\n"
        "(This content is sourced from a syndicated feed. The Evening Post assumes no responsibility for it.)\n"
    )
    assert got.headline == "Ferries sail again"
    assert got.body == f"{PARAGRAPH.strip()}\n\nThe harbour is open."
    assert (got.published, got.updated, got.day) == ("2025-10-23", "2025-10-23T23:30:00+05:30", "2025-10-23")
    assert (got.agency, got.publisher, got.section) == ("ANI", "The Evening Post", ("World",))
    assert got.locations == (Place("Ostend", "BE"),)
    assert got.evidence["published"] == "date-line"


def test_wire_copy_with_a_headline() -> None:
    """A headline line, then a dateline."""
    got = story("Ferries sail again\n\nOSTEND, May 3 (Reuters) - The ferries sail.\n")
    assert (got.headline, got.dateline, got.body) == (
        "Ferries sail again",
        "OSTEND, May 3 (Reuters) -",
        "The ferries sail.",
    )


def test_wire_copy_without_a_headline() -> None:
    """A dateline is no headline, nor is a sentence as long as a paragraph."""
    assert story("OSTEND, May 3 (Reuters) - The ferries sail.\n\nThey do.").headline is None
    assert story(PARAGRAPH + "\n\n" + PARAGRAPH).headline is None


def test_headline_and_body() -> None:
    """The headline that ends with no full stop, and one with a colon that a dateline could have."""
    got = story("Ferries sail again\n\n" + PARAGRAPH + "\n\nThe end came soon.\n")
    assert (got.headline, got.body) == ("Ferries sail again", PARAGRAPH.strip() + "\n\nThe end came soon.")
    assert story("Ostend: ferries sail again\n\n" + PARAGRAPH).headline == "Ostend: ferries sail again"


def test_address_first_with_windows_line_ends() -> None:
    """The URL gives the address and the day; zero-width characters are gone."""
    got = story(
        f"https://post.example/2022/07/21/ferries\r\n\r\nOSTEND \u2013 \u200b{PARAGRAPH}\r\n\r\nThey \u201cdo\u201d.\r\n"
    )
    assert (got.url, got.published, got.headline) == (
        "https://post.example/2022/07/21/ferries",
        "2022-07-21",
        None,
    )
    assert (got.dateline, got.body) == ("OSTEND \u2013", f"{PARAGRAPH.strip()}\n\nThey \u201cdo\u201d.")
    assert got.evidence["published"] == "url"


def test_lines_and_indents_part_paragraphs() -> None:
    """Long lines are paragraphs; wrapped lines are one, until the next indent."""
    assert (
        story("Ferries sail\n" + PARAGRAPH + "\n" + PARAGRAPH).body
        == f"{PARAGRAPH.strip()}\n\n{PARAGRAPH.strip()}"
    )
    wrapped = "Ferries sail\n\n   The ferries sail\nagain on Monday.\n   The storm\nis over.\n"
    assert story(wrapped).body == "The ferries sail\nagain on Monday.\n\nThe storm\nis over."


def test_one_story_a_line() -> None:
    """Each line with its own place in the file."""
    lines = [f"Day {number}. " + SENTENCE * 6 for number in range(12)]
    data = ("\n".join(lines) + "\n").encode()
    found = stories(data)
    assert [each.body for each in found] == [line.strip() for line in lines]
    assert [data[each.source.offset :][: each.source.length].decode().strip() for each in found] == [
        line.strip() for line in lines
    ]
    assert len({each.id for each in found}) == 12


@pytest.mark.parametrize(
    "lines",
    [
        ["A headline", *[SENTENCE * 6] * 12],
        [SENTENCE * 6] * 9,
        [SENTENCE * 6, ""] * 12,
        [SENTENCE] * 30,
    ],
)
def test_not_one_story_a_line(lines: list[str]) -> None:
    """A headline, few lines, blank lines, or short ones make it a single story."""
    assert len(stories("\n".join(lines))) == 1


def test_a_headline_alone() -> None:
    """A story of a few words is one."""
    got = story("Ferries sail again")
    assert (got.headline, got.body) == ("Ferries sail again", None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \r\n\x1a", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (
            b"ferries\x00\x00\x00\x01\x02 sail again on monday and so on",
            "not text: binary data (3 zero bytes)",
        ),
        (bytes(range(1, 9)) * 20, "not text: binary data (control bytes)"),
        (b"12345 67890\n\n--- 42", "the text has no words"),
    ],
)
def test_what_is_no_text(data: bytes, reason: str) -> None:
    """Rejected with the true reason."""
    with pytest.raises(FeedError) as error:
        stories(data)
    assert error.value.message == reason


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(codec: str) -> None:
    """A text in any of the usual encodings is text, and read."""
    data = f"Fähren fahren wieder\n\n{PARAGRAPH}\n\nÜber Nacht.\n".encode(codec)
    assert text.sniff(data, "story.txt") == 30
    assert story(data).headline == "Fähren fahren wieder"


def test_sniff() -> None:
    """Text is the last resort: any text, no binary, and an empty file by courtesy."""
    assert text.sniff(b"", "x.txt") == 1
    assert text.sniff(b"\x7fELF\x02", "x.txt") == 0
    assert text.sniff(b"Ferries", "picture.jpg") == 30
    assert pick(b"Ferries sail again\n\nThey do.", "story.dat").name == "text"


@given(st.binary(max_size=500))
def test_any_bytes(data: bytes) -> None:
    """Stories or a FeedError."""
    with suppress(FeedError):
        for each in stories(data):
            assert each.headline or each.body or each.boilerplate or each.url or each.published


@pytest.mark.shared
def test_the_seed_story(shared: Path) -> None:
    """The syndicated page that the whole began with."""
    (path,) = (shared / "corpora/seed").glob("*.txt")
    got = story(path.read_bytes())
    assert (
        got.headline
        == 'Zelensky, Macron meet in Brussels to coordinate on Ukraine strategy ahead of "Coalition" meeting'
    )
    assert (got.agency, got.publisher, got.section) == ("ANI", "The Tribune", ("World",))
    assert got.locations == (Place("Brussels", "BE"),)
    assert (got.published, got.updated, got.day) == ("2025-10-23", "2025-10-23T23:30:00+05:30", "2025-10-23")
    assert got.body is not None
    assert got.body.startswith("Ukrainian President")
    assert got.body.endswith("security cooperation within the bloc.")


def test_a_list_of_words_is_no_story() -> None:
    words = "\n".join(f"category-{number}" for number in range(40))
    with pytest.raises(NoArticle, match="a list of 40 words, not a story"):
        list(text.read(feed_of_bytes(words.encode(), path="topics.txt", format="text")))


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: x\r\n\r\n"
FIRE = b"Fire at mill\n\nA fire burned the mill down on Monday, the owner said.\n"


@pytest.mark.parametrize(
    "data",
    [
        ANSWER + FIRE.replace(b"\n", b"\r\n"),
        b"HTTP/2 200\r\ncontent-type: text/plain\r\n\r\n" + FIRE,
        ANSWER.replace(b"\r\n", b"\n").replace(b"/1.1", b"/1.0") + FIRE,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(FIRE),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(FIRE), FIRE),
        ANSWER
        + b'[{"title":"Fire at mill","body":"A fire burned the mill down on Monday, the owner said."}]',
        ANSWER + b'title,text\nFire at mill,"A fire burned the mill down on Monday, the owner said."\n',
    ],
)
def test_the_header_of_an_answer_is_taken_away(data: bytes) -> None:
    (story,) = pick(data, "a").read(feed_of_bytes(data, path="a"))
    assert story.headline == "Fire at mill"
    assert story.body == "A fire burned the mill down on Monday, the owner said."


@pytest.mark.parametrize(
    "data",
    [
        FIRE.replace(b"mill down", b"mi\0ll down"),
        b"\0" + FIRE,
        FIRE + b"\0" * 20,
        FIRE.replace(b"burned", b"\0burned"),
    ],
)
def test_zero_bytes_in_a_text_are_removed(data: bytes) -> None:
    (story,) = pick(data, "a").read(feed_of_bytes(data, path="a"))
    assert story.body == "A fire burned the mill down on Monday, the owner said."


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Tuesday, March 4, 2025", "2025-03-04"),
        ("4 mars 2025", "2025-03-04"),
        ("2025-03-04", "2025-03-04"),
        ("2025年3月4日", "2025-03-04"),
        ("March 4, 2025 8:05 PM EST", "2025-03-04T20:05:00-05:00"),
        ("вторник, 4 марта 2025 г.", "2025-03-04"),
        ("03/04/2025", None),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_date_above_the_headline(date: str, published: str | None, gap: str) -> None:
    """The line below the date is the headline; a date that cannot be read is no headline either."""
    read = story(f"{date}{gap}Ferries sail again\n\nThe ferries sail again from the old harbour.\n")
    assert (read.headline, read.published) == ("Ferries sail again", published)
    assert date in f"{read.body}{read.boilerplate}"


def test_a_headline_that_begins_with_a_date() -> None:
    """A date in a headline of more words is the headline's."""
    read = story("March 4, 2025: the day the ferries sailed\n\nThe ferries sailed from the old harbour.\n")
    assert (read.headline, read.published) == ("March 4, 2025: the day the ferries sailed", None)


@pytest.mark.parametrize("line", ["\u2028", "\x85", "\r", "\r\n", "\v"])
def test_every_end_of_line_ends_a_line(line: str) -> None:
    got = story(line.join(("Ferries sail again", "", f"OSTEND, Oct 23 (ANI) - {PARAGRAPH.strip()}")))
    assert got.headline == "Ferries sail again"
    assert (got.agency, got.body) == ("ANI", PARAGRAPH.strip())


def test_a_separator_of_paragraphs_ends_one() -> None:
    got = story(
        f"Ferries sail again\u2029OSTEND, Oct 23 (ANI) - {SENTENCE.strip()}\u2029The harbour is open."
    )
    assert got.body == f"{SENTENCE.strip()}\n\nThe harbour is open."


@pytest.mark.parametrize(
    "line",
    [
        "東京の港で四日に大きな火災があり、船員は全員無事だった。", "周一晚上港口发生火灾，船员全部获救。", "週一晚間港口發生火災船員全部獲救",
        "เรือข้ามฟากถูกไฟไหม้เมื่อวันจันทร์และไม่มีผู้บาดเจ็บ", "ເຮືອຂ້າມຟາກຖືກໄຟໄໝ້ໃນວັນຈັນແລະບໍ່ມີຜູ້ບາດເຈັບ", "សាឡាងបានឆេះនៅកំពង់ផែនៅថ្ងៃចន្ទ",
        "ကူးတို့သင်္ဘောသည်တနင်္လာနေ့တွင်မီးလောင်ခဲ့သည်",
    ],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_story_in_a_script_without_spaces_is_no_list_of_words(line: str, gap: str) -> None:
    (story,) = text.read(feed_of_bytes(gap.join([line[:8], *[line] * 12]).encode(), path="a.txt"))
    assert story.body is not None
    assert story.body.count(line) == 12


@pytest.mark.parametrize("words", ["的 我们 他们 因为 所以 如果 但是 而且 虽然 以及 对于 关于", "これ それ あれ この その あの ここ そこ あそこ こちら どこ だれ", "ที่ และ เป็น ของ ใน มี ได้ ว่า จะ ไม่ ให้ กับ"])  # fmt: skip
def test_a_list_of_words_in_such_a_script_is_one(words: str) -> None:
    with pytest.raises(NoArticle, match="a list of 12 words"):
        list(text.read(feed_of_bytes("\n".join(words.split()).encode(), path="a.txt")))


HEAD = "Ferry crews vote on a strike"
COPY = "Crews of the island ferries voted on Thursday for a strike.\n\nIt begins on Monday, their union said."


@pytest.mark.parametrize(
    ("above", "dateline", "below", "expected"),
    [
        (
            f"a0512\nri\nAP-Ferry-Strike, 1st Ld-Writethru,0250\n{HEAD}\nEds: ADDS quotes.\nBy ANN LI\nAssociated Press Writer\n",
            "   PIRAEUS, Greece (AP) _ ", "\nAP-NY-10-23-08 1412EDT", ("AP", "ANN LI", "2008-10-23T14:12:00-04:00", "Piraeus"),
        ),
        (
            f"^BC-EU--Ferry Strike,0250<\n^{HEAD}<\n^By ANN LI=\n",
            "   PIRAEUS, Greece (AP) _ ", "", ("AP", "ANN LI", None, "Piraeus"),
        ),
        (
            f"FRS0123 4 I 0234 FRA /AFP-AA12\nGrèce-transports\n{HEAD}\n=(Photo)=\nPar Anne DUPONT\n\n",
            "ATHENES, 23 oct 2008 (AFP) - ", "\n\nAFP 231432 GMT OCT 08\n", ("AFP", "Anne DUPONT", "2008-10-23T14:32:00+00:00", "Athenes"),
        ),
        (
            f"bdt0345 3 pl 206  dpa 0678\n\nStreiks/Verkehr/\n{HEAD} =\n\n",
            "Hamburg (dpa) - ", "\n\n231432 Okt 08\n", ("dpa", None, "2008-10-23T14:32:00", "Hamburg"),
        ),
        (
            f"14:32 23Oct2008 RTRS-{HEAD}\n\n* Strike from Monday\n* Union wants pay rise\n\nBy Ann Lee\n\n",
            "ATHENS, Oct 23 (Reuters) - ", "", ("Reuters", "Ann Lee", "2008-10-23T14:32:00", "Athens"),
        ),
        (
            f"23.10.2008 14:32:11 MSK\n\n{HEAD}\n\n",
            "Москва. 23 октября. ИНТЕРФАКС - ", "", ("Interfax", None, "2008-10-23T14:32:11+03:00", "Москва"),
        ),
        (
            f"{HEAD}\n(ATTN: UPDATES with more details in paras 3-5)\nBy Kim Deok-hyun\n\n",
            "SEOUL, Oct. 23 (Yonhap) -- ", "", ("Yonhap", "Kim Deok-hyun", None, "Seoul"),
        ),
        (f"GRECIA-HUELGA\n{HEAD}\n\n", "Atenas, 23 oct (EFE).- ", "", ("EFE", None, None, "Atenas")),
        (f"26-FEB-1987 15:01:01.79\n\n{HEAD}\n\n", "    ATHENS, Feb 26 - ", "", (None, None, "1987-02-26T15:01:01.79", "Athens")),
        (f"{HEAD}\n\n", "    ATHENS, Oct. 23 (UPI) -- ", "\n\nupi 10-23-91 02:32 pet\n", ("UPI", None, "1991-10-23T02:32:00", "Athens")),
    ],
)  # fmt: skip
def test_the_head_of_wire_copy(
    above: str, dateline: str, below: str, expected: tuple[str | None, ...]
) -> None:
    got = story(f"{above}{dateline}{COPY}{below}")
    place = got.locations[0].place if got.locations else None
    assert got.headline == HEAD
    assert (got.agency, got.byline, got.published, place) == expected
    assert (got.body or "").endswith(COPY)
    kept = " ".join(
        map(
            str,
            (
                got.headline,
                got.body,
                got.boilerplate,
                got.keywords,
                got.byline,
                got.dateline,
                got.published,
                got.evidence,
            ),
        )
    )
    for word in (
        "a0512",
        "FRS0123",
        "bdt0345",
        "Photo",
        "ADDS",
        "Strike from Monday",
        "GRECIA-HUELGA",
        "Streiks",
        "ATTN",
    ):
        assert word not in above or word in kept  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}\n\nAthens-Piraeus\n\nA line of the page.\n\n{COPY}",
        f"Well-known\n\n{HEAD}\n\n{COPY}",
        f"{HEAD}\n\nBy Ann Lee\n\nATHENS, Oct 23 (Reuters) - {COPY}",
    ],
)
def test_a_page_has_no_head_of_a_wire(page: str) -> None:
    assert story(page).headline == page.split("\n")[0]


FILED = [
    ("EU envoys agree to ferry rules", "BRUSSELS, Oct 23, 2008 (Reuters) -", "Reuters", "2008-10-23"),
    ("Les quais en grève", "PARIS, 24 octobre 2008 (AFP) -", "AFP", "2008-10-24"),
    ("Oil falls below ninety dollars", "VIENNA, Oct. 25, 2008 (AP) --", "AP", "2008-10-25"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize(
    "mark", ["\nNNNN\n\n", "\f", "\n-30-\n\n", "\n###\n", "\n(END)\n", "\n" + "-" * 40 + "\n", "\r\n" + "=" * 12 + "\r\n", "\nENDS\n"]
)  # fmt: skip
@pytest.mark.parametrize("closed", [True, False])
def test_stories_that_marks_part_are_several(mark: str, closed: bool, encoding: str) -> None:
    pieces = [f"{title}\n\n{dateline} {COPY}\n" for title, dateline, _, _ in FILED]
    data = (mark.join(pieces) + (mark if closed else "")).encode(encoding)
    got = stories(data)
    assert [(each.headline, each.agency, each.day) for each in got] == [
        (title, agency, day) for title, _, agency, day in FILED
    ]
    assert all((each.body or "").rstrip("-= \n").endswith("their union said.") for each in got)
    if encoding == "utf-8":
        for each in got:
            assert (each.headline or "").encode() in data[each.source.offset :][: each.source.length]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n\nATHENS, Oct 23 (Reuters) - {COPY}\n\n" + "-" * 40 + "\n\nFacts on the ferries\n\nThere are ninety of them.\n",
        f"{HEAD}\n\nATHENS, Oct 23 (Reuters) - {COPY}\n\n* * *\n\nPARIS, Oct 23 (Reuters) - The ferries of Calais sail.\n",
        f"{HEAD}\n\nATHENS, Oct 23 (Reuters) - {COPY}\n\nPARIS, Oct 23 (Reuters) - The ferries of Calais sail.\n",
        f"{HEAD}\n\n{COPY}\n\n###\n\nAbout the port: it is old.\n\nContact: Ann Lee\n",
    ],
)  # fmt: skip
def test_a_story_in_parts_is_one(text: str) -> None:
    assert story(text).headline == HEAD


@pytest.mark.parametrize(
    "above",
    [
        f"Title: {HEAD}\nDate: 23 October 2008\nAuthor: Ann Lee\nSource: The Star\nURL: https://star.example/2008/ferry\n\n",
        f"TITLE: {HEAD}\nPUBLICATION: The Star\nDATE: 23 October 2008\nBYLINE: Ann Lee\nWord count: 350\nURL: https://star.example/2008/ferry\nTEXT: ",
        f"---\ntitle: \"{HEAD}\"\ndate: 2008-10-23\nauthor: Ann Lee\nlayout: post\nsource: The Star\nurl: https://star.example/2008/ferry\n---\n\n",
        f"Titre : {HEAD}\nDate : 23 octobre 2008\nAuteur : Ann Lee\nJournal : The Star\nLien : https://star.example/2008/ferry\n\n",
        f"Überschrift: {HEAD}\nDatum: 23.10.2008\nAutor: Ann Lee\nQuelle: The Star\nLink: https://star.example/2008/ferry\n\n\n",
        f"Заголовок: {HEAD}\nДата: 23.10.2008\nАвтор: Ann Lee\nИсточник: The Star\nСсылка: https://star.example/2008/ferry\nТекст: ",
        f"HEADLINE: {HEAD}\r\nDATE: 2008-10-23\r\nBY: Ann Lee\r\nAUTHOR: Ann Lee\r\nSOURCE: The Star\r\nURL: https://star.example/2008/ferry\r\nBODY:\r\n",
    ],
)  # fmt: skip
def test_labelled_lines_above_a_text(above: str) -> None:
    got = story(above + COPY)
    assert (got.headline, got.day, got.byline, got.publisher) == (HEAD, "2008-10-23", "Ann Lee", "The Star")
    assert got.url == "https://star.example/2008/ferry"
    assert got.body == COPY
    assert "350" not in above or "Word count: 350" in (got.boilerplate or "")


@pytest.mark.parametrize(
    "text",
    [
        f"Title fight: champion wins\n\n{COPY}",
        f"Title: champion keeps it\n\n{COPY}",
        f"Date: a fruit for the winter\nSource: the garden\n\n{COPY}",
        f"Subject: matter for talks\nThe ministers met\n\n{COPY}",
    ],
)
def test_a_colon_makes_no_label(text: str) -> None:
    assert story(text).headline == text.split("\n")[0]


@pytest.mark.parametrize("end", ["\u2029", "\u2028\u2028"])
def test_ends_of_lines_and_paragraphs_of_unicode(end: str) -> None:
    got = story(f"{HEAD}{end}ATHENS, Oct 23 (Reuters) - {COPY.replace(chr(10) * 2, end)}")
    assert (got.headline, got.agency, got.body) == (HEAD, "Reuters", COPY)


@pytest.mark.parametrize(
    "line", ["BRUSSELS | Thu Oct 23, 2008 2:32pm EDT", "BRUSSELS | Thu Oct 23, 2008 2:32 PM EDT"]
)
@pytest.mark.parametrize("mark", [" - ", " – ", " -- "])
def test_a_place_a_day_and_below_them_the_agency(line: str, mark: str) -> None:
    got = story(f"{HEAD}\n\n{line}\n\n(Reuters){mark}{COPY}\n")
    assert (got.headline, got.agency, got.published) == (HEAD, "Reuters", "2008-10-23T14:32:00-04:00")
    assert [each.place for each in got.locations] == ["Brussels"]
    assert got.body == COPY


@pytest.mark.parametrize(
    "line", ["December 15, 2023", "15 December 2023", "Dec. 15, 2023", "2023-12-15", "15.12.2023", "Friday, December 15, 2023"]
)  # fmt: skip
def test_a_date_between_headline_and_wire_copy_is_its_date(line: str) -> None:
    got = story(f"Boat sinks off the old cape\n\n{line}\n\nCHICAGO, Dec 15 (Reuters) - {SENTENCE}\n")
    assert (got.headline, got.published, got.day) == (
        "Boat sinks off the old cape",
        "2023-12-15",
        "2023-12-15",
    )
    assert got.keywords == ()


def test_a_year_at_the_end_of_a_headline_is_no_count_of_words() -> None:
    got = story(f"The storm of Ostend, 1953\n\nOSTEND, Oct 23 (ANI) - {SENTENCE}\n")
    assert (got.headline, got.keywords) == ("The storm of Ostend, 1953", ())
