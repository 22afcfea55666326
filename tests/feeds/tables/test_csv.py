"""csv: tables by their header, offsets of rows, mended quirks, rows that are cut off."""

from __future__ import annotations

import contextlib
import csv as standard
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.tables import csv
from morgue.ingest.read import articles_of
from morgue.io.containers import open_feeds
from morgue.io.lines import LINE_BYTES
from morgue.model.article import Article

SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpora"


def read(data: bytes, **columns: str) -> tuple[list[Article], list[str]]:
    feed = feed_of_bytes(data, path="table.csv")
    feed.columns.update(columns)
    return list(csv.read(feed)), [each.message for each in feed.complaints]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_and_common_names(mark):
    head = mark.join(("Title", "Pub Date", "Author", "link", "section"))
    row = mark.join(("Boats at sea", "2024-03-03T10:00:00+01:00", "Ann Lee", "https://f.example/1", "World"))
    (story,), complaints = read(f"{head}\n{row}\n".encode())
    assert story.headline == "Boats at sea"
    assert story.published == "2024-03-03T10:00:00+01:00"
    assert (story.byline, story.url, story.section) == ("Ann Lee", "https://f.example/1", ("World",))
    assert story.evidence["published"] == "column Pub Date"
    assert complaints == []


def test_rows_over_lines_with_their_offsets():
    data = b'title,text\r\n"A ""quoted"" one","First.\r\n\r\nSecond, too."\r\nB,short\r\n'
    stories, _ = read(data)
    assert [each.headline for each in stories] == ['A "quoted" one', "B"]
    assert stories[0].body == "First.\n\nSecond, too."
    spans = [data[each.source.offset : each.source.offset + each.source.length] for each in stories]
    assert spans == [b'"A ""quoted"" one","First.\r\n\r\nSecond, too."', b"B,short"]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text("ab \"',;\né"), st.text('xy "\n,ß')), min_size=1, max_size=6))
def test_what_a_writer_wrote_is_read_with_true_offsets(rows: list[tuple[str, str]]):
    import csv as standard
    import io

    out = io.StringIO()
    writer = standard.writer(out, quoting=standard.QUOTE_ALL)
    writer.writerow(("title", "text"))
    writer.writerows([(f"t{title}", f"b{text}") for title, text in rows])
    data = out.getvalue().encode()
    stories, complaints = read(data)
    assert [each.headline for each in stories] == [" ".join(f"t{title}".split()) for title, _ in rows]
    for story, (title, text) in zip(stories, rows, strict=True):
        span = data[story.source.offset : story.source.offset + story.source.length].decode()
        assert next(standard.reader(io.StringIO(span + "\n", newline=""))) == [f"t{title}", f"b{text}"]
    assert complaints == []


def test_map_names_columns_of_ones_own():
    data = b"Kopf;Rumpf;Tag\nEin Titel;Der Text;2024-04-03\n"
    with pytest.raises(FeedError, match="no column holds a headline or a text among: Kopf, Rumpf, Tag"):
        read(data)
    (story,), _ = read(data, headline="Kopf", body="Rumpf", published="Tag")
    assert (story.headline, story.body, story.day) == ("Ein Titel", "Der Text", "2024-04-03")


def test_headlines_alone_are_stories_and_days_tell_them_apart():
    data = b"publish_date,headline_category,headline_text\n20030219,unknown,market report\n20030220,city.oslo,market report\n"
    first, second = read(data)[0]
    assert (first.day, first.body, first.section) == ("2003-02-19", None, ())
    assert second.section == ("city.oslo",)
    assert first.id != second.id


def test_table_without_header_is_mended():
    data = (
        b'"3","Oil #36;50 dearer (Reuters)","Reuters - It\'s   10 #36; more, he said:  quot;Yes\\quot;\\second line #39;s end."\n'
        b'"1","Fog at the harbour","OSLO -- Ships wait."\n'
    )
    stories, _ = read(data)
    assert csv.sniff(data, "x") >= 70
    assert stories[0].headline == "Oil$50 dearer (Reuters)"
    assert '"Yes' in str(stories[0].body)
    assert "line's end." in str(stories[0].body)
    assert "\\" not in str(stories[0].body)
    assert stories[1].headline == "Fog at the harbour"


