"""Every template file: it compiles, it has what a page needs, and nothing that the security policy forbids."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
EMAILS = "emails/"
BASES = {"base.html", "base_desk.html"}
MAX_LINES = 120
# Written out, or handed to a fragment that is drawn at several levels.
HEADING = r"<h1[ >]|=\"h1\""
# Anonymous public pages stay free of cookies, so the token of forms is for pages of people who sign in.
SIGN_IN_FOLDERS = {"account", "accounts", "allauth", "mfa", "socialaccount", "usersessions"}
TOKEN_FOLDERS = (*(f"{folder}/" for folder in sorted(SIGN_IN_FOLDERS)), "components/")
TOKEN_FILES = {
    "frame/_person_menu.html",
    "organisations/invitation_accept.html",
    "practices/_follow_button.html",  # drawn for people who are signed in only
}


def source(name):
    """The text of a template without its comments."""
    text = (ROOT / name).read_text()
    text = re.sub(r"\{#.*?#\}", "", text)
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)


def parents(name):
    """The chain of templates that a file extends, nearest first."""
    chain = []
    while found := re.search(r'\{% extends "([^"]+)" %\}', source(name)):
        name = found.group(1)
        if not (ROOT / name).exists():
            break
        chain.append(name)
    return chain


def included(name, seen=None):
    """The text of a file with the fragments it includes."""
    seen = seen if seen is not None else set()
    if name in seen or not (ROOT / name).exists():
        return ""
    seen.add(name)
    text = source(name)
    return text + "".join(included(part, seen) for part in re.findall(r'\{% include "([^"]+)"', text))


PAGES = [n for n in FILES if "base.html" in parents(n) and n not in BASES and "/layouts/" not in n]


@pytest.mark.parametrize("name", FILES)
def test_template_compiles(name):
    assert get_template(name).template.name == name


@pytest.mark.parametrize("name", FILES)
def test_template_is_short_enough_to_read(name):
    assert len((ROOT / name).read_text().splitlines()) <= MAX_LINES


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(EMAILS)])
def test_template_has_nothing_inline_and_trusts_nobody(name):
    text = source(name)

    assert re.findall(r"<script(?![^>]*\b(?:src=|application/(?:ld\+)?json))[^>]*>", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=[\"']", text) == []
    assert re.findall(r"\|\s*safe\b|\{% autoescape off", text) == []
    assert re.findall(r"(?:src|href)=[\"'](?:https?:)?//[^\"']+\.(?:js|css|woff2?|png|jpe?g|svg)\b", text) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_has_a_title_and_one_heading(name):
    texts = [included(each) for each in (name, *parents(name)) if each not in BASES]

    assert any(re.search(r"\{% block (?:head_)?title %\}\s*\S", text) for text in texts)
    headings = [len(re.findall(HEADING, text)) for text in texts]
    assert any(headings), "no h1"
    assert all(each_is_one(text) for text in texts)


def each_is_one(text):
    """One h1 at most; two are fine only in the two branches of one condition."""
    headings = len(re.findall(HEADING, text))
    return headings <= 1 + len(re.findall(r"\{% else %\}|\{% elif", text))


@pytest.mark.parametrize("name", FILES)
def test_token_of_forms_is_only_on_pages_of_signed_in_people(name):
    if "{% csrf_token %}" not in source(name):
        return
    at_work = "base_desk.html" in parents(name) or name in TOKEN_FILES or name.startswith(TOKEN_FOLDERS)
    if not at_work and Path(name).name.startswith("_"):
        users = [page for page in FILES if f'{{% include "{name}"' in source(page)]
        at_work = bool(users) and all("base_desk.html" in parents(page) for page in users)
    assert at_work


@pytest.mark.parametrize("name", FILES)
def test_fragment_comes_from_its_own_folder_or_from_the_shared_ones(name):
    own = name.split("/")[0] if "/" in name else "portal"
    allowed = {own, "components", "frame", "django", *(SIGN_IN_FOLDERS if own in SIGN_IN_FOLDERS else ())}

    parts = re.findall(r'\{% include "([^"]+)"', source(name))
    assert [part for part in parts if part.split("/")[0] not in allowed] == []


def test_there_are_templates_to_look_at():
    assert {"base.html", "portal/home.html", "components/confirm.html"} <= set(FILES)
    assert "portal/home.html" in PAGES
