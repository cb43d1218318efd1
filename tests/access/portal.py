from tests.access.rows import PUBLIC, Row
from tests.factories.certifications import CertificateFactory
from tests.factories.portal import FaultReportFactory

# A POST without the browser's word that it comes from this site is refused, whoever sends it.
FOREIGN_POST = Row(anonymous=403, default=403, method="post")


def certified(world):
    """An organisation with something public to show."""
    CertificateFactory(organisation=world.organisation)
    return {"slug": world.organisation.slug}


def report(world):
    """A report addressed to Piemonte."""
    return {"number": FaultReportFactory(administration=world.piemonte).uuid}


ROWS = {
    "portal:home": PUBLIC,
    "portal:desk": Row(default=200),
    "portal:search": PUBLIC,
    "portal:suggest": PUBLIC,
    "portal:organisation": [
        Row(kwargs=certified, anonymous=200, default=200),
        Row(kwargs=lambda world: {"slug": world.other_organisation.slug}, anonymous=404, default=404),
    ],
    "portal:report": [PUBLIC, FOREIGN_POST],
    "portal:feedback": FOREIGN_POST,
    "portal:feedback_thanks": PUBLIC,
    "portal:reports": Row(default=403, expect={"*:administrator": 200, "*:auditor": 200}),
    "portal:report_answer": [
        Row(kwargs=report, expect={"piemonte:administrator": 200, "piemonte:auditor": 200}),
        Row(
            kwargs=report,
            method="post",
            data={"answer": "Ora funziona."},
            expect={"piemonte:administrator": 302, "piemonte:auditor": 403},
        ),
    ],
    "portal:privacy": PUBLIC,
    "portal:legal": PUBLIC,
    "portal:accessibility": PUBLIC,
    "portal:contacts": PUBLIC,
    "portal:sitemap": PUBLIC,
    "portal:faq": PUBLIC,
    "robots_txt": PUBLIC,
    "security_txt": PUBLIC,
    "sitemap_xml": PUBLIC,
    "sitemap_section": Row(kwargs=lambda world: {"section": "pagine"}, anonymous=200, default=200),
}
