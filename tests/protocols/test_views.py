"""The public page and the desk pages."""

import datetime

import pytest
from django.urls import reverse

from familynet.accounts.roles import Role
from familynet.kernel.history import record
from familynet.protocols.known import load_protocol_2022
from familynet.protocols.models import Protocol
from tests.factories.protocols import (
    ProtocolActFactory,
    ProtocolActionFactory,
    ProtocolAreaFactory,
    ProtocolFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(official, piemonte, trento):
    return official(Role.CERTIFICATION_MANAGER, piemonte)


def url(name, *args):
    return reverse(f"protocols:{name}", args=args)


def test_public_page_without_a_protocol_says_so(client):
    assert "Nessun protocollo pubblicato" in client.get(url("detail")).content.decode()


def test_public_page_shows_parties_areas_acts_and_the_note(client, manager):
    load_protocol_2022(by=manager)
    response = client.get(url("detail"))
    page = response.content.decode()
    for text in (
        "Provincia autonoma di Trento",
        "Regione Piemonte",
        "Scambio di buone pratiche",
        "7-5965",
        "numero non noto",
        "non dicono se è stato rinnovato",
        "Termine raggiunto",
    ):
        assert text in page
    assert str(manager) not in page
    assert response.cookies == {}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("page", "queries"), [("page", 10), ("work_detail", 13)])
def test_page_queries_are_constant(client_as, manager, django_assert_num_queries, page, queries, rows):
    protocol = ProtocolFactory()
    area = ProtocolAreaFactory(protocol=protocol)
    ProtocolActFactory.create_batch(rows, protocol=protocol)
    ProtocolActionFactory.create_batch(rows, area=area)
    ProtocolFactory.create_batch(rows)
    for _n in range(rows):
        record(protocol, "note", label="Nota", by=manager, public=True)
    client = client_as(manager if page == "work_detail" else None)
    address = url(page, protocol.slug) + "?fresh"
    client.get(address + "=1")
    with django_assert_num_queries(queries):
        client.get(address + "=2")


@pytest.mark.parametrize("rows", [1, 30])
def test_work_list_queries_are_constant(client_as, manager, django_assert_num_queries, rows):
    ProtocolFactory.create_batch(rows)
    client = client_as(manager)
    client.get(url("work"))
    with django_assert_num_queries(7):
        client.get(url("work"))


def test_manager_drafts_signs_and_starts(client_as, manager, trento, piemonte):
    client = client_as(manager)
    data = {
        "title": "Protocollo nuovo",
        "parties": [trento.pk, piemonte.pk],
        "starts_on": "2026-01-01",
        "ends_on": "2028-12-31",
    }
    assert client.post(url("create"), data)["Location"] == url("areas", "protocollo-nuovo")
    client.post(url("areas", "protocollo-nuovo"), {"networks_on": "on", "networks_title": "Reti comuni"})
    act = {"kind": "protocol", "number": "1", "date": "2025-12-20", "body": "Le parti"}
    client.post(url("move", "protocollo-nuovo", "sign"), act)
    client.post(url("move", "protocollo-nuovo", "start"))
    protocol = Protocol.objects.get()
    assert (protocol.state, protocol.signed_on) == ("in_force", datetime.date(2025, 12, 20))
    assert [area.title for area in protocol.areas.all()] == ["Reti comuni"]


def test_passage_without_its_act_shows_the_form_again(client_as, manager):
    protocol = ProtocolFactory()
    response = client_as(manager).post(url("move", protocol.slug, "end"), {"number": ""})
    assert "number" in response.context["form"].errors
    protocol.refresh_from_db()
    assert protocol.state == "in_force"


def test_passage_that_came_too_late_is_a_conflict(client_as, manager):
    protocol = ProtocolFactory(state="ended")
    assert client_as(manager).post(url("move", protocol.slug, "start")).status_code == 409


def test_manager_edits_the_note_and_adds_what_was_done(client_as, manager, trento):
    area = ProtocolAreaFactory()
    slug, client = area.protocol.slug, client_as(manager)
    client.post(url("edit", slug), {"note": "Si lavora al rinnovo.", "title": "Altro"})
    client.post(url("add_convention", slug), {"title": "Convenzione"})
    act = {"kind": "resolution", "number": "5", "date": "2023-01-01", "role": "approval"}
    client.post(url("add_act", slug), {**act, "administration": trento.pk})
    done = {"area": area.pk, "title": "Visita", "date": "2023-02-01", "link": "https://example.org/v"}
    client.post(url("add_action", slug), done)
    protocol = Protocol.objects.get()
    assert protocol.note == "Si lavora al rinnovo."
    assert protocol.title != "Altro"
    assert protocol.conventions.get().title == "Convenzione"
    assert (protocol.act_links.get().act.number, protocol.act_links.get().administration) == ("5", trento)
    assert protocol.actions.get().evidence.get().link == "https://example.org/v"


def test_draft_of_others_is_not_found(client_as, official, piemonte, trento):
    hidden = ProtocolFactory(state="draft", parties=[trento])
    client = client_as(official(Role.CERTIFICATION_MANAGER, piemonte))
    for page in ("work_detail", "edit", "areas", "add_act", "add_convention", "add_action"):
        assert client.get(url(page, hidden.slug)).status_code == 404
    assert client.post(url("move", hidden.slug, "sign")).status_code == 404
    assert list(Protocol.objects.visible_to(official(Role.AUDITOR, piemonte))) == []
