import datetime

import pytest
import time_machine

from familynet.kernel.forms import ActForm

DATA = {
    "kind": "resolution",
    "body": "Giunta",
    "number": "12",
    "date": "2024-05-20",
    "link": "atti.example.org/12",
}


@pytest.mark.django_db
def test_act_form_keeps_the_whole_act():
    act = ActForm(DATA).save()
    act.refresh_from_db()
    assert (act.number, act.date, act.link) == ("12", datetime.date(2024, 5, 20), "https://atti.example.org/12")
    assert str(act) == "Deliberazione n. 12 del 20/05/2024"


@pytest.mark.parametrize("missing", ["kind", "number", "date"])
def test_act_form_needs_what_identifies_the_act(missing):
    form = ActForm({**DATA, missing: ""})
    assert list(form.errors) == [missing]


@time_machine.travel("2024-05-19 12:00", tick=False)
def test_act_form_refuses_a_date_in_the_future():
    assert ActForm(DATA).errors == {"date": ["La data dell'atto è nel futuro."]}
