"""Addresses that stand at the root of the site, whatever the language."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from familynet.portal.sitemaps import SITEMAPS
from familynet.portal.views import machines

urlpatterns = [
    path("robots.txt", machines.robots, name="robots_txt"),
    path(".well-known/security.txt", machines.security, name="security_txt"),
    path(
        "sitemap.xml",
        login_not_required(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap_xml",
    ),
    path(
        "sitemap-<section>.xml",
        login_not_required(sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap_section",
    ),
]
