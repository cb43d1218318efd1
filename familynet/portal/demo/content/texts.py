"""The practices of the demo: one Markdown file each, for editors to read and change.

A file has a header (`key: value` lines up to `---`), the sections of the form (`## Sintesi` …) and, after
each `=== name | title` line, one document that is made from the text below it.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "practices"

# Heading in the file → name of the section in code.
SECTIONS = {
    "Sintesi": "summary",
    "Problema": "problem",
    "Che cosa si fa": "solution",
    "I costi": "costs",
    "Chi paga": "funding",
    "Risorse": "resources",
    "Risultati": "results",
    "Indicatori": "indicators",
    "Lezioni ed errori": "lessons",
    "Trasferibilità": "transferability",
    "Fonti": "sources",
}


@dataclass(frozen=True)
class DocumentText:
    """A document to be made: `name` with the extension that decides the format, title, simple Markdown."""

    name: str
    title: str
    body: str


@dataclass(frozen=True)
class PracticeText:
    """One practice: the header, the sections by name, the documents."""

    slug: str
    header: dict[str, str]
    sections: dict[str, str]
    documents: tuple[DocumentText, ...]

    @property
    def title(self) -> str:
        return self.header["title"]

    @property
    def administration(self) -> str:
        """The slug of the administration that writes it."""
        return self.header["administration"]

    @property
    def state(self) -> str:
        """The state of the workflow in which the demo leaves it."""
        return self.header["state"]

    @property
    def kind(self) -> str:
        """A practice, unless the header says that it is a lesson."""
        return self.header.get("kind", "practice")

    @property
    def targets(self) -> list[str]:
        return words(self.header["targets"])

    @property
    def municipalities(self) -> list[str]:
        """Cadastral codes of the comuni it is about; empty when it is about the whole territory."""
        return words(self.header.get("municipalities", ""))

    @property
    def indicators(self) -> list[dict[str, str]]:
        """The rows of the table of indicators: what is counted, before, after, source."""
        rows = [line.strip("|").split("|") for line in self.sections["indicators"].splitlines()]
        keys = ("name", "before", "after", "source")
        return [dict(zip(keys, (cell.strip() for cell in row), strict=True)) for row in rows]

    def date(self, key: str) -> datetime.date | None:
        """A date of the header, None when the sources do not give it."""
        text = self.header.get(key, "")
        return datetime.date.fromisoformat(text) if text else None


def words(text: str) -> list[str]:
    """The parts of a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def parse(slug: str, text: str) -> PracticeText:
    """A practice from the text of its file; KeyError for a heading that the form does not have."""
    head, _, rest = text.partition("\n---\n")
    header = dict(line.split(":", 1) for line in head.splitlines())
    body, *documents = rest.split("\n=== ")
    sections = {}
    for block in f"\n{body}".split("\n## ")[1:]:
        heading, _, content = block.partition("\n")
        sections[SECTIONS[heading.strip()]] = content.strip()
    return PracticeText(
        slug=slug,
        header={key: value.strip() for key, value in header.items()},
        sections=sections,
        documents=tuple(_document(block) for block in documents),
    )


def _document(block: str) -> DocumentText:
    heading, _, body = block.partition("\n")
    name, _, title = heading.partition(" | ")
    return DocumentText(name=name.strip(), title=title.strip(), body=body.strip())


def all_practices() -> list[PracticeText]:
    """All practices, always in the same order, those of the two administrations mixed."""
    paths = sorted(FOLDER.glob("*.md"), key=lambda path: path.stem.partition("-")[2])
    return [parse(path.stem, path.read_text(encoding="utf-8")) for path in paths]
