"""A real Chromium against the real site: visits in several shapes, each watched for what must not happen."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tools.browser import find_browser, launch_args

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHAPES = {
    "wide": (WIDE, True),
    "narrow": (NARROW, True),
    "wide-nojs": (WIDE, False),
    "narrow-nojs": (NARROW, False),
}
# Milliseconds; a slow machine is no fault of the site.
PATIENCE = 30_000
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser():
    """`make test` names the browser; a test started by hand looks for one."""
    path = os.environ.get("BROWSER_PATH") or find_browser()
    # Playwright keeps an event loop in this thread; what Django guards against does not happen here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=launch_args())
        yield instance
        instance.close()


@dataclass
class Visit:
    """One person's browser window. `page` is Playwright's; `origin` the site's address."""

    page: object
    origin: str
    javascript: bool
    faults: list = field(default_factory=list)

    def go(self, path):
        """Open a path of the site and return the response."""
        return self.page.goto(self.origin + path)

    def sign_in(self, user):
        """Signed in as `user` from the next page on, without the sign-in form."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.origin, "httpOnly": True}]
        )

    def check_accessible(self):
        """axe finds nothing on the page as it stands now. A window without JavaScript cannot run it."""
        if not self.javascript:
            return
        result = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
        problems = [
            f"{found['id']}: {found['help']} ({', '.join(str(node['target']) for node in found['nodes'][:3])})"
            for found in result.response["violations"]
        ]
        assert problems == [], f"{self.page.url}\n" + "\n".join(problems)

    def watch(self):
        page = self.page
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def _on_request(self, request):
        address = urlsplit(request.url)
        if address.scheme != "data" and f"{address.scheme}://{address.netloc}" != self.origin:
            self.faults.append(f"{self.page.url}: request to another origin: {request.url}")

    def _on_response(self, response):
        # A page may answer 404 on purpose; a part of a page, or a server error, never.
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self.faults.append(f"{self.page.url}: {response.status} for {response.url}")

    def _on_console(self, message):
        # The browser repeats every 4xx of a page here; responses are looked at above.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.page.url}: console: {message.text}")


@pytest.fixture
def new_visit(browser, live_server):
    """new_visit(shape) → a Visit of its own; at the end none may have left the origin or met an error."""
    visits = []

    def make(shape="wide"):
        viewport, javascript = SHAPES[shape]
        context = browser.new_context(
            viewport=viewport, java_script_enabled=javascript, locale="it-IT", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        visit = Visit(context.new_page(), live_server.url, javascript)
        visit.watch()
        visits.append(visit)
        return visit

    yield make
    for visit in visits:
        visit.page.context.close()
    assert [fault for visit in visits for fault in visit.faults] == []


@pytest.fixture
def visit(new_visit):
    """A wide window with JavaScript."""
    return new_visit()


@pytest.fixture(params=list(SHAPES))
def any_visit(request, new_visit):
    """The four shapes: 1280 and 390 pixels, with and without JavaScript."""
    return new_visit(request.param)
