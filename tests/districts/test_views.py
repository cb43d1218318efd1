import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from districts.models import AreaAgreement, District, DistrictMember, Programme
from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from tests.factories.districts import (
    ActionFactory,
    AreaAgreementFactory,
    DistrictFactory,
    DistrictMemberFactory,
    ProgrammeFactory,
    ProgressUpdateFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.territories import MunicipalityFactory

pytestmark = pytest.mark.django_db
D = datetime.date
ACT = {"act-kind": "resolution", "act-number": "675", "act-date": "2024-04-27", "act-body": "Giunta provinciale"}


@pytest.fixture
def officer(official, trento):
    return official(Role.DISTRICT_OFFICER, trento)


@pytest.fixture
def browser(client_as, officer):
    return client_as(officer)


def names(response):
    return [district.name for district in response.context["page_obj"]]


# --- Public ------------------------------------------------------------------------------------


@pytest.fixture
def some_districts():
    comune = MunicipalityFactory(trento=True, name="Cavalese")
    DistrictFactory(name="Val di Fiemme", municipalities=[comune])
    DistrictFactory(name="Città della Quercia", kind="family_audit", state="lapsed")
    DistrictFactory(name="Langhe", piemonte=True)
    DistrictFactory(name="In arrivo", proposed=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Città della Quercia", "Langhe", "Val di Fiemme"]),
        ({"tipo": "family_audit"}, ["Città della Quercia"]),
        ({"amministrazione": "piemonte"}, ["Langhe"]),
        ({"stato": ["active", "lapsed"]}, ["Città della Quercia", "Langhe", "Val di Fiemme"]),
        ({"stato": "proposed"}, ["Città della Quercia", "Langhe", "Val di Fiemme"]),
        ({"q": "citta quercia"}, ["Città della Quercia"]),
        ({"q": "cavalese"}, ["Val di Fiemme"]),
        ({"q": "arrivo"}, []),
    ],
)
def test_district_list_filters(query, found, client, some_districts):
    response = client.get(reverse("districts:list"), query)
    assert names(response) == found
    assert dict(response.cookies) == {}


def test_district_list_maps_the_comuni(client, some_districts):
    (point,) = client.get(reverse("districts:list")).context["points"]
    assert (point.label, point.tone) == ("Cavalese – Val di Fiemme", "district")
    assert point.url == reverse("districts:detail", args=[District.objects.get(name="Val di Fiemme").slug])


def test_district_page_tells_agreement_members_and_progress(client):
    agreement = AreaAgreementFactory(valid_to=D(2999, 1, 1), approval_act__number="675")
    district = agreement.district
    DistrictMemberFactory(district=district, role="proponent", organisation__name="Comunità di valle")
    DistrictMemberFactory(district=district, organisation__name="Albergo Sole")
    DistrictMemberFactory(district=district, requested=True, organisation__name="Chiede di entrare")
    programme = ProgrammeFactory(district=district, running=True)
    ProgressUpdateFactory(action=ActionFactory(programme=programme, title="Baby park"), completion=75)
    ProgrammeFactory(district=district, year_from=2026)
    response = client.get(reverse("districts:detail", args=[district.slug]))
    assert [m.organisation.name for m in response.context["members"]] == ["Comunità di valle", "Albergo Sole"]
    assert list(response.context["programmes"]) == [programme]
    assert [(a.title, a.completion) for a in response.context["latest_actions"]] == [("Baby park", 75)]
    text = response.text
    assert "In vigore" in text
    assert "n. 675" in text
    assert '<progress max="100" value="75"' in text
    assert "Chiede di entrare" not in text


def test_district_page_says_when_the_agreement_is_over(client):
    agreement = AreaAgreementFactory(revoked=True, district__state="revoked")
    response = client.get(reverse("districts:detail", args=[agreement.district.slug]))
    assert "Revocato" in response.text
    assert "In vigore" not in response.text


def test_programme_page_shows_the_latest_note_of_each_action(client):
    programme = ProgrammeFactory(running=True)
    action = ActionFactory(programme=programme, title="Baby park", goal="Un parco per i piccoli")
    ProgressUpdateFactory(action=action, completion=25, note="Progetto fatto", recorded_on=D(2025, 2, 1))
    ProgressUpdateFactory(action=action, completion=50, note="Lavori avviati", recorded_on=D(2025, 6, 1))
    text = client.get(reverse("districts:programme", args=[programme.district.slug, 2025])).text
    assert "Lavori avviati" in text
    assert "Progetto fatto" not in text
    assert "Un parco per i piccoli" in text


# --- The record --------------------------------------------------------------------------------


