"""An invented story with what becomes of one: copies, a cut, an extension, an update, a correction and a late copy."""

from __future__ import annotations

from typing import Any

from morgue.model.article import Article, Source, article_id

LEAD = "Twenty-eight years of quarrels over herring ended on Thursday when 28 countries signed a fishing pact in Selvoy, the harbour master of the town said."
REST = (
    "The pact halves the catch in the Sund from January and lets small boats fish on Sundays again, delegates told reporters outside the old customs house.",
    '"We ate nothing but turnips for three days," said delegate Runa Askel, who had led the talks since the spring of last year.',
    "Inspectors will board one boat in twenty. A skipper who hides his nets loses his licence for two summers, and his boat is painted yellow.",
    "Fishermen from the outer skerries had rowed to Selvoy with a petition of 4,100 names, which the delegates promised to read on the way home.",
    "The last pact was torn up in 1987 after a dispute about the size of the holes in the nets, which was settled by a schoolteacher with a ruler.",
    "Ministers meet again in March, when the ice is gone.",
)
BODY = (LEAD, *REST)
RIGHT = LEAD.replace("28 countries", "29 countries")
OWN = (
    "In our own harbour the skippers heard the news over the wireless and went on mending their nets, as the price of diesel worries them more.",
    "Our correspondent adds that the turnips were grown behind the customs house and that nobody in Selvoy wants to see another one.",
)
LATER = "An envoy of a thirtieth country arrived after midnight, found the customs house locked and signed on the steps by the light of a lantern."


def member(
    number: int,
    headline: str,
    body: tuple[str, ...],
    time: str | None,
    publisher: str | None = None,
    **facts: Any,
) -> Article:
    """An article of the story; `time` is that of 23 October 2025, None is none."""
    values: dict[str, Any] = {
        "id": article_id(f"life:{number}"),
        "headline": headline,
        "body": "\n\n".join(body) or None,
        "published": f"2025-10-23T{time}:00+02:00" if time else None,
        "day": "2025-10-23" if time else None,
        "agency": "Sundtel",
        "publisher": publisher,
        "language": "en",
        "source": Source(f"life-{number}.txt", "text", None, 0, 10, "0" * 64),
        **facts,
    }
    return Article(**values)


TITLE = "Fishing pact signed in Selvoy after long quarrel"
FIRST = member(1, TITLE, BODY, "11:58")
COPY = member(2, TITLE, BODY, "12:20", "The Skerry Post")
EXTENDED = member(3, "At last: fishing pact signed in Selvoy", (*BODY, *OWN), "13:41", "Harbour Mail")
CUT = member(4, TITLE, BODY[:3], "14:05", "The Sund Star")
UPDATE = member(5, f"UPDATE 1-{TITLE}", (*BODY, LATER), "15:30")
CORRECTION = member(6, f"CORRECTED-UPDATE 1-{TITLE}", (RIGHT, *REST, LATER), "17:05")
CORRECTED = member(7, f"CORRECTED-UPDATE 1-{TITLE}", (RIGHT, *REST, LATER), "17:40", "The Sund Sun")
LATE = member(8, TITLE, BODY, "18:00", "Evening Cutter")
STORY = [FIRST, COPY, EXTENDED, CUT, UPDATE, CORRECTION, CORRECTED, LATE]