def test_source_column_is_an_agency_or_a_publisher():
    stories, _ = read(b"title,text,source\nA,a b c,Reuters\nB,a b c,The Ferry Times\n")
    assert (stories[0].agency, stories[0].publisher) == ("Reuters", None)
    assert (stories[1].agency, stories[1].publisher) == (None, "The Ferry Times")


@pytest.mark.parametrize(
    ("tail", "count", "reason"),
    [
        (b"B", 1, "line 3: 1 of 2 columns; the row is cut off"),
        (b'B,"an open', 2, "line 3: the file ends inside a quoted field; the row is cut off"),
        (b"B,short", 2, None),
    ],
)
def test_last_row_cut_off(tail, count, reason):
    stories, complaints = read(b"title,text\nA,a\n" + tail)
    assert len(stories) == count
    assert complaints == ([reason] if reason else [])


def test_long_table_without_last_end_of_line():
    stories, complaints = read(b"title,text\n" + b"A,a b\n" * 1_200 + b"A,a")
    assert len(stories) == 1_201
    assert complaints == ["line 1,202: the file ends without an end of line; the row may be cut off"]


def test_unclosed_quote_does_not_take_the_rest():
    data = b'title,text\nA,"open\n' + (b"B," + b"b" * 1_000 + b"\n") * (LINE_BYTES // 1_000 + 10)
    feed = feed_of_bytes(data, path="t.csv")
    reader = csv.read(feed)
    story = next(reader)
    assert story.headline == "B"
    assert "a quote is not closed" in feed.complaints[0].message


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a"])
def test_a_header_of_known_names_is_a_table_whatever_its_rows(mark: str, name: str):
    table = 'headline,body\n"A ""red"" boat","Lost.\n\nFound."\nalone\na,b,c,d\nB,at sea\n"open,body\n'
    data = table.replace(",", mark).encode()
    assert pick(data, name).name == "csv"
    stories, complaints = read(data)
    assert [(each.headline, each.body) for each in stories] == [
        ('A "red" boat', "Lost.\n\nFound."),
        ("a", "b"),
        ("B", "at sea"),
    ]
    assert complaints == [
        "line 5: 1 of 2 columns; the row is cut off",
        "line 6: 4 columns where the header names 2",
        "line 8: the file ends inside a quoted field; the row is cut off",
    ]


@pytest.mark.parametrize("bad", ["alone", "alone\nalone", "a,b,c", '"open,body', ",", "a,b,c\nalone\nalone"])
def test_no_bad_row_makes_a_table_a_text(bad: str):
    data = f"headline,body\n{bad}\n".encode()
    assert pick(data, "a").name == "csv"
    with contextlib.suppress(FeedError):
        assert read(data)[1]


def test_rows_behind_a_quote_that_is_not_closed():
    data = b'title,text\nA,"open\nB,one\n\nC,two\nD,four\n'
    stories, complaints = read(data)
    assert [(each.headline, each.body) for each in stories] == [
        ("A", "open"),
        ("B", "one"),
        ("C", "two"),
        ("D", "four"),
    ]
    spans = [data[each.source.offset : each.source.offset + each.source.length] for each in stories]
    assert spans == [b'A,"open', b"B,one", b"C,two", b"D,four"]
    assert complaints == ["line 2: a quote is not closed"]


def test_paragraphs_behind_a_quote_that_is_not_closed_are_one_text():
    (story,), complaints = read(b'title,text\nA,"One.\n\nTwo, and more.\n\nThree.\n')
    assert story.body == "One.\n\nTwo, and more.\n\nThree."
    assert complaints == ["line 2: the file ends inside a quoted field; the row is cut off"]


@pytest.mark.parametrize(
    "text",
    [
        "Story, time\n\nOSLO - A ship, it seems, sank.\nAll are safe, they say.\nNo one saw it.\n",
        "Title, text, time\n\nThe harbour, the ferry and the bell.\n",
        "Time,place\n\nOSLO - A ship sank.\n",
    ],
)
def test_prose_with_commas_is_no_table(text: str):
    assert pick(text.encode(), "a.txt").name == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "koi8-r"])
