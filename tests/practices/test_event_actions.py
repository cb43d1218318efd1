"""Events in the hands of their organiser: writing, steps, what each says to whom."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from familynet.accounts.roles import Role
from familynet.kernel.emails import OutgoingEmail
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict
from familynet.notifications.models import Notification
from practices.actions import events as actions
from practices.models import ExchangeEvent
from practices.workflow.events import EVENT_WORKFLOW
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.events import EventFactory, RegistrationFactory, in_days
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ProtocolAreaFactory

pytestmark = pytest.mark.django_db
S = ExchangeEvent.State


@pytest.fixture
def editor(official, piemonte):
    return official(Role.PRACTICE_EDITOR, piemonte)


def values(**changes):
    return {
        "kind": "workshop",
        "audience": "public",
        "mode": "place",
        "title": "Piani famiglia",
        "summary": "Si scrive insieme.",
        "starts_at": in_days(10),
        "ends_at": in_days(10, 2),
        "address": "Sala grande",
        **changes,
    }


def refusal(function, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        function(*args, **kwargs)
    return caught.value


def test_plan_change_announce(piemonte, trento, editor):
    event = actions.create_event(
        administration=piemonte, values=values(), co_organisers=[trento, piemonte], by=editor
    )
    assert (event.state, event.slug, list(event.co_organisers.all())) == (S.DRAFT, "piani-famiglia", [trento])
    event = actions.update_event(event, values=values(title="Piani famiglia insieme"), by=editor)
    actions.publish_event(event, by=editor)
    event.refresh_from_db()
    assert (event.state, event.slug, event.sequence) == (S.PUBLISHED, "piani-famiglia-insieme", 0)
    verbs = list(HistoryEntry.objects.of(event).values_list("verb", "public"))
    assert verbs == [("publish", True), ("update", False), ("create", False)]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends_at": in_days(10)}, "ends_at", "prima dell'inizio"),
        ({"ends_at": in_days(9)}, "ends_at", "prima dell'inizio"),
        ({"capacity": 0}, "capacity", "almeno uno"),
        ({"registration_until": in_days(11)}, "registration_until", "al più tardi quando l'incontro comincia"),
        ({"online_url": "http://stanza.example"}, "online_url", "https://"),
        ({"title": " "}, "title", ""),
        ({"kind": "festa"}, "kind", ""),
    ],
)
def test_bad_values_get_a_sentence_at_their_field(piemonte, editor, changes, field, words):
    error = refusal(actions.create_event, administration=piemonte, values=values(**changes), by=editor)
    assert words in " ".join(error.message_dict[field])
    assert not ExchangeEvent.objects.exists()


def test_past_date_is_not_announced_but_recorded_as_held(piemonte, editor):
    past = values(starts_at=in_days(-3), ends_at=in_days(-3, 2))
    event = actions.create_event(administration=piemonte, values=past, by=editor)
    error = refusal(actions.publish_event, event, by=editor)
    assert "già passata" in error.message_dict["starts_at"][0]
    entry = actions.hold_event(event, by=editor)
    assert (event.state, entry.happened_on) == (S.HELD, timezone.localdate(event.starts_at))


def test_event_without_a_place_is_not_announced(piemonte, editor):
    event = actions.create_event(administration=piemonte, values=values(address=""), by=editor)
    assert "dove si svolge" in refusal(actions.publish_event, event, by=editor).messages[0]


def test_future_event_did_not_take_place(editor):
    event = EventFactory()
    assert "non è ancora cominciato" in refusal(actions.hold_event, event, by=editor).messages[0]


def test_foreign_hands_are_refused_everywhere(official, trento, piemonte):
    stranger, event = official(Role.PRACTICE_EDITOR, trento), EventFactory()
    attempts = [
        lambda: actions.create_event(administration=piemonte, values=values(), by=stranger),
        lambda: actions.update_event(event, values=values(), by=stranger),
        lambda: actions.publish_event(EventFactory(draft=True), by=stranger),
        lambda: actions.hold_event(EventFactory(past=True), by=stranger),
        lambda: actions.close_event(EventFactory(held=True), minutes="Deciso.", by=stranger),
        lambda: actions.reopen_event(EventFactory(closed=True), comment="Errore.", by=stranger),
        lambda: actions.cancel_event(event, comment="Neve.", by=stranger),
        lambda: actions.discard_event(EventFactory(draft=True), by=stranger),
        lambda: actions.link_practice(event, practice=PracticeFactory(published=True), by=stranger),
        lambda: actions.add_material(event, upload=ContentFile(b"testo", name="a.txt"), title="A", by=stranger),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.mark.parametrize("state", [state for state in S if state != S.DRAFT])
def test_every_step_holds_for_its_states_only(editor, state):
    """From each state exactly the steps of the table; a conflict for the others."""
    extra = {"published_at": None} if state == S.DISCARDED else {}
    texts = {"cancellation_reason": "Neve.", "minutes": "Deciso."}
    run = {
        "publish": actions.publish_event,
        "hold": actions.hold_event,
        "close": lambda e, by: actions.close_event(e, minutes="Deciso.", by=by),
        "reopen": lambda e, by: actions.reopen_event(e, comment="Errore.", by=by),
        "cancel": lambda e, by: actions.cancel_event(e, comment="Neve.", by=by),
        "discard": actions.discard_event,
    }
    assert set(run) == {t.name for t in EVENT_WORKFLOW}
    for transition in EVENT_WORKFLOW:
        event = EventFactory(past=True, state=state, **texts, **extra)
        if state in transition.sources:
            run[transition.name](event, by=editor)
            assert event.state == transition.target
        else:
            with pytest.raises(TransitionConflict):
                run[transition.name](event, by=editor)


def test_change_of_date_is_public_told_to_everybody_and_reminds_again(editor):
    event = EventFactory()
    account = RegistrationFactory(event=event, account=True, reminded_at=timezone.now())
    RegistrationFactory(event=event, email="ospite@example.org")
    RegistrationFactory(event=event, email="annullata@example.org", state="cancelled", place=None)
    RegistrationFactory(event=event, pending=True, email="inattesa@example.org")
    changed = values(starts_at=in_days(30), ends_at=in_days(30, 2))
    event = actions.update_event(event, values=changed, by=editor)
    account.refresh_from_db()
    told = Notification.objects.get()
    assert (event.sequence, account.reminded_at) == (1, None)
    assert (told.recipient, told.subject) == (account.person, "Data o luogo cambiati: Piani famiglia")
    assert "iscritto" in told.reason
    mail = OutgoingEmail.objects.get(template="event_notice")
    assert mail.to == "ospite@example.org"
    assert f"{timezone.localtime(event.starts_at):%H:%M}" in mail.text
    assert HistoryEntry.objects.of(event).first().public


def test_change_of_the_text_alone_tells_nobody(editor):
    event = EventFactory()
    RegistrationFactory(event=event)
    same = {name: getattr(event, name) for name in actions.EVENT_FIELDS}
    actions.update_event(event, values={**same, "summary": "Altre parole."}, by=editor)
    event.refresh_from_db()
    assert (event.sequence, OutgoingEmail.objects.count(), Notification.objects.count()) == (1, 0, 0)


def test_announced_event_is_not_moved_into_the_past(editor):
    change = values(starts_at=in_days(-1), ends_at=in_days(-1, 1))
    error = refusal(actions.update_event, EventFactory(), values=change, by=editor)
    assert "già passata" in error.message_dict["starts_at"][0]


def test_seats_are_not_fewer_than_those_given(editor):
    event = EventFactory(capacity=5)
    RegistrationFactory.create_batch(3, event=event)
    error = refusal(actions.update_event, event, values={"capacity": 2}, by=editor)
    assert error.message_dict["capacity"] == [
        "Ci sono già 3 iscritti con posto: i posti non possono essere di meno."
    ]
    event.refresh_from_db()
    assert event.capacity == 5


def test_more_seats_go_to_those_who_wait_in_their_order(editor):
    event = EventFactory(capacity=1)
    RegistrationFactory(event=event)
    waiting = [RegistrationFactory(event=event, waiting=True) for _ in range(3)]
    actions.update_event(event, values={"capacity": 3}, by=editor)
    for one in waiting:
        one.refresh_from_db()
    assert [one.state for one in waiting] == ["registered", "registered", "waiting"]
    subjects = set(OutgoingEmail.objects.values_list("to", "subject"))
    assert subjects == {(one.email, f"Si è liberato un posto: {event.title}") for one in waiting[:2]}


def test_two_writers_the_second_keeps_what_was_typed(editor):
    event = EventFactory()
    base = actions.fingerprint(event)
    actions.update_event(event, values={"title": "Primo"}, base=base, by=editor)
    error = refusal(actions.update_event, event, values={"title": "Secondo"}, base=base, by=editor)
    event.refresh_from_db()
    assert (error.code, event.title) == ("stale", "Primo")


def test_cancelling_tells_everybody_why(editor):
    event = EventFactory()
    people = [
        RegistrationFactory(event=event, account=True),
        RegistrationFactory(event=event, account=True, waiting=True),
    ]
    RegistrationFactory(event=event, email="ospite@example.org")
    actions.cancel_event(event, comment="Neve.", by=editor)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {one.person_id for one in people}
    assert "Motivo: Neve." in Notification.objects.first().text
    assert "Motivo: Neve." in OutgoingEmail.objects.get(to="ospite@example.org").text
    assert (event.cancellation_reason, event.sequence) == ("Neve.", 1)
    with pytest.raises(ValidationError):
        actions.cancel_event(EventFactory(), comment=" ", by=editor)


def test_event_for_officials_is_not_told_to_who_left_office(editor, official, trento):
    event = EventFactory(officials=True)
    stays, left = official(Role.AUDITOR, trento), UserFactory()
    for person in (stays, left):
        RegistrationFactory(event=event, account=True, person=person)
    actions.cancel_event(event, comment="Neve.", by=editor)
    assert [n.recipient for n in Notification.objects.all()] == [stays]


def test_new_event_is_told_to_the_planners_of_the_other_side(editor, official, piemonte, trento):
    ProtocolAreaFactory(code="good_practices")
    partner = official(Role.PRACTICE_VALIDATOR, trento)
    official(Role.AUDITOR, trento)
    ended = RoleAssignmentFactory(administration=trento)
    ended.valid_to = timezone.now()
    ended.save()
    event = EventFactory(draft=True)
    actions.publish_event(event, by=editor)
    assert [n.recipient for n in Notification.objects.all()] == [partner]


def test_minutes_need_a_text_and_may_have_a_document(editor):
    event = EventFactory(held=True)
    RegistrationFactory(event=event, state="attended", email="ospite@example.org")
    assert "minutes" in refusal(actions.close_event, event, minutes=" ", by=editor).message_dict
    page = ContentFile(b"<html><script>x</script>", name="verbale.txt")
    with pytest.raises(ValidationError):
        actions.close_event(event, minutes="Deciso.", document=page, by=editor)
    event.refresh_from_db()
    assert event.state == S.HELD
    actions.close_event(event, minutes="Deciso.", document=ContentFile(b"ok", name="verbale.txt"), by=editor)
    assert event.minutes_document.title == f"Verbale: {event.title}"
    assert OutgoingEmail.objects.get().to == "ospite@example.org"


def test_only_public_practices_are_linked_and_once(editor):
    event, practice = EventFactory(), PracticeFactory(published=True)
    for _ in range(2):
        actions.link_practice(event, practice=practice, by=editor)
    with pytest.raises(ValidationError):
        actions.link_practice(event, practice=PracticeFactory(submitted=True), by=editor)
    assert list(event.practices.all()) == [practice]
    assert HistoryEntry.objects.of(event).count() == 1


def test_documents_are_kept_in_order(editor):
    event = EventFactory()
    first, second = (
        actions.add_material(event, upload=ContentFile(b"testo", name=f"{n}.txt"), title=f"N. {n}", by=editor)
        for n in (1, 2)
    )
    actions.move_material(second, up=True, by=editor)
    actions.move_material(second, up=True, by=editor)  # the first stays the first
    assert [m.document.title for m in event.materials.all()] == ["N. 2", "N. 1"]
    actions.remove_material(first, by=editor)
    assert [m.document.title for m in event.materials.all()] == ["N. 2"]
    with pytest.raises(TransitionConflict):
        actions.add_material(
            EventFactory(cancelled=True), upload=ContentFile(b"x", name="x.txt"), title="X", by=editor
        )


def test_english_writer_leaves_italian_history(editor):
    event, practice = EventFactory(), PracticeFactory(published=True, title="Sportello")
    from django.utils import translation

    with translation.override("en"):
        actions.link_practice(event, practice=practice, by=editor)
    assert HistoryEntry.objects.of(event).get().label == "Collegata la pratica: Sportello"


def test_slug_of_an_address_of_ours_is_not_given():
    from practices.models import free_event_slug

    assert free_event_slug("Iscrizione") == "iscrizione-2"
