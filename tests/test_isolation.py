"""Nobody of Trento sees a private object of Piemonte: one row for every model that belongs to somebody.

A model of the project with `visible_to`, or with an administration, and without a row fails.
"""

from fnmatch import fnmatchcase
from http.cookies import SimpleCookie

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse

from certifications.models import (
    ProcedureRules,
    Scheme,
)
from districts.models import District, Programme
from familynet.accounts.models import Administration, Invitation, RoleAssignment, User
from familynet.kernel.history import HistoryEntry
from familynet.networks.models import Membership, Network
from familynet.notifications.models import Notification
from familynet.organisations.models import Organisation, OrganisationInvitation, OrganisationMember
from familynet.portal.models import FaultReport
from familynet.protocols.models import Protocol, ProtocolAct
from practices.models import (
    Answer,
    ClarityRule,
    ClarityWaiver,
    Collection,
    ExchangeEvent,
    Follow,
    LibraryRules,
    Practice,
    PracticeImport,
    PracticeVersion,
    Question,
    Registration,
    Transfer,
)
from tests.access.rows import PERSONAS, bare_error_pages, make_world
from tests.factories.accounts import InvitationFactory, RoleAssignmentFactory, UserFactory
from tests.factories.collections import CollectionFactory, PracticeImportFactory
from tests.factories.districts import DistrictFactory, ProgrammeFactory
from tests.factories.events import EventFactory, RegistrationFactory
from tests.factories.networks import MembershipFactory, NetworkFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.organisations import (
    OrganisationFactory,
    OrganisationInvitationFactory,
    OrganisationMemberFactory,
)
from tests.factories.portal import FaultReportFactory
from tests.factories.practices import PracticeFactory
from tests.factories.protocols import ProtocolActFactory, ProtocolFactory
from tests.factories.reviews import PracticeVersionFactory
from tests.factories.talk import AnswerFactory, FollowFactory, QuestionFactory
from tests.factories.transfers import TransferFactory
from tests.factories.writing import ClarityWaiverFactory
from tests.isolation.certifications import ROWS as CERTIFICATION_ROWS
from tests.isolation.private import EVENT_PLANNERS, OF_THE_ORGANISATION, OFFICIALS, PEOPLE, Private, work
from tests.isolation.standards import ROWS as STANDARD_ROWS

pytestmark = pytest.mark.django_db

# Who must find nothing at all: every role of Trento, people of an organisation there, a superuser without roles.
STRANGERS = [name for name in PERSONAS if name.startswith("trento")] + ["organisation:other", "superuser"]


def draft_protocol(world):
    return ProtocolFactory(parties=[world.piemonte], state=Protocol.State.DRAFT)


def held_role(world):
    return RoleAssignmentFactory(
        user=UserFactory(administration=world.piemonte), role="assessor", administration=world.piemonte
    )