def test_encodings(encoding):
    word = (
        "Новости порта и города, суда ждут"
        if encoding == "koi8-r"
        else "Fähre wäre über Öl gefahren, naïve Leute"
    )
    text = "title,text\n" + "".join(f'"{word}","{word} {n}"\n' for n in range(60))
    stories, _ = read(text.encode(encoding))
    assert {each.headline for each in stories} == {word}


@pytest.mark.parametrize(
    ("date", "zone", "published", "note"),
    [
        ("2025-10-23 10:00", "Europe/Paris", "2025-10-23T10:00:00+02:00", "; Europe/Paris read as +02:00"),
        ("2025-10-23 10:00", "+05:30", "2025-10-23T10:00:00+05:30", ""),
        ("2025-10-23 10:00", "EDT", "2025-10-23T10:00:00-04:00", "; EDT read as -04:00"),
        ("2025-10-23 10:00", "where we are", "2025-10-23T10:00:00", ""),
        ("2025-10-23 10:00", "", "2025-10-23T10:00:00", ""),
        ("2025-10-23T10:00:00Z", "Europe/Paris", "2025-10-23T10:00:00+00:00", ""),
        ("2025-10-23", "Europe/Paris", "2025-10-23", ""),
    ],
)
def test_a_column_of_zones_is_for_times_without_one(date, zone, published, note):
    stories, _ = read(f"title,date,timezone,text\nFerry lost,{date},{zone},The ferry was lost.\n".encode())
    assert [each.published for each in stories] == [published]
    assert stories[0].evidence["published"] == f"column date{note}"


def test_the_line_of_a_spreadsheet_and_headers_repeated():
    data = b"\xef\xbb\xbfsep=;\r\nHeadline;Text\r\nBoats;At sea.\r\nHeadline;Text\r\nMore boats;In port.\r\n"
    assert pick(data, "x.csv").name == "csv"
    stories, complaints = read(data)
    assert [(each.headline, each.body) for each in stories] == [
        ("Boats", "At sea."),
        ("More boats", "In port."),
    ]
    assert data[stories[0].source.offset :].startswith(b"Boats;")
    assert complaints == []


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Titolo;Testo;Data;Fonte", "Traghetto perso;La nave parte.;03/04/2024;ANSA"),
        ("Titre;Contenu;Date de publication;Source", "Ferry perdu;Le navire part.;03/04/2024;AFP"),
        ("Überschrift;Text;Datum;Quelle", "Fähre weg;Das Schiff fährt.;3. April 2024;dpa"),
        ("标题;正文;日期;来源", "渡轮失踪;渡轮离开了港口。;2024-04-03;新华社"),
        ("Заголовок;Текст;Дата;Источник", "Паром пропал;Паром вышел.;03.04.2024;ТАСС"),
    ],
)
def test_names_in_other_languages(head, row):
    (story,), complaints = read(f"{head}\n{row}\n".encode())
    assert (story.headline, story.body) == tuple(row.split(";")[:2])
    assert story.day == "2024-04-03"
    assert story.agency
    assert complaints == []


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("日付,媒体名,見出し,本文,執筆者", "2024年2月3日,朝夕新聞,港が閉鎖,港は強風で閉鎖された。,山田太郎"),
        ("发布日期,媒体名称,标题,正文,作者", "2024-02-03,东方日报,港口关闭,港口因大风关闭。,李明"),
        ("일자,언론사,제목,본문,기고자", "20240203,부산신문,항구 폐쇄,항구가 폐쇄됐다.,김철수"),
        ("Tarih,Gazete,Başlık,Metin,Yazar", "03.02.2024,Sabah Postası,Liman kapandı,Kapılar kapandı.,Ali Yılmaz"),
        ("التاريخ,الصحيفة,العنوان,النص,الكاتب", "2024-02-03,صحيفة الميناء,إغلاق الميناء,أغلق الميناء.,علي حسن"),
        ("Data publikacji,Tytuł prasowy,Tytuł,Treść,Autor", "3.02.2024,Gazeta Morska,Port stoi,Port stoi.,Jan Kot"),
        ("Data,Testata,Titolo,Testo,Autore", "3/2/2024,La Gazzetta,Porto chiuso,Il porto chiude.,Mario Rossi"),
        ("Fecha de publicación,Medio,Titular,Cuerpo,Autor", "3/2/2024,Diario,Puerto cerrado,Cierra.,Juan Paz"),
        ("Data de publicação,Veículo,Título,Conteúdo,Autor", "3/2/2024,Jornal,Porto fechado,Fecha.,João Silva"),
        ("Datum,Krant,Kop,Tekst,Auteur", "3-2-2024,Havenkrant,Haven dicht,De haven sluit.,Jan Jansen"),
        ("Date de parution,Titre de presse,Titre,Texte intégral,Auteur", "3/2/2024,Le Port,Port fermé,Fermé.,Jean Roy"),
        ("Datum,Källa,Rubrik,Brödtext,Skribent", "2024-02-03,Hamnbladet,Hamnen stängd,Den är stängd.,Ulla Ek"),
        ("Дата выхода,Название издания,Заголовок,Оригинал,Автор", "03.02.2024,Газета,Порт закрыт,Он закрыт.,Иван Лом"),
        ("pubtime,medium_name,head,content,author", "2024-02-03,Seeblatt,Hafen zu,Er ist zu.,Hans Muster"),
        ("pubdate,pubtitle,title,fulltext,authors", "\"Feb 3, 2024\",Herald,Port closed,It is closed.,Jo Doe"),
        ("publish_date,name_source,title,text,author", "2024-02-03,Herald,Port closed,It is closed.,Jo Doe"),
        ("published,thread.site,title,text,author", "2024-02-03T10:00:00+02:00,a.example,Port closed,It is.,Jo Doe"),
        ("Date,Source,Headline,Opening Text,Influencer", "03-Feb-2024 10:11AM,Herald,Port closed,It is.,Jo Doe"),
    ],
)  # fmt: skip
def test_names_that_databases_use(head: str, row: str) -> None:
    (story,), complaints = read(f"{head}\n{row}\n".encode())
    _, publisher, headline, body, byline = row.replace('"Feb 3, 2024"', "").split(",")
    assert (story.publisher, story.headline, story.body, story.byline) == (publisher, headline, body, byline)
    assert str(story.day) == "2024-02-03"
    assert complaints == []


