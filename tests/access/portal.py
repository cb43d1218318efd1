"""Who may open what: one file per app, each with ROWS (see rows.py)."""

from tests.access.rows import PUBLIC, Row

ROWS = {
    "portal:home": PUBLIC,
    "portal:desk": Row(default=200),
    "portal:search": PUBLIC,
    "portal:privacy": PUBLIC,
    "portal:legal": PUBLIC,
    "portal:accessibility": PUBLIC,
    "portal:contacts": PUBLIC,
    "portal:sitemap": PUBLIC,
    "portal:faq": PUBLIC,
    "portal:report": PUBLIC,
}
