"""What one follows, who is told of what, and that nobody else knows."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from familynet.accounts.models import User
from familynet.kernel.emails import OutgoingEmail
from familynet.notifications.models import Notification, Topic
from familynet.notifications.stops import read_token, token_for
from practices import actions
from practices.followers import followers_of, tell_followers
from practices.models import Follow
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationMemberFactory
from tests.factories.practices import PolicyAreaFactory, PracticeFactory
from tests.factories.talk import FollowFactory
from tests.factories.territories import MunicipalityFactory
from tests.kernel.threads import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    made = PracticeFactory(published=True, province_codes=["CN"])
    made.municipalities.set([MunicipalityFactory(name="Bra", cadastral_code="B111")])
    return made


def follower(**target):
    return FollowFactory(**{"practice": None, **target})


def test_each_follower_is_found_once_by_the_nearest_reason(practice):
    near = follower(practice=practice)
    follower(user=near.user, area=practice.policy_area.code)
    town = follower(municipality="B111")
    follower(user=town.user, province="CN")
    area = follower(area=practice.policy_area.code)
    follower(area="altro")
    follower(province="TN")
    follower(practice=practice, user=UserFactory(is_active=False))

    found = {each.user: (each.reason, each.stop) for each in followers_of(practice)}

    assert found == {
        near.user: ("Segui questa pratica.", near.stop),
        town.user: ("Segui il territorio “Bra”.", town.stop),
        area.user: ("Segui l'area “Welfare territoriale e sostenibilità”.", area.stop),
    }


def test_publication_tells_followers_of_the_area_and_not_who_publishes(validator, editor):
    draft = PracticeFactory(submitted=True, author=editor, title="Nati qui", summary="Per chi nasce.")
    reader = follower(area=draft.policy_area.code).user
    follower(area=draft.policy_area.code, user=validator)

    actions.publish_practice(draft, by=validator, comment="Bene.")

    [note] = Notification.objects.filter(topic=Topic.FOLLOWED)
    assert (note.recipient, note.subject, note.text) == (
        reader,
        "Nuova buona pratica: “Nati qui”",
        "Per chi nasce.",
    )
    assert note.path == "/buone-pratiche/nati-qui/"


def test_archiving_tells_with_the_public_reason(practice, validator):
    follower(practice=practice)
    actions.archive_practice(practice, comment="Superata.", by=validator)
    note = Notification.objects.get(topic=Topic.FOLLOWED)
    assert (note.subject, note.text) == (f"Archiviata la pratica “{practice.title}”", "Superata.")


def test_people_of_organisations_hear_public_news_and_no_questions(practice, validator, editor, colleague):
    outsider = OrganisationMemberFactory().user
    for user in (outsider, colleague):
        follower(practice=practice, user=user)

    actions.ask_question(practice, text="Segreto d'ufficio", by=editor)
    assert set(Notification.objects.filter(topic=Topic.FOLLOWED).values_list("recipient", flat=True)) == {
        colleague.pk
    }
    actions.archive_practice(practice, comment="Superata.", by=validator)
    [note] = Notification.objects.filter(recipient=outsider)
    assert "Segreto" not in note.text + note.subject


def test_whoever_was_told_already_is_left_out(practice):
    one, other = follower(practice=practice).user, follower(practice=practice).user
    with transaction.atomic():
        tell_followers(practice, subject="Novità", path="/", by=None, but=frozenset({one.pk}))
    assert list(Notification.objects.values_list("recipient", flat=True)) == [other.pk]


def test_title_with_a_line_end_makes_no_header_of_its_own(practice):
    follow = follower(practice=practice)
    with transaction.atomic():
        tell_followers(practice, subject="Novità\r\nBcc: tutti@example.org", path="/", by=None)
    note = Notification.objects.get(recipient=follow.user)
    assert note.subject == "Novità Bcc: tutti@example.org"
    assert all("\n" not in email.subject for email in OutgoingEmail.objects.all())


@pytest.mark.parametrize(
    "target",
    [{}, {"area": "governance"}, {"province": "ZZ"}, {"municipality": "Z999"}, {"area": "a", "province": "TN"}],
)
def test_what_does_not_exist_is_not_followed(editor, target):
    with pytest.raises(ValidationError):
        actions.follow(by=editor, **target)


def test_draft_is_not_followed(editor):
    with pytest.raises(ValidationError):
        actions.follow(by=editor, practice=PracticeFactory())


def test_database_refuses_two_things_at_once(practice):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowFactory(practice=practice, area="welfare-territoriale")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_follow_once():
    user, area = UserFactory(), PolicyAreaFactory()
    clicks = [lambda: actions.follow(by=User.objects.get(pk=user.pk), area=area.code).pk for _ in range(4)]
    assert together(*clicks) == [Follow.objects.get().pk] * 4


def test_nobody_ends_what_somebody_else_follows(editor, colleague, practice):
    followed = actions.follow(by=editor, practice=practice)
    with pytest.raises(PermissionDenied):
        actions.unfollow(followed, by=colleague)
    actions.unfollow(followed, by=editor)
    assert Follow.objects.count() == 0


def test_link_of_a_mail_stops_the_one_thing_and_only_for_its_person(practice):
    follow = follower(practice=practice)
    foreign = read_token(token_for(UserFactory(), follow.stop))
    assert foreign.name == ""
    foreign.end()
    stop = read_token(token_for(follow.user, follow.stop))
    assert stop.name == f"le notizie su “{practice.title}”"
    stop.end()
    assert (Follow.objects.count(), stop.name) == (0, "")
    stop.end()


# --- Pages -----------------------------------------------------------------------------------


def test_buttons_on_the_practice_and_the_page_of_what_one_follows(practice, client_as):
    user = OrganisationMemberFactory().user
    browser = client_as(user)
    page = browser.get(practice.get_absolute_url())
    assert "Segui questa pratica" in page.text
    assert "Domande e risposte" not in page.text

    assert browser.post(reverse("practices:follow_practice", args=[practice.slug])).status_code == 302
    followed = Follow.objects.get(user=user)
    assert "Smetti di seguire" in browser.get(practice.get_absolute_url()).text
    assert practice.title in browser.get(reverse("practices:follows")).text

    back = browser.post(reverse("practices:unfollow", args=[followed.pk]), {"next": practice.get_absolute_url()})
    assert (back["Location"], Follow.objects.count()) == (practice.get_absolute_url(), 0)


def test_list_offers_the_area_and_the_territory_chosen(practice, client_as):
    user = UserFactory()
    browser = client_as(user)
    url = reverse("practices:list")
    assert "Segui quest" not in browser.get(url).text
    page = browser.get(url, {"area": practice.policy_area.code, "province": "CN"}).text
    assert "Segui quest&#x27;area" in page
    assert "Segui questo territorio" in page
    data = {"area-area": practice.policy_area.code, "next": "https://altrove.example/"}
    answer = browser.post(reverse("practices:follow", args=["area"]), data)
    assert answer["Location"] == reverse("practices:follows")
    assert Follow.objects.get(user=user).area == practice.policy_area.code


def test_anonymous_list_and_page_offer_nothing_and_set_no_cookie(practice, client):
    for url in (practice.get_absolute_url(), f"{reverse('practices:list')}?area={practice.policy_area.code}"):
        response = client.get(url)
        assert "Segui" not in response.text
        assert response.cookies == {}


@pytest.mark.parametrize("kind", ["area", "province", "municipality"])
def test_choice_that_is_missing_is_said_next_to_its_field(client_as, kind):
    answer = client_as(UserFactory()).post(reverse("practices:follow", args=[kind]), {})
    assert answer.status_code == 200
    assert answer.context["forms"][kind].errors


def test_comune_is_followed_by_its_name(client_as, practice):
    user = UserFactory()
    data = {"municipality-municipality": "Bra"}
    client_as(user).post(reverse("practices:follow", args=["municipality"]), data)
    assert Follow.objects.get(user=user).municipality == "B111"