def test_the_text_of_swissdox_is_a_small_xml() -> None:
    table = (
        "id\tpubtime\tmedium_code\tmedium_name\trubric\tlanguage\thead\tsubhead\tcontent_id\tcontent\n"
        "7\t2021-02-09 00:00:00+01:00\tSB\tSeeblatt\tInland\tde\tHafen zu\tSturm auf See\tx-1\t"
        '"<tx><ld><p>Der Hafen ist zu.</p></ld><p>Es stürmt.</p><lg>Die Mole.</lg><au>Hans Muster</au><ur>sda</ur></tx>"\n'
    )
    (story,), _ = read(table.encode())
    assert (story.headline, story.publisher, story.byline, story.section) == (
        "Hafen zu",
        "Seeblatt",
        "Hans Muster",
        ("Inland",),
    )
    assert story.body == "Der Hafen ist zu.\n\nEs stürmt."
    assert story.boilerplate == "Die Mole.\n\nSturm auf See"
    (again,), _ = read(table.replace("stürmt", "stürmt sehr").encode())
    assert again.id == story.id


def test_what_is_no_text_though_a_column_says_so() -> None:
    (story,), _ = read(
        b"title,newspaper_title,date,tags,snippet,text\nRain,Herald,1902-07-15,0,It rains,texts/1902-64-6.txt\n"
    )
    assert (story.body, story.keywords, story.boilerplate) == ("It rains", (), None)


def test_rows_that_end_by_returns_with_line_feeds_in_their_cells() -> None:
    data = b'Title,Date,Text\r"Port shut",2024-02-03,"One.\n\nTwo."\rBudget,2024-02-04,"It passed.\n\nYes."\r'
    stories, complaints = read(data)
    assert [(each.headline, each.body) for each in stories] == [
        ("Port shut", "One.\n\nTwo."),
        ("Budget", "It passed.\n\nYes."),
    ]
    assert [data[each.source.offset :][:7] for each in stories] == [b'"Port s', b"Budget,"]
    assert complaints == []


