from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalConfig(AppConfig):
    name = "familynet.portal"
    label = "portal"


class StaticFiles(StaticFilesConfig):
    """Leaves out what the theme brings and no page loads: its scripts, and fonts in old formats."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "_virtual",
        "plugins",
        "assets",
        "js/*",
        "*.ttf",
        "*.eot",
        "*.woff",
        "fonts/*.svg",
    ]
