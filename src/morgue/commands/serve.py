"""`morgue serve`."""

from __future__ import annotations

import os

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings
from morgue.errors import UsageError

EXAMPLES = (
    ("morgue serve", "the page of ./index at http://127.0.0.1:8705/"),
    ("morgue serve --port 0 --archive wires", "another archive, on any free port"),
    (
        'morgue serve --host 0.0.0.0 --token "$(openssl rand -hex 16 | tee token.txt)"',
        "for other machines too; the token they need is kept in token.txt",
    ),
    (
        "curl -s 'http://news-1:8705/feed?q=opec&token=TOKEN'",
        "a search as a feed, for readers that keep no cookie",
    ),
    ("curl -s 'http://127.0.0.1:8705/api/search?q=opec&limit=3'", "the JSON API of a server that runs"),
)

PORT = 8705
_HIGHEST_PORT = 65_535
_DIGITS = 5


def _port(ctx: click.Context, parameter: click.Parameter, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS and int(value) <= _HIGHEST_PORT):
        raise click.BadParameter(f"{value!r} is not a whole number from 0 to {_HIGHEST_PORT}", ctx, parameter)
    return int(value)


@command(examples=EXAMPLES)
@click.option("--host", default="127.0.0.1", metavar="HOST", help="Where to listen (127.0.0.1).")
@click.option(
    "--port",
    callback=_port,
    default=str(PORT),
    metavar="N",
    help=f"The port ({PORT}); 0 picks one.",
)
@click.option(
    "--token",
    metavar="TEXT",
    help="What readers must know, 16 characters or more; else $MORGUE_TOKEN. Needed beyond this machine.",
)
@click.option(
    "--name", "names", multiple=True, metavar="NAME", help="Another name of this server, as a proxy gives it."
)
def serve(settings: Settings, host: str, port: int, token: str | None, names: tuple[str, ...]) -> int:
    """The same search as a web page and a JSON API.

    The URL is the first line on standard output. Only this machine is answered unless --host says otherwise.
    """
    try:
        from morgue.web.server import serve as run
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "morgue":
            raise
        raise UsageError(
            f"the page needs {error.name}, which is not installed", hint="pip install 'morgue[web]'"
        ) from error
    settings.open().close()
    run(
        settings.archive,
        host=host,
        port=port,
        token=token or os.environ.get("MORGUE_TOKEN") or None,
        names=names,
        now=settings.now,
    )
    return 0