def test_a_return_inside_a_cell_ends_no_row() -> None:
    stories, complaints = read(
        b"Title,Date,Text\nPort shut,2024-02-03,One\rtwo.\nBudget,2024-02-04,It passed.\n"
    )
    assert [each.body for each in stories] == ["One two.", "It passed."]
    assert complaints == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le-mark", "utf-32", "cr"])
def test_a_long_table_in_another_form_is_read_piece_by_piece(encoding: str) -> None:
    rows = "".join(f"Sturm über Söl {n}\t{'Es stürmt. ' * 20}\t2024-02-03\n" for n in range(2_000))
    text = f"title\ttext\tdate\n{rows}"
    data = {
        "utf-16": text.encode("utf-16"),
        "utf-16-le-mark": b"\xff\xfe" + text.encode("utf-16-le"),
        "utf-32": text.encode("utf-32"),
        "cr": text.replace("\n", "\r").encode("cp1252"),
    }[encoding]
    stories, complaints = read(data)
    assert [each.headline for each in stories] == [f"Sturm über Söl {n}" for n in range(2_000)]
    assert complaints == []


def test_empty_tables():
    with pytest.raises(NoArticle):
        read(b"title,text\n")


@pytest.mark.parametrize(
    ("head", "name", "picked"),
    [
        (b"title,text,date\na,b,2024-01-01\n", "x", "csv"),
        (b'publish_date,headline_text\n20030219,"a, b"\n', "x.txt", "csv"),
        (b"Kopf;Rumpf\na;b\n", "x.csv", "csv"),
        (
            b"OSLO, March 3 (Reuters) - A boat, a ship, and a ferry, sank.\nAll, it seems, safe.\n",
            "x.txt",
            "text",
        ),
    ],
)
def test_sniff(head, name, picked):
    assert pick(head, name).name == picked


@settings(max_examples=100)
@given(st.binary(max_size=400), st.integers(0, 60))
def test_mutated_bytes_give_articles_or_feed_errors(data: bytes, at: int):
    made = b'title,text,date\n"A, b","c ""d""",2024-01-01\nE,f,2024-01-02\n'
    for table in (data, made[:at] + data + made[at:]):
        csv.sniff(table, "x.csv")
        with contextlib.suppress(FeedError):
            assert all(isinstance(each, Article) for each in read(table)[0])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "count", "complaints"),
    [
        ("agnews/test.csv.gz", 7_600, []),
        (
            "headlines/india-news-headlines-odd.csv.gz",
            13_008,
            ["line 13,010: 2 of 3 columns; the row is cut off"],
        ),
        ("wikinews/wikinews_2019.csv.gz", 171, []),
    ],
)
def test_shared_tables(path, count, complaints):
    feeds = open_feeds(SHARED / path, source_path=path, sha256="")
    feed = next(feeds)
    assert sum(1 for _ in csv.read(feed)) == count
    assert [each.message for each in feed.complaints] == complaints


@pytest.mark.parametrize(
    ("headline", "wanted"),
    [
        ("What <script> does & why", None),
        ("Map<K> and List<T>", None),
        ("</harbour>", None),
        ("Write to <news@harbour.example>", None),
        ("Tom &amp; Ann&#8217;s", "Tom & Ann’s"),
        ("The <b>bold</b> harbour", "The bold harbour"),
    ],
)
def test_headlines_are_no_markup_unless_they_clearly_are(headline: str, wanted: str | None) -> None:
    (found,) = csv.read(
        feed_of_bytes(
            f'headline,text,date\n"{headline}","Quay Oil <QYO> rose","07 Nov 2023 09:40 PM"\n'.encode(),
            path="x.csv",
        )
    )
    assert (found.headline, found.body) == (wanted or headline, "Quay Oil <QYO> rose")
    assert found.published == "2023-11-07T21:40:00"


LONG = 'The port stayed shut, "officials" said; ferries, buses and trains, too.\n\n'


