from tests.factories.accounts import AdministrationFactory


def test_home_opens_in_every_shape(any_visit):
    AdministrationFactory(trento=True)
    AdministrationFactory(piemonte=True)
    response = any_visit.go("/")
    assert response.status == 200
    assert any_visit.page.locator("h1").count() == 1
    assert any_visit.page.context.cookies() == []
    any_visit.check_accessible()
