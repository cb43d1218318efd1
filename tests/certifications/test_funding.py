"""The accompanying administration: its opinion, its calls for funding."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from certifications.actions import (
    add_project,
    give_accompanying_opinion,
    increase_budget,
    move_call,
    move_project,
    save_call,
)
from certifications.models import (
    AccompanyingOpinion,
    Application,
    BudgetIncrease,
    Decision,
    FundedProject,
    FundingCall,
)
from familynet.accounts.roles import Role
from familynet.kernel.history import HistoryEntry
from familynet.notifications.models import Notification
from tests.factories.accounts import RoleAssignmentFactory, UserFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.funding import AccompanyingOpinionFactory, FundedProjectFactory, FundingCallFactory
from tests.factories.kernel import ActFactory
from tests.factories.organisations import OrganisationFactory, OrganisationMemberFactory

pytestmark = pytest.mark.django_db


def holder(administration, role=Role.CERTIFICATION_OFFICER):
    user = UserFactory(administration=administration)
    RoleAssignmentFactory(user=user, role=role, administration=administration)
    return user


def project(call, granted, state="granted", **fields):
    return FundedProjectFactory(call=call, state=state, granted=granted, **fields)


# --- Opinion -------------------------------------------------------------------------------------


@pytest.fixture
def file():
    application = ApplicationFactory(state="in_review")
    application.officer = holder(application.administration)
    application.save()
    return application


def test_opinion_is_kept_changed_and_told_to_the_officer(file):
    colleague = holder(file.seat_administration)
    give_accompanying_opinion(application=file, by=colleague, outcome="favourable")
    give_accompanying_opinion(application=file, by=colleague, outcome="unfavourable", text="Manca il piano.")
    opinion = AccompanyingOpinion.objects.get()
    assert (opinion.outcome, opinion.administration) == ("unfavourable", file.seat_administration)
    entries = HistoryEntry.objects.of(file)
    assert [e.data["before"] for e in entries] == ["favourable", ""]
    assert set(Notification.objects.values_list("recipient", flat=True)) == {file.officer_id}


def test_opinion_ends_with_the_decision(file):
    colleague = holder(file.seat_administration)
    Application.objects.filter(pk=file.pk).update(state="awarded")
    with pytest.raises(PermissionDenied):
        give_accompanying_opinion(application=file, by=colleague, outcome="favourable")


def test_certifier_gives_no_accompanying_opinion(file):
    with pytest.raises(PermissionDenied):
        give_accompanying_opinion(application=file, by=holder(file.administration), outcome="favourable")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"outcome": "with_notes", "text": " "}, "__all__"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"outcome": "favourable", "protocol_date": datetime.date(2999, 1, 1)}, "protocol_date"),
    ],
)
def test_opinion_refuses(file, fields, where):
    with pytest.raises(ValidationError) as error:
        give_accompanying_opinion(application=file, by=holder(file.seat_administration), **fields)
    assert where in error.value.message_dict


def test_applicant_knows_the_opinion_only_after_the_decision(file):
    opinion = AccompanyingOpinionFactory(application=file)
    mayor = OrganisationMemberFactory(organisation=file.organisation).user
    assert not AccompanyingOpinion.objects.visible_to(mayor).exists()
    Application.objects.filter(pk=file.pk).update(state="awarded")
    assert AccompanyingOpinion.objects.visible_to(mayor).get() == opinion


def test_applicant_reads_the_opinion_after_the_decision_and_no_sign_of_it_before(file, client_as):
    colleague = holder(file.seat_administration)
    colleague.full_name = "Fulvia Ropelato"
    colleague.save()
    give_accompanying_opinion(application=file, by=colleague, outcome="with_notes", text="Segreto-parere.")
    mayor = OrganisationMemberFactory(organisation=file.organisation).user
    overview = reverse("certifications:application", args=[file.public_id])
    before = client_as(mayor).get(overview).text
    for words in ("Segreto-parere", "parere di chi accompagna", file.seat_administration.name + ": favorevole"):
        assert words not in before
    assert client_as(mayor).get(reverse("certifications:outcome", args=[file.public_id])).status_code == 404
    Decision.objects.create(application=file, outcome="awarded", act=ActFactory(), decided_by=UserFactory())
    Application.objects.filter(pk=file.pk).update(state="awarded")
    assert "favorevole con osservazioni" in client_as(mayor).get(overview).text
    page = client_as(mayor).get(reverse("certifications:outcome", args=[file.public_id])).text
    assert "Segreto-parere" in page
    assert "Fulvia Ropelato" not in page


def test_opinion_is_shown_only_with_a_decision_not_after_a_withdrawal(file, client_as):
    AccompanyingOpinionFactory(application=file, outcome="unfavourable", text="Segreto-parere.")
    Application.objects.filter(pk=file.pk).update(state="withdrawn", concluded_on=datetime.date(2026, 1, 1))
    mayor = OrganisationMemberFactory(organisation=file.organisation).user
    page = client_as(mayor).get(reverse("certifications:application", args=[file.public_id])).text
    assert "Parere di" not in page


def test_official_who_acts_for_the_applicant_waits_for_the_decision(file, client_as):
    AccompanyingOpinionFactory(application=file)
    colleague = holder(file.seat_administration)
    url = reverse("certifications:file_opinion", args=[file.public_id])
    assert client_as(colleague).get(url).status_code == 200
    OrganisationMemberFactory(organisation=file.organisation, user=colleague)
    colleague = type(colleague).objects.get(pk=colleague.pk)
    assert client_as(colleague).get(url).status_code == 403
    assert not AccompanyingOpinion.objects.visible_to(colleague).exists()


# --- Budget --------------------------------------------------------------------------------------


def test_grants_fill_the_budget_and_no_more():
    call = FundingCallFactory(budget=100)
    project(call, 60)
    project(call, 40)
    with pytest.raises(IntegrityError, match="exceed the budget"):
        project(call, Decimal("0.01"))


def test_revoked_and_refused_amounts_are_free_again():
    call = FundingCallFactory(budget=100)
    project(call, 100, state="revoked")
    project(call, 100, state="rejected")
    project(call, 100)


def test_increase_makes_room_and_cannot_be_taken_back_from_under_a_grant():
    call = FundingCallFactory(budget=100)
    increase = BudgetIncrease.objects.create(call=call, amount=50, act=ActFactory())
    project(call, 150)
    with pytest.raises(IntegrityError, match="exceed the budget"), transaction.atomic():
        increase.delete()
    with pytest.raises(IntegrityError, match="exceed the budget"), transaction.atomic():
        FundingCall.objects.filter(pk=call.pk).update(budget=99)
    assert FundingCall.objects.with_sums().get().left == 0


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_never_exceed_the_budget():
    call = FundingCallFactory(budget=100)
    projects = [FundedProjectFactory(call=call) for _ in range(2)]
    manager = holder(call.administration, Role.CERTIFICATION_MANAGER)
    refused, start = [], threading.Barrier(2)

    def grant(asked):
        start.wait()
        try:
            move_project(project=asked, name="grant", by=manager, act=ActFactory(), granted=Decimal(60))
        except ValidationError as error:
            refused.append(error.message_dict["granted"])
        finally:
            connection.close()

    threads = [threading.Thread(target=grant, args=[asked]) for asked in projects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [["Le risorse del bando non bastano per questo importo."]]
    assert sorted(FundedProject.objects.values_list("state", flat=True)) == ["asked", "granted"]


@pytest.mark.parametrize(
    ("granted", "sentence"),
    [("27500.01", "Supera il massimo per progetto."), ("9500", "Resta un cofinanziamento inferiore al minimo.")],
)
def test_grant_keeps_the_rules_of_the_call(granted, sentence):
    call = FundingCallFactory(max_per_project=27500, cofunding_percent=10)
    asked = FundedProjectFactory(call=call, cost=10_000)
    manager = holder(call.administration, Role.CERTIFICATION_MANAGER)
    with pytest.raises(ValidationError) as error:
        move_project(project=asked, name="grant", by=manager, act=ActFactory(), granted=Decimal(granted))
    assert error.value.message_dict == {"granted": [sentence]}
    move_project(project=asked, name="grant", by=manager, act=ActFactory(), granted=Decimal(9000))
    assert asked.cofunding == 1000


@pytest.mark.parametrize(("population", "allowed"), [(20_000, False), (20_001, True), (None, False)])
def test_only_comuni_of_the_condition_may_ask(population, allowed):
    call = FundingCallFactory(condition={"fact": "population", "op": "gt", "value": 20_000})
    comune = OrganisationFactory(kind="municipality", municipality__population=population)
    asked = FundedProject(call=call, organisation=comune, title="Piano")
    by = holder(call.administration)
    if allowed:
        assert add_project(project=asked, by=by).pk
    else:
        with pytest.raises(ValidationError) as error:
            add_project(project=asked, by=by)
        assert "organisation" in error.value.message_dict


def test_who_wrote_a_call_does_not_publish_it(client_as):
    call = FundingCallFactory(draft=True)
    manager = holder(call.administration, Role.CERTIFICATION_MANAGER)
    FundingCall.objects.filter(pk=call.pk).update(drafted_by=manager)
    url = reverse("certifications:call_step", args=[call.slug, "publish"])
    assert client_as(manager).get(url).status_code == 403


def test_who_changed_a_call_does_not_publish_it():
    call = FundingCallFactory(draft=True)
    both = holder(call.administration, Role.CERTIFICATION_MANAGER)
    RoleAssignmentFactory(user=both, role=Role.CERTIFICATION_OFFICER, administration=call.administration)
    both = type(both).objects.get(pk=both.pk)
    call.title = "Altro titolo"
    save_call(call=call, by=both)
    with pytest.raises(ValidationError, match="un'altra persona"):
        move_call(call=call, name="publish", by=both, act=ActFactory())


def test_increase_without_act_says_why():
    call = FundingCallFactory()
    manager = holder(call.administration, Role.CERTIFICATION_MANAGER)
    with pytest.raises(ValidationError):
        increase_budget(call=call, amount=Decimal(10), by=manager)
    increase_budget(call=call, amount=Decimal(10), by=manager, note="Atto non trovato nelle fonti.")
    assert FundingCall.objects.with_sums().get().total == 50_010


def test_published_call_is_not_rewritten():
    call = FundingCallFactory()
    with pytest.raises(PermissionDenied):
        save_call(call=call, by=holder(call.administration))


# --- Pages ---------------------------------------------------------------------------------------


def test_public_page_shows_what_was_granted_and_nothing_asked(client_as):
    call = FundingCallFactory(condition={"fact": "population", "op": "gt", "value": 20_000})
    project(call, 27_250, organisation__name="Comune di Bra", act=ActFactory(number="991"))
    FundedProjectFactory(call=call, organisation__name="Comune che aspetta")
    page = client_as().get(reverse("certifications:call", args=[call.slug])).text
    for words in ("Comune di Bra", "27.250,00 €", "n. 991", "Il comune ha più di 20.000 abitanti"):
        assert words in page
    assert "Comune che aspetta" not in page
    table = client_as().get(reverse("certifications:call_csv", args=[call.slug])).getvalue().decode()
    assert "Comune di Bra" in table
    assert "aspetta" not in table


def test_journey_of_a_call_from_draft_to_grant(client_as):
    call = FundingCallFactory(draft=True)
    officer = holder(call.administration)
    manager = holder(call.administration, Role.CERTIFICATION_MANAGER)
    comune = OrganisationFactory(kind="municipality")
    act = {"act-kind": "determination", "act-number": "7-5965", "act-date": "2022-11-18"}
    url = reverse("certifications:call_work", args=[call.slug])
    client_as(manager).post(f"{url}publish/", act)
    response = client_as(officer).post(
        f"{url}progetti/nuovo/", {"organisation": comune.name, "title": "Piano", "cost": "10000", "asked": "900"}
    )
    assert response.status_code == 302, response.text
    made = FundedProject.objects.get()
    step = reverse("certifications:project_step", args=[made.pk, "grant"])
    too_much = client_as(manager).post(step, {**act, "granted": "9999999"}).text
    assert "Le risorse del bando non bastano" in too_much or "Supera" in too_much or "cofinanziamento" in too_much
    client_as(manager).post(step, {**act, "granted": "900"})
    made.refresh_from_db()
    assert (made.state, made.granted, str(made.act.number)) == ("granted", 900, "7-5965")


@pytest.mark.parametrize("rows", [1, 12])
def test_pages_ask_a_fixed_number_of_queries(client_as, django_assert_max_num_queries, rows):
    call = FundingCallFactory()
    for _number in range(rows):
        project(call, 10)
    with django_assert_max_num_queries(7):
        client_as().get(reverse("certifications:call", args=[call.slug]))


@pytest.mark.parametrize("junk", ["0", "-1", "9" * 400, "a", "%00"])
def test_junk_pages(client_as, junk):
    call = FundingCallFactory()
    assert client_as().get(f"{reverse('certifications:call', args=[call.slug])}?page={junk}").status_code == 200