@pytest.mark.parametrize("length", [200, 300, 1_000, 20_000])
@pytest.mark.parametrize(
    ("names", "mark", "name"),
    [
        (("title", "text", "date", "word_count"), ",", "table.csv"),
        (("id", "headline", "body", "zzz"), ",", "table"),
        (("Titel", "Text", "Datum", "Zeichen"), ";", "tabelle.csv"),
        (("url", "title", "text", "tone"), "\t", "table.tsv"),
        (("nr", "titre", "texte", "page"), ";", "export.txt"),
        (("word_count", "title", "text", "source_id"), "|", "table.dat"),
        (("StoryKey", "Title", "Full text", "Pub date", "Pages"), ",", "table.csv"),
    ],
)
def test_a_long_first_row_hides_no_table(
    names: tuple[str, ...], mark: str, name: str, length: int, tmp_path: Path
) -> None:
    """Longer than what a sniffer sees, over many lines, with a column of unknown name behind the text."""

    def cell(column: str, number: int) -> str:
        if column.lower() in ("title", "headline", "titel", "titre"):
            return f"Story {number}"
        if "text" in column.lower() or column == "body":
            return LONG * (length if number == 0 else 2)
        return f"https://quay.example/{number}" if column == "url" else str(number)

    out = io.StringIO()
    table = standard.writer(out, delimiter=mark)
    table.writerow(names)
    table.writerows([cell(column, number) for column in names] for number in range(4))
    (tmp_path / name).write_text(out.getvalue(), encoding="utf-8", newline="")
    for feed in open_feeds(tmp_path / name, source_path=name, sha256=""):
        stories = list(articles_of(feed))
        assert feed.complaints == []
    assert [each.headline for each in stories] == [f"Story {number}" for number in range(4)]
    assert len(stories[0].body or "") > length * 60


@pytest.mark.parametrize(
    "table",
    [
        "name,type,description\nEVENTID,INTEGER,The number of the event.\nDAY,INTEGER,Its day.\n",
        "Name;Beschreibung;desc\nAnn;Chefin;leads the desk\n",
        "name\tdescription\nAnn Lee\tWrites on ports and ferries for the paper.\n",
        "name,summary,role\nAnn Lee,Writes on ports.,editor\n",
        "field,name,abstract\n1,Port,A place.\n",
    ],
)
def test_names_and_descriptions_are_no_stories(table: str) -> None:
    """Glossaries of columns and lists of people have them too."""
    with pytest.raises(
        NoArticle, match=r"a table of names and what they are|a list of columns, not a table of stories"
    ):
        read(table.encode())


def test_a_name_with_copy_or_a_date_is_a_story() -> None:
    assert [each.headline for each in read(b"name,body\nFerry sails,It did.\n")[0]] == ["Ferry sails"]
    assert [each.headline for each in read(b"name,date\nFerry sails,2019-05-04\n")[0]] == ["Ferry sails"]


def test_rows_without_a_word_are_no_story() -> None:
    with pytest.raises(NoArticle, match="neither a headline nor a text"):
        read(b"id,title,text,url\n1,,,https://quay.example/1\n2,,,https://quay.example/2\n")


@pytest.mark.parametrize(
    ("name", "table", "columns"),
    [
        ("table.csv", '1,"Ferry sinks","Four saved, two missing"\n2,"Port opens","After gales"\n', 3),
        ("table.tsv", "1\tFerry sinks\n2\tPort opens\n3\tFog\n", 2),
        ("table.txt", "1\tsport\tFerry sinks\tFour saved\n2\tnews\tPort opens\tAfter gales\n3\tnews\tFog\tAll day\n", 4),
        ("table.csv", "1;Fähre sinkt;Vier gerettet\n2;Hafen offen;Nach Sturm\n", 3),
        ("rows", "\t".join(["Ferry", *map(str, range(11))]) + "\n", 12),
    ],
)  # fmt: skip
def test_a_table_without_the_names_of_its_columns_is_rejected(name: str, table: str, columns: int) -> None:
    data = table.encode()
    with pytest.raises(FeedError, match=f"a table of {columns} columns without their names"):
        list(pick(data, name).read(feed_of_bytes(data, path=name)))


