"""Gathers the tables of the kernel for Django, nothing else."""

from familynet.kernel.acts import Act
from familynet.kernel.document_texts import DocumentText, Passage
from familynet.kernel.documents import Document
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry, HistorySeal
from familynet.kernel.numbering import Counter
from familynet.kernel.uploads import UploadInProgress, UploadPart

__all__ = [
    "Act",
    "Counter",
    "Document",
    "DocumentText",
    "HistoryEntry",
    "HistorySeal",
    "OutgoingEmail",
    "Passage",
    "UploadInProgress",
    "UploadPart",
]
