"""A real browser before a real server: 127.0.0.1 only, the test's own installation behind it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """The test's own output is enough."""


@pytest.fixture
def story_day() -> datetime:
    """The moment at which the server's pages are read; a module may override it."""
    from tests.conftest import STORY_DAY

    return STORY_DAY


@pytest.fixture
def server(office, story_day) -> Iterator[str]:
    """The application over the test's installation; gives its address."""
    from jusan.core import clock
    from jusan.web.wsgi import application

    # The pinned clock belongs to the test's thread; the server has threads of its own.
    def on_the_story_day(environ: Any, start: Any) -> Any:
        with clock.at(story_day):
            return application(environ, start)

    with make_server("127.0.0.1", 0, on_the_story_day, _Server, _Silent) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    path = shutil.which("chromium") or CHROMIUM
    if shutil.which(path) is None:
        pytest.fail("Chromium is not installed; browser tests need it: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Window:
    """A page and everything that it did on the side."""

    page: Page
    context: BrowserContext
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def axe(self) -> None:
        """No serious or critical accessibility fault on what is open now."""
        from axe_playwright_python.sync_playwright import Axe

        results = Axe().run(self.page)
        grave = [
            f"{fault['id']}: {fault['help']}: {[node['target'] for node in fault['nodes']][:5]}"
            for fault in results.response["violations"]
            if fault["impact"] in {"serious", "critical"}
        ]
        assert grave == [], f"{self.page.url}\n" + "\n".join(grave)

    def snap(self, name: str) -> None:
        """Keep a picture to look at, where JUSAN_PICTURES names a folder."""
        folder = os.environ.get("JUSAN_PICTURES")
        if folder:
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    def picture(self, name: str) -> None:
        """Keep what one screen shows, for a document."""
        folder = os.environ.get("JUSAN_PICTURES")
        if folder:
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))

    def assert_fits(self) -> None:
        """The page itself never scrolls sideways (wide tables scroll within themselves)."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def assert_quiet(self) -> None:
        """Nothing was asked of another machine, and the browser complained about nothing."""
        assert self.foreign == []
        assert self.complaints == []


OpenPage = Callable[..., Window]


@pytest.fixture
def page_for(server: str, chromium: Browser) -> Iterator[OpenPage]:
    """``page_for(user, language="kk", viewport=PHONE)``: a signed-in window (user may be None)."""
    opened: list[Window] = []

    def open_page(
        user: Any = None,
        language: str = "en",
        viewport: dict[str, int] | None = None,
        *,
        dark: bool = False,
    ) -> Window:
        context = chromium.new_context(
            base_url=server,
            viewport=viewport or DESKTOP,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.add_cookies([_cookie("django_language", language)])
        if user is not None:
            context.add_cookies([_session_of(user)])
        window = Window(context.new_page(), context)
        _listen(window)
        opened.append(window)
        return window

    yield open_page
    for window in opened:
        window.context.close()
    for window in opened:
        window.assert_quiet()


def _cookie(name: str, value: str) -> Any:
    return {"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}


def _session_of(user: Any) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return _cookie(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)


def _listen(window: Window) -> None:
    def asked(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            window.foreign.append(request.url)

    def said(message: Any) -> None:
        refused_on_purpose = "Failed to load resource" in message.text
        if message.type == "error" and not refused_on_purpose:
            window.complaints.append(message.text)

    window.context.on("request", asked)
    window.page.on("console", said)
    window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
