"""When the demo must not be made."""

import pytest
from django.core.management import CommandError, call_command

from familynet.accounts.models import User
from tests.factories.accounts import UserFactory


@pytest.mark.django_db
def test_refuses_outside_the_demo(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="only in the demo"):
        call_command("seed_demo")

    assert not User.objects.exists()


@pytest.mark.django_db
def test_if_empty_leaves_other_people_alone(capsys):
    somebody = UserFactory()

    call_command("seed_demo", "--if-empty")

    assert list(User.objects.all()) == [somebody]
    assert "no demo data were added" in capsys.readouterr().out