def test_new_district_then_its_comuni(browser, trento):
    lead = OrganisationFactory(trento=True, name="Comunità della Val di Fiemme")
    comune = MunicipalityFactory(trento=True, name="Cavalese")
    data = {"administration": trento.pk, "name": "Val di Fiemme", "kind": "territorial", "founded_year": "2010"}
    response = browser.post(reverse("districts:new"), {**data, "lead_organisation": lead.name})
    district = District.objects.get()
    assert (district.name, district.lead_organisation, district.state) == ("Val di Fiemme", lead, "proposed")
    assert response["Location"] == reverse("districts:manage", args=[district.slug])
    browser.post(reverse("districts:municipality_add", args=[district.slug]), {"municipality": "Cavalese"})
    assert list(district.municipalities.all()) == [comune]
    browser.post(reverse("districts:municipality_remove", args=[district.slug, comune.cadastral_code]))
    assert list(district.municipalities.all()) == []


def test_new_district_of_a_known_name_says_so(browser, trento):
    DistrictFactory(name="Paganella", administration=trento)
    data = {"administration": trento.pk, "name": "PAGANELLA", "kind": "territorial"}
    response = browser.post(reverse("districts:new"), data)
    assert response.context["form"].non_field_errors() == ["C'è già un distretto con questo nome."]


def test_new_district_for_another_administration_is_not_offered(browser, piemonte):
    data = {"administration": piemonte.pk, "name": "Langhe", "kind": "territorial"}
    response = browser.post(reverse("districts:new"), data)
    assert list(response.context["form"].errors) == ["administration"]
    assert District.objects.count() == 0


def test_unclear_comune_is_asked_again(browser):
    district = DistrictFactory()
    url = reverse("districts:municipality_add", args=[district.slug])
    response = browser.post(url, {"municipality": "Nessunluogo"})
    assert list(response.context["form"].errors) == ["municipality"]
    assert district.municipalities.count() == 0


def test_edit_district_saves(browser):
    district = DistrictFactory(name="Fiemme")
    data = {"name": "Val di Fiemme", "kind": "thematic", "summary": "In breve"}
    browser.post(reverse("districts:edit", args=[district.slug]), data)
    district.refresh_from_db()
    assert (district.name, district.kind, district.summary) == ("Val di Fiemme", "thematic", "In breve")


# --- Agreement and members ---------------------------------------------------------------------


def test_agreement_from_proposal_to_signature_through_pages(browser):
    district = DistrictFactory(proposed=True)
    browser.post(reverse("districts:agreement_new", args=[district.slug]), {"subject": "Accordo di area"})
    agreement = AreaAgreement.objects.get()
    step = reverse("districts:agreement_step", args=[district.slug, agreement.pk, "approve"])
    browser.post(step, ACT)
    dates = {"signed_on": "2024-05-01", "valid_from": "2024-05-01", "valid_to": "2027-04-30"}
    response = browser.post(step.replace("approve", "sign"), dates)
    agreement.refresh_from_db()
    district.refresh_from_db()
    assert (agreement.state, agreement.approval_act.number, district.state) == ("active", "675", "active")
    assert response["Location"] == reverse("districts:manage", args=[district.slug])


def test_renewal_with_a_wrong_date_stores_no_act(browser):
    agreement = AreaAgreementFactory()
    before = Act.objects.count()
    url = reverse("districts:agreement_step", args=[agreement.district.slug, agreement.pk, "renew"])
    dates = {"signed_on": "2024-01-01", "valid_from": "2024-01-01", "valid_to": "2027-01-01"}
    response = browser.post(url, {**ACT, **dates})
    assert list(response.context["page"].form.errors) == ["valid_from"]
    assert Act.objects.count() == before


def test_amendment_and_revocation_cite_their_acts(browser):
    agreement = AreaAgreementFactory()
    slug = agreement.district.slug
    amend = reverse("districts:agreement_amend", args=[slug, agreement.pk])
    browser.post(amend, {**ACT, "amended_on": "2025-01-01", "subject": "Nuovi comuni"})
    assert [a.subject for a in agreement.amendments.all()] == ["Nuovi comuni"]
    revoke = reverse("districts:agreement_step", args=[slug, agreement.pk, "revoke"])
    browser.post(revoke, {**ACT, "on": "2025-07-02", "comment": "Cessata attività"})
    agreement.refresh_from_db()
    assert (agreement.state, agreement.revocation_act.number) == ("revoked", "675")
    assert browser.get(revoke).status_code == 409


def test_expiry_is_no_step_of_a_person(browser):
    agreement = AreaAgreementFactory()
    url = reverse("districts:agreement_step", args=[agreement.district.slug, agreement.pk, "expire"])
    assert browser.post(url).status_code == 404


