"""Program text and settings are no stories; what is prose is, whatever it is about."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.text import plain
from morgue.feeds.text.programs import program_kind
from tests.growth import grows_too_fast, run_of

PYTHON = '''\
"""Fetch feeds and keep them, one file for each of them, and say how many there were at the end."""
import os, sys
from urllib.request import urlopen

LIMIT = 10


def fetch(address: str) -> bytes:
    # the server is slow, so that we wait for it as long as it takes to answer
    with urlopen(address, timeout=LIMIT) as answer:
        return answer.read()


if __name__ == "__main__":
    for each in sys.argv[1:]:
        print(fetch(each))
'''
SCRIPT = """\
/* Counts the readers of the front page by the hour, as the desk wants to know it. */
function count(rows) {
  const hours = new Map();
  for (const row of rows) {
    hours.set(row.hour, (hours.get(row.hour) || 0) + 1);
  }
  return hours; // by hour
}
module.exports = { count };
"""
C = """\
#include <stdio.h>

/* Say hello to the reader of the evening edition. */
int main(int argc, char **argv)
{
    int i;

    for (i = 1; i < argc; i++) {
        printf("hello, %s, and good evening\\n", argv[i]);
    }
    return 0;
}
"""
JAVA = """\
package org.example.feeds;

import java.util.List;

public class Feed {
    private final List<String> items;

    public Feed(List<String> items) {
        this.items = items;
    }

    @Override
    public String toString() {
        return "Feed of " + items.size();
    }
}
"""
GO = """\
package main

import "fmt"

func main() {
	for i := 0; i < 3; i++ {
		fmt.Println("edition", i)
	}
}
"""
SHELL = """\
set -e
DIR=/srv/feeds
for name in world sport; do
  curl -s "https://example.org/$name.xml" > "$DIR/$name.xml"
done
export DIR
"""
SQL = """\
CREATE TABLE desk (
  id int NOT NULL,
  name varchar(40),
  PRIMARY KEY (id)
);
INSERT INTO desk VALUES (1, 'World'), (2, 'Sport');
SELECT name FROM desk WHERE id = 2;
"""
INI = """\
; where the feeds are kept
[feeds]
folder = /srv/feeds
limit = 100

[mail]
host = mail.example.org
port=25
"""
TOML = """\
[project]
name = "desk"
version = "1.2"
dependencies = [
  "feeds>=2",
  "mail",
]

[tool.desk]
limit = 10
"""
YAML = """\
services:
  feeds:
    image: feeds:2
    ports:
      - "80:80"
    restart: always
  mail:
    image: mail:1
