import pytest
from django.urls import reverse

from familynet.accounts.roles import Role
from familynet.kernel.acts import Act
from familynet.networks.models import Membership
from tests.factories.networks import MembershipFactory, NetworkFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(official, piemonte):
    return official(Role.NETWORK_COORDINATOR, piemonte)


def names(response):
    return [membership.organisation.name for membership in response.context["page_obj"]]


def page(client, network, **query):
    return client.get(reverse("networks:detail", args=[network.slug]), query)


@pytest.fixture
def network():
    network = NetworkFactory(name="Network Family in Italia")
    for name, kind, trait in (
        ("Comune di Alba", "municipality", "certified"),
        ("Consorzio Bra", "consortium", "member"),
        ("Impresa Cuneo", "company", "on_hold"),
        ("Comune di Dronero", "municipality", "left"),
    ):
        MembershipFactory(network=network, organisation__name=name, organisation__kind=kind, **{trait: True})
    MembershipFactory(network=network, trento=True, organisation__name="Comune di Storo", member=True)
    return network


def test_network_list_counts_members_and_certified(client, network):
    response = client.get(reverse("networks:list"))
    counted = response.context["networks"].get()
    assert (counted.member_count, counted.certified_count) == (4, 1)
    assert "Ha dimostrato i requisiti, con un atto." in response.text


def test_network_page_lists_those_who_belong_today(client, network):
    response = page(client, network)
    assert names(response) == ["Comune di Alba", "Comune di Storo", "Consorzio Bra", "Impresa Cuneo"]
    assert sorted((p.label, p.tone) for p in response.context["points"]) == [
        ("Comune di Alba", "certified"),
        ("Comune di Storo", "member"),
        ("Consorzio Bra", "member"),
        ("Impresa Cuneo", "member"),
    ]
    assert "atto non indicato nella fonte" in response.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"stato": "certified"}, ["Comune di Alba"]),
        ({"stato": ["certified", "on_hold"]}, ["Comune di Alba", "Impresa Cuneo"]),
        ({"tipo": "consortium"}, ["Consorzio Bra"]),
        ({"provincia": "TN"}, ["Comune di Storo"]),
        ({"q": "comune alba"}, ["Comune di Alba"]),
        ({"q": "IMPRESA", "provincia": "CN"}, ["Impresa Cuneo"]),
        ({"q": "nessuno"}, []),
        ({"stato": "sconosciuto"}, ["Comune di Alba", "Comune di Storo", "Consorzio Bra", "Impresa Cuneo"]),
    ],
)
def test_network_page_filters(query, found, client, network):
    assert names(page(client, network, **query)) == found


def test_network_page_facets_count_under_the_other_filters(client, network):
    facets = {f.name: f for f in page(client, network, provincia="CN").context["facets"]}
    assert [(v.label, v.count, v.selected) for v in facets["stato"].values] == [
        ("Aderente e certificato", 1, False),
        ("Aderente, in cammino", 1, False),
        ("In pausa", 1, False),
    ]
    assert [(v.label, v.count, v.selected) for v in facets["provincia"].values] == [
        ("Cuneo", 3, True),
        ("Trento", 1, False),
    ]


def test_network_page_sets_no_cookie(client, network):
    response = page(client, network)
    assert dict(response.cookies) == {}
    assert "csrfmiddlewaretoken" not in response.text


def test_work_list_shows_the_own_territory_only(client_as, coordinator, network):
    response = client_as(coordinator).get(reverse("networks:work"))
    assert names(response) == ["Comune di Alba", "Comune di Dronero", "Consorzio Bra", "Impresa Cuneo"]
    due = client_as(coordinator).get(reverse("networks:work"), {"termine": "on"})
    assert names(due) == ["Consorzio Bra"]
    left = client_as(coordinator).get(reverse("networks:work"), {"stato": "left", "rete": network.slug})
    assert names(left) == ["Comune di Dronero"]


def test_new_membership_by_name_of_the_organisation(client_as, coordinator):
    network, organisation = NetworkFactory(), OrganisationFactory(name="Comune di Bra")
    data = {"network": network.pk, "organisation": "Comune di Bra", "on": "2024-01-10", "comment": ""}
    response = client_as(coordinator).post(reverse("networks:membership_new"), data)
    membership = Membership.objects.get()
    assert (membership.organisation, membership.state) == (organisation, "interest")
    assert response["Location"] == reverse("networks:membership", args=[membership.pk])


