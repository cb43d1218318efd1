"""Translations without gettext's programs: extract, merge, check, compile.

Italian is the source language, in templates and code. `update` brings locale/en up to date, `compile` makes
the .mo files (not kept in the repository), `check` lists what is missing.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en",)
CODE = ("familynet", "practices", "certifications", "districts")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# Translation of FamilyNet; the source language is Italian. Kept in order by `make messages`.
msgid ""
msgstr ""
"Project-Id-Version: FamilyNet\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*([a-zA-Z])|%([a-zA-Z])|\{(\w*)\}")


def po_file(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[str, str]]:
    """(path from the root, Python-like text to extract from), in a stable order."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()
    templates = [ROOT / "templates", *(ROOT / folder for folder in CODE)]
    for place in templates:
        for path in sorted([*place.rglob("*.html"), *place.rglob("*.txt")]):
            if "templates" in path.relative_to(ROOT).parts:
                name = path.relative_to(ROOT).as_posix()
                text = templatize(path.read_text(), origin=name)
                # What is left of the page is noise that must not look like wrongly indented Python.
                yield name, "\n".join(line.lstrip() for line in text.splitlines())


def extract_all() -> Catalog:
    """Every message of the interface, with the files it stands in."""
    catalog = Catalog(project="FamilyNet", charset="utf-8")
    for name, text in sources():
        stream = io.BytesIO(text.encode())
        for _line, message, comments, context in extract("python", stream, KEYWORDS, ("Translators",)):
            if message:
                # Files without line numbers: a moved line is no change of the translation.
                catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def read(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="FamilyNet", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Add new messages, drop those that are gone; what is translated stays, nothing is guessed."""
    found = extract_all()
    for language in LANGUAGES:
        old = read(language)
        new = Catalog(locale=language, project="FamilyNet", charset="utf-8", fuzzy=False)
        for message in sorted(found, key=_order):
            if message.id:
                known = old.get(_key(message), message.context)
                new.add(
                    message.id,
                    known.string if known and not known.fuzzy else "",
                    message.locations,
                    flags=message.flags,
                    auto_comments=message.auto_comments,
                    context=message.context,
                )
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(HEADER.format(language=language, plural=new.plural_forms).encode())
            write_po(file, new, width=110, omit_header=True, include_lineno=False)
        print(f"{path.relative_to(ROOT)}: {len(new)} messages, {len(list(problems(language)))} to do")


def problems(language: str) -> Iterator[str]:
    """One sentence for each message that is missing, uncertain, or loses a placeholder."""
    known = read(language)
    for message in extract_all():
        if not message.id:
            continue
        translated = known.get(_key(message), message.context)
        where = f"{message.locations[0][0]}: {_key(message)!r}"
        if translated is None or not all(_strings(translated)):
            yield f"{where} is not translated"
        elif translated.fuzzy:
            yield f"{where} is marked fuzzy"
        elif wrong := _lost_placeholders(message, translated):
            yield f"{where} {wrong}"


def _lost_placeholders(message: Message, translated: Message) -> str:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = set(_PLACEHOLDER.findall(ids[-1]))
    for text in _strings(translated):
        found = set(_PLACEHOLDER.findall(text))
        # A singular may leave the number out: "one file".
        if found != wanted and not (len(ids) > 1 and found < wanted and text != _strings(translated)[-1]):
            return f"has other placeholders than its translation {text!r}"
    return ""


def _strings(message: Message) -> tuple[str, ...]:
    found = message.string
    return tuple(found) if isinstance(found, tuple | list) else (found or "",)


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _order(message: Message) -> tuple[str, str, str]:
    return (message.locations[0][0] if message.locations else "", message.context or "", _key(message) or "")


def compile_all() -> None:
    """Make the .mo of each language when its .po is newer."""
    for language in LANGUAGES:
        path = po_file(language)
        target = path.with_suffix(".mo")
        if path.exists() and (not target.exists() or target.stat().st_mtime < path.stat().st_mtime):
            fresh = target.with_suffix(".new")
            with fresh.open("wb") as file:
                write_mo(file, read(language))
            fresh.replace(target)


def check() -> int:
    found = [f"{language}: {problem}" for language in LANGUAGES for problem in problems(language)]
    print("\n".join(found) or "Translations complete.")
    return 1 if found else 0


def main() -> int:
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            return check()
        case _:
            sys.exit("python -m tools.translations update | compile | check")
    return 0


if __name__ == "__main__":
    sys.exit(main())
