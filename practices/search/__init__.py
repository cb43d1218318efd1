"""Text search over published practices and their documents (docs/decisions/0014-search-in-documents.md)."""

from practices.search.corrections import did_you_mean
from practices.search.marking import DocumentHit, Part, mark, mark_documents, parts, similar_parts
from practices.search.match import TextMatch, find, published_documents

__all__ = [
    "DocumentHit",
    "Part",
    "TextMatch",
    "did_you_mean",
    "find",
    "mark",
    "mark_documents",
    "parts",
    "published_documents",
    "similar_parts",
]