def test_new_membership_twice_says_why(client_as, coordinator):
    membership = MembershipFactory(organisation__name="Comune di Bra")
    data = {"network": membership.network_id, "organisation": "Comune di Bra", "on": "2024-01-10"}
    response = client_as(coordinator).post(reverse("networks:membership_new"), data)
    assert response.context["form"].non_field_errors() == [
        "L'organizzazione ha già un'adesione aperta a questa rete."
    ]
    assert Membership.objects.count() == 1


def test_new_membership_of_another_territory_is_not_offered(client_as, coordinator):
    OrganisationFactory(name="Comune di Storo", trento=True)
    data = {"network": NetworkFactory().pk, "organisation": "Comune di Storo", "on": "2024-01-10"}
    response = client_as(coordinator).post(reverse("networks:membership_new"), data)
    assert list(response.context["form"].errors) == ["organisation"]
    assert Membership.objects.count() == 0


ACT = {"act-kind": "resolution", "act-number": "16", "act-date": "2024-02-01", "act-body": "Giunta comunale"}
STEPS = [
    ("record_resolution", {}, ACT, "resolved"),
    ("admit", {"resolved": True}, {"on": "2024-03-01"}, "member"),
    ("mark_certified", {"member": True}, {"on": "2025-05-01", **ACT}, "member"),
    ("extend_deadline", {"member": True}, {"until": "2027-01-01", "comment": "Piano"}, "member"),
    ("put_on_hold", {"member": True}, {"comment": "Elezioni"}, "on_hold"),
    ("resume", {"on_hold": True}, {"comment": ""}, "member"),
    ("leave", {"member": True}, {"on": "2025-01-01", "comment": "Recesso"}, "left"),
]


@pytest.mark.parametrize(("name", "traits", "data", "target"), STEPS)
def test_step_asks_then_acts(name, traits, data, target, client_as, coordinator):
    membership = MembershipFactory(**traits)
    url = reverse("networks:membership_step", args=[membership.pk, name])
    browser = client_as(coordinator)
    asked = browser.get(url)
    assert asked.templates[0].name == "components/step.html"
    response = browser.post(url, data)
    membership.refresh_from_db()
    assert membership.state == target
    assert response["Location"] == reverse("networks:membership", args=[membership.pk])


def test_admission_keeps_its_act_when_there_is_one(client_as, coordinator):
    membership = MembershipFactory(resolved=True)
    url = reverse("networks:membership_step", args=[membership.pk, "admit"])
    client_as(coordinator).post(url, {**ACT, "on": "2024-03-01"})
    membership.refresh_from_db()
    assert (membership.state, membership.admission_act.number) == ("member", "16")


def test_step_with_errors_keeps_what_was_typed_and_stores_no_act(client_as, coordinator):
    membership = MembershipFactory(member=True)
    url = reverse("networks:membership_step", args=[membership.pk, "mark_certified"])
    response = client_as(coordinator).post(url, {**ACT, "on": "2999-01-01"})
    assert response.context["page"].form.errors == {"on": ["La data non può essere nel futuro."]}
    assert 'value="Giunta comunale"' in response.text
    assert Act.objects.count() == 0
    membership.refresh_from_db()
    assert membership.certified_on is None


def test_step_that_is_over_answers_someone_was_faster(client_as, coordinator):
    membership = MembershipFactory(left=True)
    url = reverse("networks:membership_step", args=[membership.pk, "leave"])
    assert client_as(coordinator).get(url).status_code == 409
    assert client_as(coordinator).post(url, {"on": "2025-01-01", "comment": "x"}).status_code == 409
    assert client_as(coordinator).get(url.replace("leave", "unknown")).status_code == 404


def test_membership_page_shows_what_can_be_done(client_as, coordinator, official, piemonte):
    membership = MembershipFactory(member=True)
    url = reverse("networks:membership", args=[membership.pk])
    offered = [step.name for step in client_as(coordinator).get(url).context["steps"]]
    assert offered == ["mark_certified", "extend_deadline", "put_on_hold", "leave"]
    assert client_as(official(Role.AUDITOR, piemonte)).get(url).context["steps"] == []


def test_edit_network_saves_what_it_asks(client_as, official, trento):
    network = NetworkFactory(administration=trento)
    manager = official(Role.NETWORK_COORDINATOR, trento)
    data = {"name": "Rete nuova", "summary": "In breve.", "certify_within_months": "", "remind_months_before": 4}
    response = client_as(manager).post(reverse("networks:edit", args=[network.slug]), data)
    network.refresh_from_db()
    assert (network.name, network.certify_within_months, network.remind_months_before) == ("Rete nuova", None, 4)
    assert response["Location"] == reverse("networks:detail", args=[network.slug])
