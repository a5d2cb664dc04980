"""Debian's Chromium, for the pictures of these pages and for the tests of the HTML reports."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
"""From the Debian package chromium; Chinese needs fonts-noto-cjk. Playwright's own browsers are not used."""
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """The browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """A file in the browser, and what it did beside showing itself: complaints, and addresses asked for."""

    def __init__(
        self, browser: Browser, file: Path, *, width: int = 1440, height: int = 900, script: bool = True
    ) -> None:
        self._context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, locale="zh-CN"
        )
        self.page = self._context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    @property
    def left_the_file(self) -> list[str]:
        """Addresses that were asked for beside the file itself and what stands in it."""
        return [url for url in self.asked[1:] if not url.startswith("data:")]

    def close(self) -> None:
        """Close the page."""
        self._context.close()
