"""The guides for officials: complete, with the words of the screen, and with pictures that can be taken again."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from tools import pictures
from tools.picture_list import PICTURES

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs/guide"
PAGES = sorted(page for page in GUIDE.glob("*.md") if page.name != "README.md")
NAMES = [picture.name for picture in PICTURES]
NO_NAMES = {"Chi lo fa:"}
FORMATS = {"CSV", "XLSX", "JSON"}


@pytest.fixture(scope="module")
def on_screen():
    """Every text of the interface in Italian, and those with a variable part as patterns."""
    catalogue = (ROOT / "locale/en/LC_MESSAGES/django.po").read_text()
    found = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', catalogue, re.MULTILINE)
    texts = {"".join(re.findall(r'"(.*)"\n', text)).replace('\\"', '"').casefold() for text in found}
    patterns = [re.sub(r"%\\\(\w+\\\)s|%\(\w+\)s", ".+", re.escape(text)) for text in texts if "%(" in text]
    return texts, re.compile("|".join(pattern for pattern in patterns if len(re.sub(r"\W", "", pattern)) > 4))


@pytest.mark.parametrize("page", [*PAGES, GUIDE / "README.md"], ids=lambda page: page.name)
def test_words_in_bold_are_on_the_screen(page, on_screen):
    texts, patterns = on_screen
    bold = {" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", page.read_text())}
    missing = [
        words
        for words in bold - NO_NAMES - FORMATS
        if words.casefold() not in texts
        and not patterns.fullmatch(words.casefold())
        and not any(text.startswith(f"{words.casefold()} ") for text in texts)
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_is_about_a_job_and_says_whose(page):
    text = page.read_text()

    assert re.match("# Come si fa ad? ", text)
    assert "**Chi lo fa:**" in text
    assert re.search(r"^1\. ", text, re.MULTILINE)
    assert "](../pictures/guide/" in text


def test_index_names_every_page():
    linked = set(re.findall(r"\]\(([\w-]+\.md)", (GUIDE / "README.md").read_text()))

    assert linked == {page.name for page in PAGES}


def test_every_picture_is_shown_and_can_be_taken_again():
    shown = [
        name for page in PAGES for name in re.findall(r"\(\.\./pictures/guide/([\w-]+)\.png\)", page.read_text())
    ]
    on_disk = [path.stem for path in pictures.FOLDER.glob("*")]

    assert sorted(shown) == sorted(NAMES) == sorted(on_disk)


@pytest.mark.parametrize("name", NAMES)
def test_picture_is_as_wide_as_the_window_and_small(name):
    content = (pictures.FOLDER / f"{name}.png").read_bytes()

    assert len(content) <= pictures.MOST_BYTES
    assert Image.open(io.BytesIO(content)).width == pictures.WIDTH


def test_reduced_picture_fits_though_the_page_is_colourful():
    noise = Image.effect_noise((400, 400), 100).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")

    assert len(pictures.reduced(buffer.getvalue())) <= pictures.MOST_BYTES