"""
CSS = """\
.front h1 {
  font-size: 2em;
  color: #333;
}
@media print {
  .menu { display: none; }
}
"""


@pytest.mark.parametrize("name", ["a.txt", "feed", "a"])
@pytest.mark.parametrize(
    "program", [PYTHON, SCRIPT, C, JAVA, GO, SQL, INI, TOML, YAML, CSS, C.replace("\n", "\r\n")]
)
def test_programs_and_settings_by_content(program: str, name: str) -> None:
    assert program_kind(program, name) is not None
    with pytest.raises(NoArticle, match=r"not a story"):
        list(plain.read(feed_of_bytes(program.encode(), path=name)))


@pytest.mark.parametrize(
    ("program", "name"),
    [
        (SHELL, "fetch.bash"),
        ("FEEDS=/srv/feeds\nLIMIT=10\nHOST=mail.example.org\n", ".env"),
        ("feeds.folder = /srv/feeds\nfeeds.limit = 10\nmail.host = example.org\n", "desk.properties"),
    ],
)
def test_where_the_name_says_so_too_less_is_enough(program: str, name: str) -> None:
    assert program_kind(program, name) is not None


WIRE = "LISBON May 4 Reuters\nThe ferry was held at the quay for a day\nIt sailed at dawn\n"
PROSE = "The programmers of the harbour wrote a new version of their program last night, and it failed."
STORIES = [
    WIRE,
    WIRE.upper(),
    "the sea is calm tonight;\nthe tide is full;\nthe moon lies fair;\ncome to the window;\n",
    "if you can keep your head when all about you:\nif you can wait;\nfor all the world;\nwhile others sleep;\n",
    "Premier League:\n  Arsenal: 3\n  Chelsea: 1\n  Leeds: 0\n",
    "Scorers\n\nSaka(23), Kane(45)\nSalah(12), Mane(44)\nHaaland(3)\n",
    "Arsenal - Chelsea 2-1;\nLeeds - Fulham 0-0;\nEverton - Spurs 1-3;\n",
    "Harbour Cup (heats)\n1. Storm (J. Smith);\n2. Gale (B. Ek);\n3. Breeze (A. Lee);\n",
    "EURUSD = 1.0840\nGBPUSD = 1.2310\nUSDJPY = 134.20\nUSDCHF = 0.9010\n",
    "Gold = 1,930.10\nSilver = 24.10\nCopper = 8,900\nOil = 80.20\n",
    f"{PROSE}\n\nThe line at fault was:\n\n    if (count = 0) {{ return; }}\n\n{PROSE}\n",
    "How the code works\n\nfor (i = 0; i < 3; i++) {\n    total += i;\n}\n\nThis adds the numbers from zero to two, and no others.\n",
    f"# The week at the harbour\n\n## Monday\n\n{PROSE}\n\n## Tuesday\n\n{PROSE}\n",
    "-- Hello, said the captain.\n-- Good evening, said the pilot.\n-- The ferry is late; it always is.\n",
    "東京で火災\n\n東京（共同）四日、港で火災があった。\n船員は全員無事だった。\n",
    "حريق في الميناء\n\nلشبونة (رويترز) - احترقت عبارة في الميناء يوم الاثنين\nلم يصب أحد\n",
    "ไฟไหม้ท่าเรือ\nเรือข้ามฟากถูกไฟไหม้เมื่อวันจันทร์\nไม่มีผู้บาดเจ็บ\n",
    "TODAY'S FIXTURES: \nRugby [live on TV]\nSaturday; 15:00\nLeeds v Hull (cup)\n",
    f"INSERT INTO story VALUES (1, 'Ferry sinks', '{PROSE} {PROSE} {PROSE}');\n" * 3,
    "title: Ferry sinks\ndate: 2020-05-04\nbody:\n  The ferry sank.\n  All were saved.\n",
]


@pytest.mark.parametrize("name", ["a.txt", "story"])
@pytest.mark.parametrize("story", STORIES)
def test_prose_tables_and_verse_are_no_programs(story: str, name: str) -> None:
    assert program_kind(story, name) is None


def test_a_long_program_is_one_at_its_end_too() -> None:
    assert program_kind(C * 600, "a.txt") is not None
    assert program_kind(C * 600 + f"{PROSE}\n\n" * 900, "a.txt") is None


@pytest.mark.parametrize("name", ["queries.txt", "time.que"])
def test_queries_of_a_test_collection(name: str) -> None:
    from morgue.feeds import pick

    for data in (
        b"*FIND     1\n\n PRESSURE ON THE HARBOUR BOARD TO STOP THE FERRIES .\n\n*FIND     2\n\n EFFORTS OF PILOTS .\n",
        b"<top>\n<num> Number: 401\n<title> ferries, harbours\n<desc> Description:\nWhat impedes the ferries?\n</top>\n",
    ):
        with pytest.raises(NoArticle, match="queries of a test collection"):
            list(pick(data, name).read(feed_of_bytes(data, path=name)))


@pytest.mark.parametrize(
    "unit", ['"\\', "'\\", "(*", '"""\n', "'''\n", "<!--", "/*", "{", "a(", "= ", "`", "key:\n  ", "a b ", "(1, ", "x;\n"]
)  # fmt: skip
def test_what_is_never_closed_takes_no_longer(unit: str) -> None:
    assert not grows_too_fast(lambda given: program_kind(given, "a.txt"), run_of(unit))
