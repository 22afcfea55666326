"""Invented copy of agencies, for the tests of stories."""

from __future__ import annotations

from morgue.stories.signature import Signature, signature

FERRY = """Ferry crews ended a nine-day strike on Thursday after the owners agreed to raise wages by 4.5 percent, the seamen's union said.

Forty ships that had been tied up in the harbour of Ossa were to sail again from six in the morning, and the first of them was to take 1,200 stranded passengers to the northern islands.

"We have what we came for," union chairman Mirko Tallas told reporters outside the harbour office, where crews had kept a fire burning since the first night of the strike.

The owners had offered 2 percent and a bonus of 300 crowns a month. They said that fares would have to rise in spring, but gave no figure, and that two of the older ships would not come back into service at all.

Fishermen on the islands had carried mail and medicine in their own boats while the ferries lay idle. The coast guard flew 37 patients to hospitals on the mainland, among them a boy who had fallen from a mast.

The last strike of ferry crews, in 1998, lasted three weeks and ended when the government of the day ordered the crews back to work."""

DIGEST_REST = """Parliament in Velden passed the budget by one vote after a debate of eleven hours in which the finance minister fainted twice and was carried out.

A court in Marn freed nine miners who had been held since the accident of March. The prosecutor said that she would appeal and that the mine would stay closed until the cause of the fire was known to everybody.

Snow closed the pass of Hollen for the third day. Drivers spent the night in a school, where teachers cooked soup for two hundred of them, and the road service hopes to open one lane on Friday if the wind drops.

The orchestra of the capital will tour the coast in summer for the first time in twenty years, with a programme of dances and marches that the conductor calls the lightest that he has ever had the nerve to put before a paying audience.

Farmers in the plain of Dorn have begun to sow barley two weeks early because the ground is dry, and the price of seed has gone up by a fifth within a month, the chamber of agriculture said in its bulletin.

A bear that had walked through the suburbs of Lesk for a week was caught in a garden with honey and taken back to the forest by a ranger and two firemen, who said that it slept all the way.

The national team drew with its neighbours in a game without goals. Its coach said that the rain had been to blame, the other coach said that the pitch had been, and the crowd left early to catch the last train.
"""

ITEMS = {
    "Budget of Velden passes by one vote": "Parliament in Velden passed the budget by one vote on Wednesday night after a debate of eleven hours in which the "
    "finance minister fainted twice and was carried out. Three deputies of the governing party voted against it, and one who had been "
    "ill for weeks was brought in on a stretcher. Taxes on wine and on second homes will go up in July.",
    "Nine miners freed in Marn": "A court in Marn freed nine miners who had been held since the accident of March, in which four of their mates died. "
    "Their families waited in the snow outside and sang when the doors opened. The prosecutor said that she would appeal and that the pit "
    "would stay closed until the cause of the fire was known to everybody.",
    "Snow closes pass of Hollen": "Snow closed the pass of Hollen for the third day running. Drivers spent the night in a school, where teachers cooked "
    "soup for two hundred of them. The road service hopes to open one lane on Friday if the wind drops, and asked people to take the "
    "train through the old tunnel, which runs every hour and is free until Sunday.",
}


def article(
    headline: str | None,
    body: str,
    moment: str | None = "2025-03-06T09:00:00+00:00",
    id: str = "a",  # noqa: A002  the contract's word
) -> Signature:
    return signature(id, headline, body, moment)


def results(name: str, ticker: str, net: str, shares: str, *, moment: str, id: str = "a") -> Signature:  # noqa: A002
    """A report of results, as wires file hundreds a day."""
    body = f"Shr {shares} cts vs 41 cts\n\nNet {net} vs 1,204,000\n\nRevs 17.2 mln vs 16.8 mln\n\nAvg shrs 2,800,000 vs 2,750,000"
    return signature(id, f"{name} <{ticker}> 2ND QTR NET", body, moment)


def paragraphs(text: str) -> list[str]:
    return text.split("\n\n")
