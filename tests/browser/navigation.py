"""Lead a page on, and wait until the next one stands.

A click or a key returns before the browser has left the page: what is read after it may be of the page before, and a
step back taken then fails. So every step that leads to another page waits for that page, however slow it comes.
"""

from __future__ import annotations

from typing import Any


def follow(target: Any) -> None:
    """Click a link or a button (a playwright Locator) that leads to another page; return when that has loaded."""
    with target.page.expect_navigation():
        target.click()


def press(page: Any, key: str) -> None:
    """Press a key (as playwright names it) that leads to another page; return when that has loaded."""
    with page.expect_navigation():
        page.keyboard.press(key)
