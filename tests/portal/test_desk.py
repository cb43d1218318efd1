"""The personal desk: what waits, in order; shortcuts by capability; never stored."""

import datetime

import pytest
from django.urls import reverse

from familynet.accounts.roles import GUEST_ROLES, Role
from familynet.kernel.desk import DeskItem
from familynet.portal import desk, navigation
from tests.factories.accounts import RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)


def test_things_that_wait_are_grouped_and_the_nearest_term_comes_first(monkeypatch):
    items = [
        DeskItem("Da validare", "senza termine", "/a/", since=DAY),
        DeskItem("Da decidere", "altra", "/b/"),
        DeskItem("Da validare", "fra un mese", "/c/", due=DAY + datetime.timedelta(30)),
        DeskItem("Da validare", "domani", "/d/", due=DAY + datetime.timedelta(1)),
    ]
    monkeypatch.setattr(desk, "SOURCES", (lambda user: items[:2], lambda user: items[2:]))

    groups = desk.waiting_groups(None)

    assert [(g.title, [i.title for i in g.items]) for g in groups] == [
        ("Da validare", ["domani", "fra un mese", "senza termine"]),
        ("Da decidere", ["altra"]),
    ]


def test_empty_desk_says_so_and_is_never_stored(client_as, official, trento):
    response = client_as(official("auditor", trento)).get("/scrivania/")

    assert "nulla che aspetta te" in response.text
    assert response["Cache-Control"] == "private, no-store"


def test_desk_offers_what_the_role_may_start(client_as, official, trento):
    administrator = client_as(official("administrator", trento)).get("/scrivania/").text
    auditor = client_as(official("auditor", trento)).get("/scrivania/").text

    assert 'href="/scrivania/persone/invita/"' in administrator
    assert 'href="/scrivania/persone/invita/"' not in auditor


def test_desk_of_a_reader_leads_to_sign_in(client):
    response = client.get("/scrivania/")

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/scrivania/")


@pytest.mark.parametrize("menu", ["MAIN_MENU", "DESK_MENU", "SHORTCUTS", "DOORS"])
def test_every_entry_of_the_menus_leads_somewhere(menu):
    assert [reverse(entry.route) for entry in getattr(navigation, menu)]


def test_menu_of_the_desk_marks_one_part_as_open(client_as, official, trento):
    page = client_as(official(Role.DISTRICT_OFFICER, trento)).get(reverse("districts:work")).text
    menu = page[page.index("sidebar-wrapper") : page.index("</nav>", page.index("sidebar-wrapper"))]
    assert menu.count('aria-current="true"') == 1


def guest(role, administration):
    """Someone from outside who holds this one role."""
    person = UserFactory()
    RoleAssignmentFactory(user=person, role=role, administration=administration)
    return person


@pytest.mark.parametrize("role", list(Role))
def test_menu_of_the_desk_has_no_entry_that_is_refused(client_as, official, trento, role):
    person = guest(role, trento) if role in GUEST_ROLES else official(role, trento)
    client = client_as(person)
    page = client.get(reverse("portal:desk"))
    links = [link.url for link in page.context["desk_menu"]]
    assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)
