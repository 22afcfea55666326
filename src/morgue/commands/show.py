"""`morgue show`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from morgue.commands.asking import marker
from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab
from morgue.errors import UsageError

EXAMPLES = (
    ("morgue show pfq3k2ab", "one story; 6 characters of its id are enough"),
    ("morgue search 'wheat' --format ids | morgue show -", "all that a search found"),
    ("morgue show pfq3k2ab --query 'wheat OR grain'", "with what a query matches marked"),
    ("morgue show pfq3k2ab --cite", "a citation for a footnote"),
    ("morgue show pfq3k2ab --versions", "the texts that it has had, the earliest first"),
    ("morgue show pfq3k2ab@1", "the first of them"),
    ("morgue show pfq3k2ab --json", "every field, with where it was found"),
)


@command(examples=EXAMPLES)
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option(
    "--query",
    metavar="QUERY",
    shell_complete=on_tab("query"),
    help="Mark what this query matches; in JSON as `highlights`.",
)
@click.option("--cite", is_flag=True, help="Citations instead, as a footnote has them.")
@click.option("--versions", is_flag=True, help="List the texts that each has had, with what changed.")
def show(settings: Settings, ids: tuple[str, ...], query: str | None, cite: bool, versions: bool) -> int:
    """Whole articles.

    A beginning of an id that no other article has is enough, from 6 characters on; - reads ids from standard
    input, with white space or NUL between them. ID@1 is the first text of an article, ID@2 the one that followed it.
    """
    from morgue.render.story import cite_answer, show_answer

    wanted = list(_ids(ids))
    if not wanted:
        raise UsageError("an id is missing", hint="search prints ids: morgue search QUERY --format ids")
    if versions and (cite or query is not None):
        raise UsageError(
            f"--versions does not go with {'--cite' if cite else '--query'}",
            hint="name one text: morgue show ID@1",
        )
    with settings.open() as archive:
        if versions:
            from morgue.render.versions import versions_answer

            settings.print(versions_answer([archive.versions(each) for each in dict.fromkeys(wanted)]))
            return 0
        articles = archive.show(wanted)
        marked = None if query is None else marker(archive, query, settings.now)
        answer = (
            cite_answer(articles)
            if cite
            else show_answer(
                articles,
                marked=marked,
                locate=archive.location,
                files=True,
                whereabouts=archive.also_in(each.id for each in articles),
                recalled=archive.recalls,
                standing=archive.standing if settings.form == "text" else None,
            )
        )
        settings.print(answer)
    return 0


def _ids(given: Sequence[str]) -> Iterator[str]:
    for each in given:
        if each == "-":
            yield from sys.stdin.buffer.read().decode("utf-8", "replace").replace("\0", " ").split()
        else:
            yield each