@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
@pytest.mark.parametrize(
    "table",
    [
        "title,text\rAyr,One.\rBude,Two.\r",
        '"Titel";"Text"\r"Ayr";"One."\r"Bude";"Two."\r',
        "title\ttext\rAyr\tOne.\rBude\tTwo.",
        "# exported 2025-03-03, by Ann\ntitle,text\nAyr,One.\nBude,Two.\n",
        "// exported\n// today\ntitle;text\nAyr;One.\nBude;Two.\n",
        "The Quay\n\ntitle,date,text\nAyr,2025-03-03,One.\nBude,2025-03-03,Two.\n",
        "The Quay,,\ntitle,date,text\nAyr,2025-03-03,One.\nBude,2025-03-03,Two.\n",
    ],
)  # fmt: skip
def test_line_ends_and_what_stands_above_a_header(table: str, name: str) -> None:
    data = table.encode()
    assert pick(data, name).name == "csv"
    stories = list(csv.read(feed_of_bytes(data, path=name)))
    assert [(each.headline, each.body) for each in stories] == [("Ayr", "One."), ("Bude", "Two.")]


def test_offsets_hold_under_comments_and_with_returns_alone() -> None:
    for data in (b"# by Ann\ntitle,text\nAyr,One.\n", b"title,text\rAyr,One.\r"):
        (story,), _ = read(data)
        assert data[story.source.offset :][: story.source.length] == b"Ayr,One."


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("title,title,text,text\nAyr,Air,One.,Uno.\n", ("Ayr", "One.", "Uno.")),
        ("title,title,text,text\nAyr,Ayr,One.,One.\n", ("Ayr", "One.", None)),
        ("title,title,text,text\n,Ayr,,One.\n", ("Ayr", "One.", None)),
        ("title,title.1,text,text.1\nAyr,Air,One.,Uno.\n", ("Ayr", "One.", "Uno.")),
        ("titre;texte;texte\nAyr;One.;Deux.\n", ("Ayr", "One.", "Deux.")),
    ],
)
def test_columns_of_one_name(table: str, found: tuple[str, str, str | None]) -> None:
    assert pick(table.encode(), "a.csv").name == "csv"
    (story,), _ = read(table.encode())
    assert (story.headline, story.body, story.boilerplate) == found


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "quoted",
    [
        'It sank, \\"all of a sudden\\", at night',
        '\\"Sunk\\": a ferry, and why',
        'C:\\\\feeds\\\\, he said: \\"none\\"',
    ],
)
def test_quotes_that_a_backslash_escapes(delimiter: str, quoted: str) -> None:
    rows = [
        ["id", "title", "text", "date"],
        *(
            [str(at), f'"Ferry {at} \\"Ann\\" sinks"', f'"{quoted}; {at}"', f"2024-03-0{at}"]
            for at in (1, 2, 3)
        ),
    ]
    data = "\n".join(map(delimiter.join, rows))
    feed = feed_of_bytes(data.encode(), path="x.csv", format="csv")
    got = list(csv.read(feed))
    assert not feed.complaints
    assert [each.headline for each in got] == [f'Ferry {at} "Ann" sinks' for at in (1, 2, 3)]
    assert (got[0].body or "").replace("\\", "").startswith(quoted.replace("\\", ""))


def test_a_backslash_beside_doubled_quotes_stays() -> None:
    data = (
        'id,title,text\n1,"The ""Ann"" sinks","It sank at C:\\""x"" by night"\n2,"Other","More of it here"\n'
    )
    got = list(csv.read(feed_of_bytes(data.encode(), path="x.csv", format="csv")))
    assert got[0].headline == 'The "Ann" sinks'


@pytest.mark.parametrize("stem", ["para", "paragraph_", "Absatz ", "text", "párrafo-"])
def test_numbered_columns_are_the_paragraphs_of_one_text(stem: str) -> None:
    head = ",".join(("headline", *(f"{stem}{n}" for n in (1, 2, 10, 3))))
    (story,), _ = read(f"{head}\nBoats,A boat sank.,The crew is safe.,The end.,\n".encode())
    assert story.body == "A boat sank.\n\nThe crew is safe.\n\nThe end."


