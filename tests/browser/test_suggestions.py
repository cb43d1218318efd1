"""Suggestions while typing, with the keyboard, as a screen reader hears them; and without JavaScript."""

from playwright.sync_api import expect

from tests.factories.practices import PracticeFactory
from tests.factories.texts import attach


def test_suggestions_are_chosen_with_the_keyboard(new_visit):
    practice = PracticeFactory(published=True, title="Casa aperta", slug="casa-aperta")
    PracticeFactory(published=True, title="Una casa per tutti")
    attach(practice, "Una casa con gli autobus")
    visit = new_visit()
    visit.go("/cerca/")
    box = visit.page.locator("#q")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("cas")
    options = visit.page.locator("#q_list [role=option]")
    expect(options).to_have_count(2)
    expect(visit.page.locator("main .fn-suggest [role=status]")).to_have_text(
        "2 suggerimenti: scorri con le frecce"
    )
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "q_list_0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    visit.check_accessible()
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("cas")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options).to_have_count(2)
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "q_list_0")
    box.press("Enter")
    visit.page.wait_for_url("**/buone-pratiche/casa-aperta/")

    visit.go("/buone-pratiche/?q=autobus")
    expect(visit.page.locator(".practice-document-hit mark")).to_have_text("autobus")
    visit.check_accessible()


def test_without_javascript_the_form_searches(new_visit):
    PracticeFactory(published=True, title="Casa aperta")
    visit = new_visit("narrow-nojs")
    visit.go("/cerca/")
    visit.page.locator("#q").fill("casa")
    visit.page.locator("main form[role=search] button[type=submit]").click()
    assert visit.page.get_by_role("link", name="Casa aperta").count() == 1
