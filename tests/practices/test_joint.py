"""The second step: the other side, or the committee, validates for the shared library."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.kernel.workflow import TransitionConflict, advance
from familynet.notifications.models import Notification
from practices import actions, desk
from practices.models import Practice, PracticeVersion, Review
from practices.workflow import JOINT_WORKFLOW
from tests.factories.reviews import PracticeVersionFactory, make_exchange, make_person, proposed
from tests.kernel.threads import together

pytestmark = pytest.mark.django_db

WRITERS = {"piemonte:practice_editor", "piemonte:practice_validator"}
JUDGES = {"trento:practice_validator", "trento:protocol_committee", "piemonte:protocol_committee"}
ALLOWED = {
    "propose": WRITERS,
    "withdraw": WRITERS,
    "supersede": set(),
    "validate": JUDGES,
    "request_changes": JUDGES,
    "decline": JUDGES,
}
PEOPLE = [f"{slug}:{role}" for slug in ("trento", "piemonte") for role in Role.values]


def on_desk(user, kind):
    """The titles of one kind of things that wait for a person."""
    return [item.title for item in desk.waiting_for(user) if str(item.kind).startswith(kind)]


def test_table_names_every_transition():
    assert {transition.name for transition in JOINT_WORKFLOW} == set(ALLOWED)


def outcome(version, name, user):
    """What refuses the transition (None: nothing) and the state after it; nothing of it stays."""
    refusal = None
    with transaction.atomic():
        try:
            advance(JOINT_WORKFLOW, version, name, by=user, comment="Perché.")
        except (PermissionDenied, TransitionConflict) as error:
            refusal = type(error)
        state = PracticeVersion.objects.get(pk=version.pk).state
        transaction.set_rollback(True)
    return refusal, state


@pytest.mark.parametrize("state", PracticeVersion.State.values)
def test_every_transition_by_everybody(state):
    make_exchange()
    pk = PracticeVersionFactory(state=state).pk
    found, expected = {}, {}
    for person in PEOPLE:
        slug, role = person.split(":")
        user = make_person(role, slug)
        for transition in JOINT_WORKFLOW:
            case = person, transition.name
            found[case] = outcome(PracticeVersion.objects.get(pk=pk), transition.name, user)
            if person not in ALLOWED[transition.name]:
                expected[case] = PermissionDenied, state
            elif state not in transition.sources:
                expected[case] = TransitionConflict, state
            else:
                expected[case] = None, transition.target
    assert found == expected


def test_without_a_protocol_nobody_proposes_or_judges(editor):
    version = PracticeVersionFactory()
    with pytest.raises(PermissionDenied):
        actions.propose_version(version, by=editor)
    committee = make_person("protocol_committee", "piemonte")
    with pytest.raises(PermissionDenied):
        actions.judge_version(version, "validate", by=committee, comment="Bene.")


def test_four_eyes_who_wrote_or_judged_does_not_judge_again():
    version = proposed()
    writer, judge, free = (make_person("protocol_committee", "piemonte") for _ in range(3))
    version.practice.editors.add(writer)
    version.judges.add(judge)
    for person in (writer, judge):
        with pytest.raises(PermissionDenied):
            actions.judge_version(version, "validate", by=person, comment="Bene.")
    actions.judge_version(version, "validate", by=free, comment="Bene.")


def test_proposal_tells_those_who_may_judge_and_nobody_else(editor):
    make_exchange()
    judges = {make_person(*person.split(":")[::-1]) for person in JUDGES}
    make_person("practice_validator", "piemonte"), make_person("practice_editor", "trento")
    actions.propose_version(PracticeVersionFactory(), by=editor)
    assert {note.recipient for note in Notification.objects.all()} == judges


def test_validation_reaches_the_author_and_the_public_page(client_as):
    version = proposed()
    author = version.practice.author
    judge = make_person("practice_validator", "trento")
    actions.judge_version(version, "validate", by=judge, comment="La useremo.")
    practice = Practice.objects.get(pk=version.practice_id)
    review = Review.objects.get()
    assert (practice.is_joint, review.stage, review.outcome) == (True, "joint", "validated")
    assert [e.verb for e in HistoryEntry.objects.of(practice).public()] == ["joint_validate"]
    page = client_as().get(practice.get_absolute_url()).content.decode()
    assert "Validata da entrambe le amministrazioni (versione 1)." in page
    assert "La useremo." not in page
    assert author not in {note.recipient for note in Notification.objects.all()}  # no role any more


def test_assessment_is_needed_for_every_outcome():
    version = proposed()
    judge = make_person("practice_validator", "trento")
    for decision in ("validate", "request_changes", "decline"):
        with pytest.raises(ValidationError):
            actions.judge_version(version, decision, by=judge, comment="  ")
    assert PracticeVersion.objects.get(pk=version.pk).state == "joint_proposed"


def test_changes_are_answered_in_a_working_copy_and_the_next_version_goes_back_by_itself(editor, validator):
    version = proposed(author=editor)
    judge = make_person("practice_validator", "trento")
    actions.judge_version(
        version, "request_changes", by=judge, comment="Quasi.", comments={"risultati": "Quante famiglie?"}
    )
    assert on_desk(editor, "Modifiche chieste") == [version.practice.title]
    copy = actions.open_revision(version.practice, by=editor)
    assert on_desk(editor, "Modifiche chieste") == []
    with pytest.raises(ValidationError, match="commenti"):
        actions.submit_practice(copy, by=editor, change_note="Numeri.")
    comment = Review.objects.get().comments.get()
    actions.answer_comment(comment, practice=copy, answer="Duecento.", by=editor)
    actions.submit_practice(copy, by=editor, change_note="Numeri.")
    actions.publish_practice(copy, by=validator, comment="Bene.")
    states = dict(version.practice.versions.values_list("number", "state"))
    assert states == {1: "joint_changes_requested", 2: "joint_proposed"}
    assert on_desk(judge, "Buone pratiche da validare insieme") == [version.practice.title]
    assert version.practice.submissions.get(stage="joint").version.number == 2


def test_new_version_must_be_validated_again_and_the_page_says_which_was(editor, validator, client_as):
    version = proposed(author=editor)
    judge = make_person("practice_validator", "trento")
    actions.judge_version(version, "validate", by=judge, comment="Bene.")
    copy = actions.open_revision(version.practice, by=editor)
    actions.submit_practice(copy, by=editor, change_note="Costi.")
    actions.publish_practice(copy, by=validator, comment="Bene.")
    practice = Practice.objects.get(pk=version.practice_id)
    assert not practice.is_joint
    page = client_as().get(practice.get_absolute_url()).content.decode()
    assert "Entrambe hanno validato la versione 1; la 2 non ancora." in page


def test_newer_version_takes_the_place_of_one_that_waits(editor, validator):
    version = proposed(author=editor)
    copy = actions.open_revision(version.practice, by=editor)
    actions.submit_practice(copy, by=editor, change_note="Costi.")
    actions.publish_practice(copy, by=validator, comment="Bene.")
    assert dict(version.practice.versions.values_list("number", "state")) == {1: "own", 2: "joint_proposed"}


def test_declined_practice_stays_on_its_page_and_is_not_proposed_by_itself(editor, validator):
    version = proposed(author=editor)
    actions.judge_version(version, "decline", by=make_person("practice_validator", "trento"), comment="No.")
    copy = actions.open_revision(version.practice, by=editor)
    actions.submit_practice(copy, by=editor, change_note="Costi.")
    actions.publish_practice(copy, by=validator, comment="Bene.")
    assert version.practice.versions.get(number=2).state == "own"
    assert Practice.objects.published().filter(pk=version.practice_id).exists()


def test_queue_shows_the_oldest_first_and_only_to_who_may(client_as, editor):
    version = proposed()
    url = reverse("practices:joint_queue")
    judge = client_as(make_person("practice_validator", "trento"))
    assert version.practice.title in judge.get(url).content.decode()
    own = client_as(make_person("practice_validator", "piemonte")).get(url).content.decode()
    assert version.practice.title not in own
    assert client_as(editor).get(url).status_code == 403


def test_page_of_the_judge_judges(client_as):
    version = proposed()
    judge = client_as(make_person("practice_validator", "trento"))
    url = reverse("practices:joint_review", kwargs={"uuid": version.practice.uuid})
    assert judge.post(url, {"decision": "validate", "comment": " "}).status_code == 200
    response = judge.post(
        url, {"decision": "request_changes", "comment": "Quasi.", "comments-risultati": "Quante?"}
    )
    assert response.status_code == 302
    assert Review.objects.get().comments.get().section == "risultati"
    assert judge.post(url, {"decision": "validate", "comment": "Ora sì."}).status_code == 409


def test_judgement_of_a_version_that_was_replaced_while_reading_is_a_conflict(client_as):
    version = proposed()
    PracticeVersion.objects.filter(pk=version.pk).update(is_current=False)
    PracticeVersionFactory(practice=version.practice, number=2, state="joint_proposed")
    judge = client_as(make_person("practice_validator", "trento"))
    url = reverse("practices:joint_review", kwargs={"uuid": version.practice.uuid})
    response = judge.post(url, {"decision": "validate", "comment": "Bene.", "seen": "1"})
    assert response.status_code == 409
    assert not Review.objects.exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_queue_asks_the_same_number_of_queries(client_as, rows, django_assert_num_queries):
    make_exchange()
    for _ in range(rows):
        PracticeVersionFactory(state="joint_proposed")
    browser = client_as(make_person("practice_validator", "trento"))
    with django_assert_num_queries(8):
        assert browser.get(reverse("practices:joint_queue")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_judges_of_both_sides_at_once_one_wins():
    version = proposed()
    people = [make_person("practice_validator", "trento") for _ in range(3)]
    people.append(make_person("protocol_committee", "piemonte"))
    copies = [PracticeVersion.objects.get(pk=version.pk) for _ in people]
    decisions = ["validate", "decline", "request_changes", "validate"]
    calls = [
        lambda copy=copy, by=by, decision=decision: actions.judge_version(copy, decision, by=by, comment="Letta.")
        for copy, by, decision in zip(copies, people, decisions, strict=True)
    ]
    outcomes = together(*calls)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["HistoryEntry"] + ["TransitionConflict"] * 3
    assert Review.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_judgement_while_a_newer_version_is_published_never_validates_the_newer_one(editor, validator):
    version = proposed(author=editor)
    copy = actions.open_revision(version.practice, by=editor)
    actions.submit_practice(copy, by=editor, change_note="Costi.")
    judges = [make_person("practice_validator", "trento") for _ in range(2)]
    rows = [PracticeVersion.objects.get(pk=version.pk) for _ in judges]
    outcomes = together(
        lambda: actions.publish_practice(Practice.objects.get(pk=copy.pk), by=validator, comment="Bene."),
        lambda: actions.publish_practice(Practice.objects.get(pk=copy.pk), by=validator, comment="Bene."),
        *[
            lambda row=row, by=by: actions.judge_version(row, "validate", by=by, comment="Letta.")
            for row, by in zip(rows, judges, strict=True)
        ],
    )
    published = [type(outcome).__name__ for outcome in outcomes[:2]]
    assert sorted(published) == ["HistoryEntry", "TransitionConflict"]
    assert {type(outcome).__name__ for outcome in outcomes[2:]} <= {
        *("HistoryEntry", "TransitionConflict", "PermissionDenied"),
    }
    assert list(version.practice.versions.values_list("number", "is_current")) == [(2, True), (1, False)]
    assert version.practice.versions.get(number=2).state == "joint_proposed"
    assert not Practice.objects.get(pk=version.practice_id).is_joint


def test_practice_that_left_the_list_is_not_judged():
    version = proposed()
    judge = make_person("practice_validator", "trento")
    Practice.objects.filter(pk=version.practice_id).update(state="archived", archived_at="2026-01-01T10:00Z")
    with pytest.raises(PermissionDenied):
        actions.judge_version(version, "validate", by=judge, comment="Bene.")
