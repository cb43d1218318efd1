"""Public pages for search engines; each area adds its records."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse


class Pages(Sitemap):
    """The pages of the portal itself, in both languages."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[str]:
        names = ("home", "faq", "contacts", "sitemap", "accessibility", "privacy", "legal", "report")
        return [f"portal:{name}" for name in names]

    def location(self, item: Any) -> str:
        return reverse(item)


SITEMAPS = {"pages": Pages}
