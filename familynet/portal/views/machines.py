"""Addresses read by programs: robots.txt and security.txt."""

import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

SECURITY_VALID_DAYS = 180
CLOSED = ("/scrivania/", "/en/scrivania/", "/gestione/", "/cerca/", "/en/cerca/")


def plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be indexed; a demo not at all."""
    if settings.DEMO:
        return plain(["User-agent: *", "Disallow: /"])
    rules = [f"Disallow: {path}" for path in CLOSED]
    return plain(["User-agent: *", *rules, f"Sitemap: {settings.SITE_URL}{reverse('sitemap_xml')}"])


@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116; the date of expiry is always ahead, because whoever runs the site runs this view."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires += datetime.timedelta(days=SECURITY_VALID_DAYS)
    return plain(
        [
            f"Contact: {settings.SECURITY_CONTACT or settings.SITE_URL + reverse('portal:report')}",
            f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
            "Preferred-Languages: it, en",
            f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        ]
    )
