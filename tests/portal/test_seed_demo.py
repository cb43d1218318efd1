"""The demo as a whole: made once for all tests of this module, in a transaction that is rolled back."""

import datetime
import io
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from certifications.models import Certificate, ImportRun
from districts.models import AreaAgreement, District, DistrictMember, Programme
from familynet.accounts.models import Administration, Invitation, RoleAssignment, User
from familynet.kernel.history import HistoryEntry, broken_links
from familynet.networks.models import Membership
from familynet.organisations.models import Organisation, OrganisationMember
from familynet.portal.demo.content.people import MAILBOXES, MEMBERS, PASSWORD, address
from familynet.portal.desk import waiting_groups
from familynet.protocols.models import Protocol
from practices.models import ClarityWaiver, DocumentRevision, Practice, PracticeDocument, Review, Transfer
from tests.practices.gulpease import independent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
STAFF = [(slug, mailbox) for slug in ("trento", "piemonte") for mailbox in MAILBOXES]
# The register and the districts are kept by Trento; assessors and auditors have no task of their own yet.
BUSY = set(MAILBOXES) - {"valutazione", "controllo"}
EVERYBODY = [address(mailbox, slug) for slug, mailbox in STAFF] + [member.email for member in MEMBERS]


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The output of the command; the rows stay until the end of the module."""
    storage = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path_factory.mktemp("documents"))},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    output = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STORAGES=storage):
            call_command("seed_demo", stdout=output)
        yield output.getvalue()
        transaction.set_rollback(True)


def everything():
    """How many rows each table has, and the end of each history."""
    counts = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    return counts, list(HistoryEntry.objects.order_by("pk").values_list("hash", flat=True))


def states(model):
    return set(model._base_manager.values_list("state", flat=True))


def test_second_run_changes_nothing_and_says_so():
    before = everything()
    output = io.StringIO()

    call_command("seed_demo", stdout=output)

    assert everything() == before
    assert "nothing was changed" in output.getvalue()


def test_output_lists_every_account(seeded):
    assert [mail for mail in EVERYBODY if mail not in seeded] == []
    assert PASSWORD in seeded


@pytest.mark.parametrize("mail", EVERYBODY)
def test_everybody_signs_in(mail):
    client = Client()

    response = client.post(reverse("account_login"), {"login": mail, "password": PASSWORD})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=mail, is_demo=True).pk)


@pytest.mark.parametrize(("slug", "mailbox"), STAFF)
def test_official_has_one_role(slug, mailbox):
    roles = RoleAssignment.objects.in_force().filter(user__email=address(mailbox, slug))

    assert list(roles.values_list("role", "administration__slug")) == [(MAILBOXES[mailbox], slug)]


def test_people_act_for_their_organisations():
    found = OrganisationMember.objects.current().values_list("user__email", "role", "organisation__name")

    assert set(found) >= {(member.email, member.role, member.organisation) for member in MEMBERS}


@pytest.mark.parametrize("slug", ["trento", "piemonte"])
def test_administration_has_a_practice_in_every_state(slug):
    found = Practice.objects.filter(administration__slug=slug).values_list("state", flat=True)

    assert set(found) >= set(Practice.State.values) - set(Practice.CLOSED_STATES)


@pytest.mark.parametrize(
    "model", [Certificate, Membership, AreaAgreement, District, DistrictMember, Programme, Organisation, Transfer]
)
def test_every_state_occurs(model):
    assert states(model) == set(model.State.values)


def test_imports_and_invitations_wait_and_are_done():
    assert states(ImportRun) == {ImportRun.State.CHECKED, ImportRun.State.COMMITTED}
    assert states(Invitation) == {"sent", "accepted", "withdrawn"}


def test_published_practices_are_whole():
    for practice in Practice.objects.published():
        assert practice.practice_documents.count() >= 1, practice
        assert "Contenuto dimostrativo" in practice.sources
        assert practice.is_demo


def test_validator_never_wrote_the_practice():
    assert [review for review in Review.objects.all() if review.validator_id in review.practice.writer_ids] == []


def test_register_has_the_bodies_of_public_acts():
    real = Certificate.objects.filter(source="registro-atti-pubblici.csv")

    assert real.count() == 24
    assert set(real.values_list("state", flat=True)) == {"valid"}
    assert real.without_act().count() == 19


def test_only_invented_bodies_lost_a_certificate():
    in_trouble = Certificate.objects.exclude(state="valid").values_list("organisation__name", flat=True)

    assert [name for name in in_trouble if not name.endswith("(esempio)")] == []


def test_all_records_are_marked_as_demo():
    for model in apps.get_models():
        if any(field.name == "is_demo" for field in model._meta.get_fields()):
            assert list(model._base_manager.filter(is_demo=False)) == [], model


def test_administrations_speak_for_themselves():
    for administration in Administration.objects.all():
        assert administration.accessibility_url == ""
        assert "Avviso dimostrativo" in administration.privacy_notice
        assert administration.emblem


def test_protocol_of_2022_is_told_with_its_term():
    protocol = Protocol.objects.get(starts_on=datetime.date(2022, 7, 14))

    assert (protocol.starts_on, protocol.ends_on) == (datetime.date(2022, 7, 14), datetime.date(2025, 7, 13))
    assert {party.slug for party in protocol.parties.all()} == {"trento", "piemonte"}
    assert protocol.is_demo


def test_every_desk_with_a_task_has_something_waiting():
    waiting = {mail: len(waiting_groups(User.objects.get(email=mail))) for mail in EVERYBODY}

    assert {mail for mail, number in waiting.items() if number} >= {address(box, "trento") for box in BUSY}
    assert {mail for mail, number in waiting.items() if number} >= {
        address(box, "piemonte") for box in BUSY - {"istruttoria", "distretti"}
    }


WITHOUT_TERM = {
    "Buone pratiche da validare",
    "Buone pratiche da validare insieme",
    "Buone pratiche da modificare",
    "Bozze da completare",
    "Modifiche chieste dall'altra amministrazione",
    "Richieste di pratiche a cui rispondere",
    "Domande a cui rispondere",
    "Adattamenti da descrivere",
    "Adozioni da confermare",
    "Incontri da pubblicare",
    "Importazioni da concludere",
    "Programmi da approvare",
    "Adesioni alle reti da completare",
}
ACCOUNTS = Path(__file__).resolve().parents[2] / "docs/demo-accounts.md"
DESK_TABLE = dict(
    re.findall(r"^\| [^|]*\| (\w+@\w+\.example) \| ([^|]+) \|$", ACCOUNTS.read_text(), re.MULTILINE)[:20]
)


@pytest.mark.parametrize("mail", [address(mailbox, slug) for slug, mailbox in STAFF])
def test_documented_desk_is_the_desk(mail):
    """What has a term comes and goes with the day of the test: only the rest is compared."""
    told = {words.strip() for words in DESK_TABLE[mail].split(";")}
    waiting = {group.title for group in waiting_groups(User.objects.get(email=mail))}

    assert waiting & WITHOUT_TERM == told & WITHOUT_TERM


def test_history_is_intact():
    assert HistoryEntry.objects.count() > 300
    assert list(broken_links()) == []


def test_clarity_of_the_summaries_varies_and_equals_an_independent_count():
    practices = list(Practice.objects.all())
    assert {p.pk: p.clarity for p in practices} == {p.pk: independent(p.summary)[3] for p in practices}
    assert len({practice.clarity for practice in practices}) > 15
    waiver = ClarityWaiver.objects.get()
    assert (waiver.practice.state, waiver.clarity < waiver.minimum) == ("published", True)


def test_one_document_has_an_earlier_version():
    revision = DocumentRevision.objects.get()
    assert revision.document.sha256 != revision.successor.sha256
    assert PracticeDocument.objects.filter(document=revision.successor, practice=revision.practice).exists()