def test_the_outlet_and_the_agency_of_a_row_are_both_kept() -> None:
    for first, second in (("source", "agency"), ("agency", "source")):
        row = {"source": "The Star", "agency": "AFP"}
        table = f"title,text,{first},{second}\nBoats,A boat sank.,{row[first]},{row[second]}\n"
        (story,), _ = read(table.encode())
        assert (story.publisher, story.agency) == ("The Star", "AFP")
    (story,), _ = read(b"title,text,media_name\nBoats,A boat sank.,The Star\n")
    assert story.publisher == "The Star"


@pytest.mark.parametrize("codec", ["cp1250", "iso8859-2", "utf-8"])
def test_a_header_of_few_words_is_read_by_the_codec_of_the_table(codec: str) -> None:
    table = (
        "Datum;Noviny;Titulek;Text článku\r\n3. 4. 2019;Labský posel;Severní molo zavřené;"
        "Kapitán přístavu v pondělí řekl, že severní molo zůstane zavřené do příchodu nových odrazníků.\r\n"
    )
    stories, complaints = read(table.encode(codec))
    assert not complaints
    assert [(each.headline, each.publisher, each.day) for each in stories] == [
        ("Severní molo zavřené", "Labský posel", "2019-04-03")
    ]
    assert stories[0].body.endswith("příchodu nových odrazníků.")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("शीर्षक,दिनांक,विवरण", "घाट बंद,2019-04-03,बंदरगाह प्रमुख ने सोमवार को कहा कि घाट बंद रहेगा।"),
        ("หัวข้อข่าว,วันที่,เนื้อหา", "ท่าเรือปิด,2019-04-03,นายท่ากล่าวเมื่อวันจันทร์ว่าท่าเรือจะปิด"),
        ("Titre de l'article,Date de l'article,Contenu", "Quai fermé,03/04/2019,Le quai reste fermé lundi."),
        ("Tiêu đề,Ngày đăng,Nội dung", "Cảng đóng,03/04/2019,Cảng vụ cho biết cảng sẽ đóng cửa."),
        ("כותרת,תאריך,תוכן", "הרציף סגור,03/04/2019,מנהל הנמל אמר ביום שני כי הרציף סגור."),
    ],
)
def test_headers_with_vowel_signs_and_apostrophes(header: str, row: str) -> None:
    (story,), complaints = read(f"{header}\n{row}\n".encode())
    assert not complaints
    assert (story.headline, story.day, story.body) == (row.split(",")[0], "2019-04-03", row.split(",")[2])


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("head,weight,breed\n12,340,Angus\n14,410,Hereford\n", "a table of numbers"),
        ("naziv,content\nMleko,3.5\nSyr,20\n", "a table of numbers"),
        ("Dato;Tekst;Beløb;Saldo\n03.04.2019;Netto Orvel;-12,50;100,00\n", "a table of sums of money"),
        ("Date,Description,Amount,Balance\n2019-04-03,Coffee,-3.5,100\n", "a table of sums of money"),
        ("email,active_subscription,created_at\na@mail.example,true,2019-04-03\n", "a table of addresses"),
        (
            "post_id,timestamp,email,post_type\n7,2019-04-03T10:00:00Z,a@mail.example,newsletter\n",
            "a table of addresses",
        ),
    ],
)
def test_tables_of_numbers_and_addresses_hold_no_story(table: str, reason: str) -> None:
    with pytest.raises(NoArticle, match=reason):
        read(table.encode())


@pytest.mark.parametrize(
    "table",
    [
        "Headline,Date,Text,Amount\nQuay shut,2019-04-03,The quay stays shut.,12\n",
        "title,date\n1984,2019-04-03\n",
        "title,url\n1984,https://quay.example/1984\n",
        "date,text,amount\n2019-04-03,"
        + "The quay stays shut until the new fenders come from abroad. " * 8
        + ",12\n",
    ],
)
def test_a_story_may_have_a_number_or_a_sum_beside_it(table: str) -> None:
    stories, complaints = read(table.encode())
    assert len(stories) == 1
    assert not complaints
