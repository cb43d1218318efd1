"""The threat model names code and tests that exist."""

import re

from django.conf import settings


def test_threat_model_names_what_exists():
    text = (settings.BASE_DIR / "docs" / "threat-model.md").read_text()
    paths = set(re.findall(r"`((?:familynet|tests|practices|certifications|districts)/[\w./-]+)`", text))
    assert len(paths) > 20
    assert sorted(path for path in paths if not (settings.BASE_DIR / path).exists()) == []
