"""An award that fails, wherever it fails, leaves nothing behind."""

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, transaction

from certifications import actions, letters
from certifications.models import Application, Certificate, ClockEvent, Decision
from familynet.kernel.acts import Act
from familynet.kernel.documents import Document
from familynet.kernel.history import HistoryEntry
from familynet.kernel.numbering import Counter
from familynet.notifications.models import Notification
from tests.certifications.assessing import Office, act, fresh
from tests.factories.organisations import OrganisationMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def plain_letters(monkeypatch):
    """Letters that cost nothing."""
    monkeypatch.setattr(letters, "render_pdf", lambda template, data: b"%PDF-1.7 letter")


class Broken(OperationalError):
    """What a lost connection is."""


class BreakAt:
    """Fails in place of the n-th statement, as a lost connection would."""

    def __init__(self, place):
        self.place, self.seen = place, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.place:
            raise Broken
        return execute(sql, params, many, context)


def traces():
    """All that an award writes."""
    return [
        model.objects.count()
        for model in (Act, Certificate, ClockEvent, Counter, Decision, Document, HistoryEntry, Notification)
    ] + [list(Application.objects.values_list("state", "certificate", "retention_until"))]


def test_award_broken_at_any_statement_leaves_nothing(office, plain_letters, tmp_path):
    application = office.assessed()
    OrganisationMemberFactory(organisation=application.organisation)
    before, place = traces(), 0
    while True:
        place += 1
        breaker = BreakAt(place)
        try:
            with connection.execute_wrapper(breaker):
                actions.award(application=fresh_file(application), by=fresh(office.manager), act=act())
        except Broken:
            assert traces() == before, f"statement {place} left something behind"
            continue
        break
    assert place > 30
    assert Decision.objects.count() == Certificate.objects.get().register_number == 1


def fresh_file(application):
    return Application.objects.get(pk=application.pk)


def test_broken_award_leaves_no_letter_in_the_store(office, plain_letters):
    application = office.assessed()
    with pytest.raises(Broken), transaction.atomic():
        actions.award(application=application, by=office.manager, act=act())
        raise Broken
    assert not any(default_storage.listdir(folder)[1] for folder in default_storage.listdir("")[0])
