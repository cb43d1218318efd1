"""Take the pictures of the guides from a running demo: `make pictures`, or `python -m tools.pictures NAME …`.

Reads pages and types into forms, but sends none: the demo stays as it was. What a picture shows stands in
tools/picture_list.py. Times of day and the days of the seeding differ from run to run; all else is the same.
"""

import argparse
import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, FloatRect, Page, sync_playwright

from tools.browser import ensure_browser, launch_args
from tools.demo import PASSWORD
from tools.picture_list import PICTURES, Picture

FOLDER = Path(__file__).resolve().parent.parent / "docs/pictures/guide"
WIDTH = 1280
MOST_BYTES = 150_000
PALETTES = (128, 64, 32)
MARGIN = 24


class Failed(Exception):
    """A picture cannot be taken; the message says which and why."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--site", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    arguments.add_argument("names", nargs="*", help="only these pictures; all of them without a name")
    options = arguments.parse_args()
    path = os.environ.get("BROWSER_PATH") or ensure_browser()
    wanted = [picture for picture in PICTURES if not options.names or picture.name in options.names]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=launch_args())
        failures = take_all(browser, options.site, wanted)
        browser.close()
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def take_all(browser: Browser, site: str, pictures: list[Picture]) -> list[str]:
    """Take every picture, one sign-in per account; one that fails does not stop the others."""
    failures = []
    pages: dict[str, Page] = {}
    for picture in pictures:
        try:
            if picture.account not in pages:
                pages[picture.account] = open_site(browser, site, picture.account)
            size = take(pages[picture.account], site, picture)
            print(f"{picture.name}.png: {size // 1000} KB", flush=True)
        except (Error, Failed) as problem:
            failures.append(f"{picture.name}: {problem}")
    return failures


def open_site(browser: Browser, site: str, account: str) -> Page:
    """A window of the right width, signed in as `account` (nobody when it is empty)."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 900},
        locale="it-IT",
        timezone_id="Europe/Rome",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    if account:
        page.goto(f"{site}/accesso/")
        page.fill("#id_login", account)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(lambda address: "/accesso/" not in address)
    return page


def take(page: Page, site: str, picture: Picture) -> int:
    """Go there, do the steps, save the part of the page; how many bytes it has."""
    page.set_viewport_size({"width": WIDTH, "height": 900})
    answer = page.goto(site + picture.path, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise Failed(f"{picture.path} answers {answer.status if answer else 'nothing'}")
    for step in picture.steps:
        step(page)
    page.wait_for_load_state("networkidle")
    picture_bytes = reduced(page.screenshot(full_page=True, animations="disabled", clip=clip_of(page, picture)))
    if len(picture_bytes) > MOST_BYTES:
        raise Failed(f"{len(picture_bytes)} bytes, more than {MOST_BYTES}: take a smaller part")
    (FOLDER / f"{picture.name}.png").write_bytes(picture_bytes)
    return len(picture_bytes)


def clip_of(page: Page, picture: Picture) -> FloatRect:
    """The part of the page from the first element that `picture.start` names, as wide as the window."""
    box = page.locator(picture.start).first.bounding_box()
    if box is None:
        raise Failed(f"{picture.start} is not on the page")
    top = max(0, box["y"] + page.evaluate("window.scrollY") - MARGIN)
    bottom = page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": top, "width": WIDTH, "height": min(picture.height, bottom - top)}


def reduced(png: bytes) -> bytes:
    """The same picture in as many colours as fit into MOST_BYTES."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    smaller = b""
    for colours in PALETTES:
        buffer = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        smaller = buffer.getvalue()
        if len(smaller) <= MOST_BYTES:
            break
    return smaller


if __name__ == "__main__":
    raise SystemExit(main())
