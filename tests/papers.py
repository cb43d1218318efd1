"""What a PDF says, read by a library that did not write it."""

import io
import unicodedata

import pypdf


def words_of(content):
    """The words of all pages with single blanks between them, hyphens at the ends of lines undone."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages).replace("\u00ad", "")
    text = unicodedata.normalize("NFKC", text).replace("-\n", "").replace("\u2010\n", "")
    return " ".join(text.split())
