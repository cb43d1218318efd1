"""A published practice is confirmed in time, or says that nobody did; its owner is told three times at most."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from practices import actions, desk
from practices.actions.freshness import kind_of_reminder
from practices.models import FreshnessReminder, LibraryRules, Practice, rules_for
from practices.tasks.freshness import remind_freshness
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
DAY = datetime.timedelta(days=1)


def published(days, **fields):
    return PracticeFactory(published=True, review_on=TODAY + days * DAY, **fields)


def test_publishing_sets_the_date_by_the_rules_of_the_administration(validator, piemonte):
    LibraryRules.objects.create(administration=piemonte, valid_from=TODAY - DAY, review_months=6)
    LibraryRules.objects.create(administration=piemonte, valid_from=TODAY + DAY, review_months=1)
    practice = PracticeFactory(submitted=True)
    actions.publish_practice(practice, by=validator, comment="Bene.")
    due = Practice.objects.get(pk=practice.pk).review_on
    assert 180 <= (due - TODAY).days <= 184


def test_without_rules_a_year_holds(piemonte):
    assert rules_for(piemonte).review_months == 12


def test_one_click_confirms_with_a_public_line(client_as, editor):
    practice = published(-10)
    assert "Da confermare: nessuno l" in client_as().get(practice.get_absolute_url()).content.decode()
    response = client_as(editor).post(reverse("practices:confirm", kwargs={"uuid": practice.uuid}))
    assert response.status_code == 302
    fresh = Practice.objects.get(pk=practice.pk)
    assert not fresh.is_stale
    assert fresh.updated_at == practice.updated_at
    assert [e.verb for e in HistoryEntry.objects.of(practice).public()] == ["confirm"]


def test_only_own_people_confirm_and_only_what_is_published(editor, validator, foreigner):
    practice = published(-10)
    with pytest.raises(PermissionDenied):
        actions.confirm_practice(practice, by=foreigner)
    actions.confirm_practice(practice, by=validator)
    with pytest.raises(TransitionConflict):
        actions.confirm_practice(PracticeFactory(archived=True), by=editor)


def test_owner_is_reminded_before_on_and_after_each_once(editor):
    practice = published(30, author=editor)
    for day in range(0, 70):
        for _twice in range(2):
            actions.remind_owners(TODAY + day * DAY)
    kinds = list(FreshnessReminder.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["before", "due", "after"]
    assert [note.recipient for note in Notification.objects.all()] == [editor] * 3
    assert Notification.objects.first().path == practice.work_url


def test_colleagues_are_reminded_when_the_author_is_gone(editor, colleague, foreigner):
    published(-1, author__is_active=False)
    actions.remind_owners(TODAY)
    assert {note.recipient for note in Notification.objects.all()} == {editor, colleague}


def test_drafts_archived_ones_and_copies_are_not_reminded(editor):
    PracticeFactory(author=editor, review_on=TODAY - DAY)
    PracticeFactory(archived=True, review_on=TODAY - DAY)
    remind_freshness(0)
    assert not Notification.objects.exists()


@given(st.integers(-400, 400), st.integers(1, 365), st.integers(1, 365))
def test_reminder_kind_follows_the_calendar(days, before, after):
    rules = LibraryRules(remind_days_before=before, remind_days_after=after)
    kind = kind_of_reminder(TODAY + days * DAY, rules, TODAY)
    expected = None if days > before else "before" if days > 0 else "due" if -days < after else "after"
    assert kind == expected


def test_work_list_and_desk_find_what_is_to_be_confirmed(client_as, editor):
    published(-1, author=editor, title="Vecchia")
    published(100, author=editor, title="Fresca")
    rows = client_as(editor).get(reverse("practices:work") + "?due=1").context["practices"]
    assert [row.title for row in rows] == ["Vecchia"]
    assert [(str(item.kind), item.title) for item in desk.waiting_for(editor)] == [
        ("Buone pratiche da confermare", "Vecchia")
    ]


# --- Lessons ----------------------------------------------------------------------------------


def test_lesson_needs_its_lessons_and_no_results(editor, validator, client_as):
    practice = actions.create_practice(
        administration=editor.administration, title="Una app che nessuno usava", kind="lesson", by=editor
    )
    other = PracticeFactory(author=editor)
    values = {
        field: getattr(other, field)
        for field in ("summary", "policy_area", "problem", "solution", "scope", "started_on")
        + ("contact_name", "contact_email")
    }
    actions.save_draft(practice, values={**values, "target_groups": list(other.target_groups.all())}, by=editor)
    with pytest.raises(Exception, match="lezioni e insuccessi"):
        actions.submit_practice(practice, by=editor)
    actions.save_draft(practice, values={"lessons": "Nessuno l'aveva chiesta."}, by=editor)
    actions.submit_practice(practice, by=editor)
    actions.publish_practice(practice, by=validator, comment="Utile.")
    page = client_as().get(Practice.objects.get(pk=practice.pk).get_absolute_url()).content.decode()
    assert "Esperienza che non ha funzionato" in page
    assert page.index("aveva chiesta.") < page.index(other.problem)


def test_kind_of_a_draft_can_change_and_then_not_any_more(client_as, editor):
    practice = PracticeFactory(author=editor)
    url = reverse("practices:kind", kwargs={"uuid": practice.uuid})
    client_as(editor).post(url, {"kind": "lesson"})
    assert Practice.objects.get(pk=practice.pk).kind == "lesson"
    with pytest.raises(TransitionConflict):
        actions.change_kind(PracticeFactory(published=True), kind="lesson", by=editor)
