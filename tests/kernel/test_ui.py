"""The tags that every template may use."""

import datetime
import json
import re
from types import SimpleNamespace

import pytest

from familynet.kernel.acts import Act
from familynet.kernel.history import HistoryEntry
from familynet.kernel.templatetags.ui import emblem, metatag


def test_emblem_is_a_picture_without_words_of_its_own():
    tag = emblem(SimpleNamespace(emblem="familynet/img/emblem-trento.svg"), 24)
    assert tag.startswith('<img class="fn-emblem" src="/static/familynet/img/emblem-trento')
    assert tag.endswith('.svg" alt="" width="24" height="24">')


def test_emblem_that_is_not_set_is_left_out():
    assert emblem(SimpleNamespace(emblem="")) == ""


def test_emblem_whose_file_is_gone_does_not_break_the_page(settings):
    settings.DEBUG = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert emblem(SimpleNamespace(emblem="familynet/img/no-such-file.svg")) == ""


def test_metatag_is_json_that_no_value_can_leave():
    tag = metatag({"name": "</script><b>&amp;"})
    block = re.fullmatch(r'<script type="application/ld\+json" data-element="metatag">(.*)</script>', tag).group(1)
    assert not set("<>&") & set(block)
    assert json.loads(block) == {"@context": "https://schema.org", "name": "</script><b>&amp;"}


D = datetime.date


@pytest.mark.parametrize(
    ("data", "act", "day"),
    [
        ({}, None, D(2026, 11, 23)),
        ({}, Act(date=D(2010, 12, 10)), D(2010, 12, 10)),
        ({}, Act(), None),
        ({"on": "2011-03-01"}, Act(date=D(2010, 12, 10)), D(2011, 3, 1)),
        ({"signed_on": "2011-03-01", "valid_to": "2014-03-01"}, None, D(2011, 3, 1)),
        ({"on": None}, Act(), None),
    ],
)
def test_history_tells_the_day_people_speak_of(data, act, day):
    at = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
    entry = HistoryEntry(data=data, act=act, created_at=at)
    assert (entry.happened_on, entry.recorded_on) == (day, D(2026, 11, 23))