@pytest.mark.parametrize(("entry", "state"), [("requested", "requested"), ("member", "member")])
def test_new_member_through_the_page(entry, state, browser):
    district, organisation = DistrictFactory(), OrganisationFactory(trento=True, name="Albergo Sole")
    data = {"organisation": "Albergo Sole", "role": "proponent", "entry": entry, "on": "2024-06-01"}
    browser.post(reverse("districts:member_new", args=[district.slug]), data)
    member = DistrictMember.objects.get()
    assert (member.organisation, member.role, member.state) == (organisation, "proponent", state)
    assert member.since == D(2024, 6, 1)


def test_member_steps_through_pages(browser):
    member = DistrictMemberFactory(requested=True)
    url = reverse("districts:member_step", args=[member.district.slug, member.pk, "admit"])
    browser.post(url, {"on": "2024-07-01"})
    member.refresh_from_db()
    assert (member.state, member.joined_on) == ("member", D(2024, 7, 1))
    browser.post(url.replace("admit", "exclude"), {**ACT, "on": "2025-01-01", "comment": "Inattiva"})
    member.refresh_from_db()
    assert member.state == "excluded"
    assert browser.get(url).status_code == 409


def test_admission_keeps_its_act_and_refuses_half_of_one(browser):
    member = DistrictMemberFactory(requested=True)
    url = reverse("districts:member_step", args=[member.district.slug, member.pk, "admit"])
    half = browser.post(url, {"act-number": "12", "on": "2024-07-01"})
    assert sorted(half.context["page"].act_form.errors) == ["date", "kind"]
    browser.post(url, {**ACT, "on": "2024-07-01"})
    member.refresh_from_db()
    assert (member.state, member.act.number, Act.objects.count()) == ("member", "675", 1)


def test_new_member_keeps_its_act_a_request_has_none(browser):
    district, organisation = DistrictFactory(), OrganisationFactory(trento=True, name="Albergo Sole")
    data = {"organisation": "Albergo Sole", "role": "proponent", "entry": "requested", "on": "2024-06-01", **ACT}
    url = reverse("districts:member_new", args=[district.slug])
    refused = browser.post(url, data)
    assert list(refused.context["page"].form.errors) == ["entry"]
    assert (DistrictMember.objects.count(), Act.objects.count()) == (0, 0)
    browser.post(url, {**data, "entry": "member"})
    member = DistrictMember.objects.get()
    assert (member.organisation, member.act.number) == (organisation, "675")


def test_history_shows_the_day_of_the_agreement_not_of_its_recording(client, browser):
    agreement = AreaAgreementFactory(approved=True, district__proposed=True)
    sign = reverse("districts:agreement_step", args=[agreement.district.slug, agreement.pk, "sign"])
    browser.post(sign, {"signed_on": "2011-03-01", "valid_from": "2011-04-01", "valid_to": "2014-03-31"})
    page = client.get(reverse("districts:detail", args=[agreement.district.slug])).text
    history = page[page.index("fn-history") : page.index("</ol>", page.index("fn-history"))]
    assert '<time class="fn-history-date" datetime="2011-03-01">01/03/2011</time>' in history
    assert '<time class="fn-history-date" datetime="2011-04-01">01/04/2011</time>' in history
    assert history.count("(registrato il") == 2


def test_history_speaks_the_language_of_the_reader(client, browser):
    agreement = AreaAgreementFactory(approved=True, district__proposed=True)
    sign = reverse("districts:agreement_step", args=[agreement.district.slug, agreement.pk, "sign"])
    browser.post("/en" + sign, {"signed_on": "2011-03-01", "valid_from": "2011-04-01", "valid_to": "2014-03-31"})
    translation.activate("it")
    detail = reverse("districts:detail", args=[agreement.district.slug])
    assert "Accordo sottoscritto</p>" in client.get(detail).text
    assert "Agreement signed</p>" in client.get("/en" + detail).text


def test_list_says_which_administration_has_no_district(client, trento, piemonte):
    DistrictFactory(municipalities=[MunicipalityFactory(latitude=46, longitude=11)])
    page = client.get(reverse("districts:list")).text
    assert "Regione Piemonte: non risultano ancora distretti famiglia." in page
    assert "Trento: non risultano" not in page
    assert page.index('id="where"') < page.index("dis-cards")


# --- Programmes --------------------------------------------------------------------------------


def rows(*titles, ids=(), **extra):
    data = {"premise": "Premessa", "strategic_project": "", "actions-TOTAL_FORMS": len(titles)}
    data["actions-INITIAL_FORMS"] = len(ids)
    for number, title in enumerate(titles):
        data[f"actions-{number}-title"] = title
    for number, pk in enumerate(ids):
        data[f"actions-{number}-id"] = pk
    return data | extra


def test_open_programme_copies_when_asked(browser):
    last = ProgrammeFactory(closed=True, year_from=2024)
    ActionFactory(programme=last, title="Baby park")
    url = reverse("districts:programme_new", args=[last.district.slug])
    browser.post(url, {"year_from": "2025", "copy_from": last.pk})
    programme = Programme.objects.get(year_from=2025)
    assert [a.title for a in programme.actions.all()] == ["Baby park"]


