"""Bound how long the server waits for a client, and how much of a request it holds."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from morgue.web.access import RULES

HEAD_BYTES = 128 << 10
"""Bytes of a request's first line and headers: a query of 8,192 characters, each twelve bytes in an address, fits."""

HEAD_SECONDS = 15.0
"""Seconds in which the first line and the headers have to come."""

DRAIN_SECONDS = 30.0
"""Seconds in which a client takes DRAIN_BYTES of an answer that waits for it."""

DRAIN_BYTES = 16 << 10


class TimeoutProtocol(H11Protocol):
    """A connection that ends where its client takes too long to ask, or to take the answer.

    uvicorn bounds only the pause between two requests. The bytes that trickle in do not prolong the time: it
    begins with the connection, and again with the end of an answer. What is overridden here is not uvicorn's public
    interface, which has nothing of the kind: a test names each part that is relied on.
    """

    _ending: asyncio.TimerHandle | None = None
    _ascii = True
    _unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # a stream, as in uvicorn
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._end_in(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Stop waiting where the request is whole."""
        self._ascii = data.isascii()
        super().data_received(data)
        if self._asked() and not self.flow.write_paused:
            self._stay()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, with the rules that every answer carries and, where it may be that, what to do."""
        if not self._ascii:
            msg += (
                " An address is ASCII: write other letters percent-encoded, %C3%A9 for e with an acute accent"
                " (curl --get --data-urlencode does)."
            )
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ]
        sent = (
            h11.Response(status_code=400, headers=[*headers, *RULES.items()], reason=b"Bad Request"),
            h11.Data(data=msg.encode("ascii", "replace")),
            h11.EndOfMessage(),
        )
        for event in sent:
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def on_response_complete(self) -> None:
        """Wait for the next request, and for what is not sent yet."""
        super().on_response_complete()
        if not self._asked():
            self._end_in(HEAD_SECONDS)

    def pause_writing(self) -> None:
        """End the connection in time where the client does not take what it asked for."""
        super().pause_writing()
        self._end_in(DRAIN_SECONDS)

    def resume_writing(self) -> None:
        """Wait for the next request, where the client takes what was sent."""
        super().resume_writing()
        if self._asked():
            self._stay()
        else:
            self._end_in(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stay()
        super().connection_lost(exc)
        self._stay()

    def _asked(self) -> bool:
        """Return whether there is a request that has not been answered."""
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _end_in(self, seconds: float) -> None:
        self._stay()
        self._unsent = self.transport.get_write_buffer_size()
        self._ending = self.loop.call_later(DRAIN_SECONDS if self._unsent else seconds, self._look)

    def _look(self) -> None:
        """End the connection, the time being over, unless so much of an answer was taken that the rest may be too."""
        self._ending = None
        unsent = self.transport.get_write_buffer_size()
        if unsent > self._unsent - DRAIN_BYTES:
            self.transport.abort()
        else:
            self._end_in(HEAD_SECONDS)

    def _stay(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
