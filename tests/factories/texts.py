"""Documents whose text was read."""

from familynet.kernel.document_texts import keep_text, request_text
from familynet.kernel.extraction import Extracted
from tests.factories.practices import PracticeDocumentFactory


def attach(practice, *pages, title="Relazione finale", **fields):
    """A document of a practice with the text of its pages; returns the PracticeDocument."""
    item = PracticeDocumentFactory(practice=practice, document__title=title, **fields)
    request_text(item.document)
    keep_text(item.document_id, Extracted([(number, text) for number, text in enumerate(pages, start=1)]))
    return item