def test_add_an_action_keeps_what_was_typed_and_judges_nothing(browser):
    programme = ProgrammeFactory()
    kept = ActionFactory(programme=programme, title="Com'era")
    url = reverse("districts:programme_edit", args=[programme.district.slug, 2025])
    data = rows("", ids=[kept.pk], add="1", **{"actions-0-goal": "Scritto a metà"})
    response = browser.post(url, data)
    page = response.context["page"]
    assert len(page.actions.forms) == 2
    assert [form.errors for form in page.actions.forms] == [{}, {}]
    assert "Scritto a metà" in response.text
    kept.refresh_from_db()
    assert kept.title == "Com'era"


def test_edit_programme_writes_adds_and_takes_away(browser):
    programme = ProgrammeFactory()
    member = DistrictMemberFactory(district=programme.district)
    kept, gone = ActionFactory(programme=programme), ActionFactory(programme=programme)
    data = rows(
        "Cambiata",
        gone.title,
        "Nuova",
        "",
        ids=[kept.pk, gone.pk],
        **{
            "actions-1-DELETE": "on",
            "actions-2-responsible": member.organisation_id,
            "actions-2-partners": [member.organisation_id],
            "actions-2-due_on": "2025-12-31",
        },
    )
    response = browser.post(reverse("districts:programme_edit", args=[programme.district.slug, 2025]), data)
    assert response.status_code == 302
    actions = list(programme.actions.order_by("commitments__order"))
    assert [a.title for a in actions] == ["Cambiata", "Nuova"]
    assert (actions[0], actions[1].responsible) == (kept, member.organisation)
    assert (list(actions[1].partners.all()), actions[1].due_on) == ([member.organisation], D(2025, 12, 31))
    programme.refresh_from_db()
    assert programme.premise == "Premessa"


def test_edit_programme_with_an_error_keeps_what_was_typed(browser):
    programme = ProgrammeFactory()
    data = rows("", "Buona", **{"actions-0-goal": "Obiettivo senza titolo"})
    response = browser.post(reverse("districts:programme_edit", args=[programme.district.slug, 2025]), data)
    assert list(response.context["page"].actions.forms[0].errors) == ["title"]
    assert "Obiettivo senza titolo" in response.text
    assert programme.actions.count() == 0


def test_edit_programme_offers_only_organisations_of_the_district(browser):
    programme = ProgrammeFactory()
    stranger = OrganisationFactory(trento=True)
    data = rows("Azione", **{"actions-0-responsible": stranger.pk})
    response = browser.post(reverse("districts:programme_edit", args=[programme.district.slug, 2025]), data)
    assert list(response.context["page"].actions.forms[0].errors) == ["responsible"]


def test_edit_of_an_approved_programme_answers_someone_was_faster(browser):
    programme = ProgrammeFactory(approved=True)
    url = reverse("districts:programme_edit", args=[programme.district.slug, 2025])
    assert browser.get(url).status_code == 409


def test_programme_lives_through_its_pages(browser):
    programme = ProgrammeFactory()
    action = ActionFactory(programme=programme)
    slug = programme.district.slug

    def step(name, data):
        browser.post(reverse("districts:programme_step", args=[slug, 2025, name]), data)
        programme.refresh_from_db()
        return programme.state

    assert step("approve", ACT) == "approved"
    assert step("start", {}) == "running"
    assert step("self_evaluate", {"text": "Riuscito", "on": "2026-01-31"}) == "running"
    browser.post(
        reverse("districts:progress", args=[slug, 2025, action.pk]),
        {"completion": "75", "note": "Quasi", "on": "2025-11-01"},
    )
    assert [(u.completion, u.note) for u in action.updates.all()] == [(75, "Quasi")]
    assert step("self_evaluate", {"text": "Riuscito", "on": "2026-01-31"}) == "evaluated"
    assert step("close", {}) == "closed"


def test_manage_page_offers_only_what_can_be_done(browser, client_as, official, trento):
    agreement = AreaAgreementFactory()
    DistrictMemberFactory(district=agreement.district)
    url = reverse("districts:manage", args=[agreement.district.slug])
    context = browser.get(url).context
    assert [[s.name for s in steps] for _a, steps in context["agreements"]] == [["renew", "revoke"]]
    assert [[s.name for s in steps] for _m, steps in context["members"]] == [["withdraw", "exclude"]]
    assert (context["may_manage"], context["may_propose"]) == (True, False)
    read_only = client_as(official(Role.AUDITOR, trento)).get(url).context
    assert [steps for _m, steps in read_only["members"]] == [[]]
    assert read_only["may_manage"] is False