ROWS = {
    Practice: Private(lambda w: PracticeFactory(submitted=True), work("practices:work_detail", "uuid")),
    Transfer: Private(
        lambda w: TransferFactory(internal=True, organisation=w.organisation), work("practices:transfer", "uuid")
    ),
    ExchangeEvent: Private(lambda w: EventFactory(draft=True), work("events:work_detail", "uuid"), EVENT_PLANNERS),
    Registration: Private(
        lambda w: RegistrationFactory(),
        work("events:participant_step", "event.uuid", "uuid", step="cancel"),
        EVENT_PLANNERS,
    ),
    Collection: Private(
        lambda w: CollectionFactory(visibility="administration"), work("practices:collection_work", "uuid")
    ),
    PracticeImport: Private(
        lambda w: PracticeImportFactory(), work("practices:import", "uuid"), ("piemonte:practice_editor",)
    ),
    PracticeVersion: Private(
        # A version whose practice is not public cannot come about; if it did, only its own side would see it.
        lambda w: PracticeVersionFactory(practice=PracticeFactory(submitted=True)),
        work("practices:rounds", "practice.uuid"),
    ),
    Organisation: Private(
        lambda w: w.organisation,
        work("organisations:detail", "slug"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    OrganisationMember: Private(
        lambda w: OrganisationMemberFactory(organisation=w.organisation),
        work("organisations:remove_member", "organisation.slug", "pk"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    OrganisationInvitation: Private(
        lambda w: OrganisationInvitationFactory(organisation=w.organisation),
        work("organisations:withdraw_invitation", "organisation.slug", "pk"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    Membership: Private(
        lambda w: MembershipFactory(organisation=w.organisation),
        work("networks:membership", "pk"),
        (*OFFICIALS, *OF_THE_ORGANISATION),
    ),
    ClarityWaiver: Private(
        lambda w: ClarityWaiverFactory(practice__administration=w.piemonte),
        work("practices:work_detail", "practice.uuid"),
    ),
    District: Private(
        lambda w: DistrictFactory(administration=w.piemonte, proposed=True), work("districts:manage", "slug")
    ),
    Programme: Private(
        lambda w: ProgrammeFactory(district__administration=w.piemonte),
        work("districts:programme_manage", "district.slug", "year_from"),
    ),
    Protocol: Private(draft_protocol, work("protocols:work_detail", "slug")),
    ProtocolAct: Private(
        lambda w: ProtocolActFactory(protocol=draft_protocol(w), administration=w.piemonte),
        work("protocols:page", "protocol.slug"),
        None,
    ),
    FaultReport: Private(
        lambda w: FaultReportFactory(administration=w.piemonte), work("portal:report_answer", "uuid"), PEOPLE
    ),
    User: Private(lambda w: UserFactory(administration=w.piemonte), work("accounts:person", "pk"), PEOPLE),
    Invitation: Private(
        lambda w: InvitationFactory(administration=w.piemonte),
        work("accounts:invitation_withdraw", "uuid"),
        PEOPLE,
    ),
    Question: Private(
        lambda w: QuestionFactory(author=w.people["piemonte:assessor"]),
        work("practices:edit_question", "practice.slug", "pk"),
    ),
    Answer: Private(
        lambda w: AnswerFactory(), work("practices:edit_answer", "question.practice.slug", "pk"), None
    ),
    Follow: Private(
        lambda w: FollowFactory(user=w.people["piemonte:assessor"]),
        work("practices:unfollow", "pk"),
        ("piemonte:assessor",),
    ),
    Notification: Private(
        lambda w: NotificationFactory(recipient=w.people["piemonte:assessor"]),
        work("notifications:open", "pk"),
        ("piemonte:assessor",),
    ),
    RoleAssignment: Private(held_role, work("accounts:end_role", "user.pk", "pk"), None),
    **CERTIFICATION_ROWS,
    **STANDARD_ROWS,
}

# Belong to an administration and are public as such, or are read only with the record they are about.
WITHOUT_PRIVATE_OBJECTS = {
    Network: "every network has its public page; foreign hands are kept off by 403 (access matrix)",
    LibraryRules: "what is asked of everybody's practices; kept in the administration site",
    ClarityRule: "a minimum is no secret: every writer sees it, only the administration site changes it",
    ProcedureRules: "terms are no secret: applicants read them; foreign hands are kept off by 403",
    Scheme: "every scheme has its public page",
    HistoryEntry: "read only with its record, whose visibility decides",
}


def owned_models():
    """Models of this project with visible_to(), or with a foreign key to an administration."""
    ours = [model for model in apps.get_models() if not model.__module__.startswith(("django", "allauth"))]
    return {
        model
        for model in ours
        if hasattr(model._default_manager.all(), "visible_to")
        or any(field.related_model is Administration for field in model._meta.concrete_fields)
    }


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        world.people["superuser"] = UserFactory(is_staff=True, is_superuser=True)
        world.cookies = {}
        for name in STRANGERS:
            client = Client()
            client.force_login(world.people[name])
            world.cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        yield world
        transaction.set_rollback(True)


def cases(*, with_queryset):
    found = [model for model, row in ROWS.items() if row.seen_by is not None or not with_queryset]
    return pytest.mark.parametrize("model", found, ids=lambda model: model._meta.label)


def test_every_owned_model_has_a_row():
    described = {*ROWS, *WITHOUT_PRIVATE_OBJECTS}
    assert sorted(model._meta.label for model in owned_models() ^ described) == []


def test_models_without_private_objects_have_no_visibility_of_their_own():
    hidden = [m._meta.label for m in WITHOUT_PRIVATE_OBJECTS if hasattr(m._default_manager.all(), "visible_to")]
    assert hidden == []


@cases(with_queryset=True)
def test_visible_to_shows_the_private_object_to_its_own_people_only(world, model):
    row = ROWS[model]
    obj = row.make(world)
    readers = {**world.people, "anonymous": AnonymousUser()}
    seen = {name for name, who in readers.items() if model.objects.visible_to(who).filter(pk=obj.pk).exists()}
    expected = {name for name in readers if any(fnmatchcase(name, pattern) for pattern in row.seen_by)}
    assert seen == expected


@cases(with_queryset=False)
def test_work_page_of_the_private_object_is_not_found_by_strangers(world, model):
    url = ROWS[model].url(ROWS[model].make(world))
    client, answers = Client(), {}
    for name in STRANGERS:
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: world.cookies[name]})
        with transaction.atomic(), bare_error_pages():
            answers[name] = {client.get(url).status_code, client.post(url).status_code}
            transaction.set_rollback(True)
    assert {name: codes for name, codes in answers.items() if not codes <= {404, 405}} == {}
    assert all(404 in codes for codes in answers.values())


def test_a_role_that_ended_shows_nothing_any_more(world):
    """The session stays open; the next request knows."""
    person = UserFactory(administration=world.piemonte)
    held = RoleAssignmentFactory(user=person, role="practice_validator", administration=world.piemonte)
    url = reverse("practices:work_detail", args=[PracticeFactory(submitted=True).uuid])
    client = Client()
    client.force_login(person)
    before = client.get(url).status_code
    held.valid_to = held.valid_from
    held.save(update_fields=["valid_to"])
    assert (before, client.get(url).status_code) == (200, 404)


def test_foreign_organisation_factory_object_is_not_the_one_of_the_world(world):
    """Guards the table itself: a second organisation of Piemonte is hidden from the first one's people."""
    other = OrganisationFactory(administration=world.piemonte)
    mine = world.people["organisation:contact"]
    assert list(Organisation.objects.visible_to(mine)) == [world.organisation]
    assert other.administration == world.piemonte


def test_network_of_the_other_administration_is_not_changed(world):
    network = NetworkFactory(administration=world.piemonte)
    client = Client()
    client.force_login(world.people["trento:network_coordinator"])
    answer = client.post(reverse("networks:edit", args=[network.slug]), {"name": "Presa"})
    network.refresh_from_db()
    assert (answer.status_code, network.name == "Presa") == (403, False)
