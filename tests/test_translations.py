"""The English translation is whole: nothing missing, uncertain, or without its placeholders."""

import pytest

from tools import translations


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translation_is_complete(language):
    assert list(translations.problems(language)) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translation_has_nothing_left_over(language):
    wanted = {(message.id, message.context) for message in translations.extract_all() if message.id}
    kept = {(message.id, message.context) for message in translations.read(language) if message.id}
    assert sorted(map(str, kept - wanted)) == []
