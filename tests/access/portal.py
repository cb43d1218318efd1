from tests.access.rows import PUBLIC, Row

# A POST without the browser's word that it comes from this site is refused, whoever sends it.
FOREIGN_POST = Row(anonymous=403, default=403, method="post")

ROWS = {
    "portal:home": PUBLIC,
    "portal:desk": Row(default=200),
    "portal:search": PUBLIC,
    "portal:report": [PUBLIC, FOREIGN_POST],
    "portal:feedback": FOREIGN_POST,
    "portal:feedback_thanks": PUBLIC,
    "portal:privacy": PUBLIC,
    "portal:legal": PUBLIC,
    "portal:accessibility": PUBLIC,
    "portal:contacts": PUBLIC,
    "portal:sitemap": PUBLIC,
    "portal:faq": PUBLIC,
    "robots_txt": PUBLIC,
    "security_txt": PUBLIC,
    "sitemap_xml": PUBLIC,
}
