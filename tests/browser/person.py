"""An official at work in a window of their own; each new kind of page is checked on the way."""

import datetime
import re

from playwright.sync_api import expect

from certifications.actions import live_one_day

VARIABLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)|\?.*|#.*")


class Person:
    """`user` (None: a reader) in the window `visit`. `looked_at` is shared: each kind of page is checked once."""

    def __init__(self, visit, looked_at, user=None):
        self.visit, self.page, self.user = visit, visit.page, user
        self.looked_at = looked_at
        if user is not None:
            visit.sign_in(user)

    @property
    def main(self):
        return self.page.locator("main")

    @property
    def path(self):
        return self.page.url.removeprefix(self.visit.origin)

    def look(self):
        """axe, on the first page of its kind in this shape of window."""
        kind = (VARIABLE.sub("*", self.path), self.user is None, tuple(self.page.viewport_size.values()))
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            self.visit.check_accessible()

    def open(self, path):
        response = self.visit.go(path)
        assert response.status == 200, f"{path}: {response.status}"
        self.look()
        return self

    def follow(self, name, **where):
        """Click a link that leads to another page."""
        return self._leave(self.main.get_by_role("link", name=name, **where).first)

    def press(self, name, **where):
        """Press a button that sends a form; what comes back must not be the form with errors."""
        self._leave(self.main.get_by_role("button", name=name, **where).first)
        expect(self.main.locator(".is-invalid, [data-error-summary]")).to_have_count(0)
        return self

    def _leave(self, element):
        with self.page.expect_navigation():
            element.click()
        self.look()
        return self

    def fill(self, **values):
        """The fields by name; a radio or a list by its value, a box by True. `__` stands for a hyphen."""
        for name, value in values.items():
            fields = self.main.locator(f'[name="{name.replace("__", "-")}"]')
            kind = fields.first.evaluate("field => field.type")
            if kind == "radio":
                fields.and_(self.main.locator(f'[value="{value}"]')).check()
            elif kind == "checkbox":
                fields.first.check()
            elif kind == "select-one":
                fields.select_option(**(value if isinstance(value, dict) else {"value": value}))
            else:
                fields.fill(value)
        return self

    def sees(self, text, **where):
        expect(self.main.get_by_text(text, **where).first).to_be_visible()
        return self

    def download(self, name):
        """The file behind a link of the page, as (name, bytes)."""
        with self.page.expect_download() as waiting:
            self.main.get_by_role("link", name=name).first.click()
        return waiting.value.suggested_filename, waiting.value.path().read_bytes()

    def waits(self, kind):
        """The desk says that something of this kind waits: open the first."""
        self.open("/scrivania/")
        group = self.main.locator("section", has=self.page.get_by_role("heading", name=kind))
        return self._leave(group.get_by_role("link").first)

    def told(self, subject):
        """Among the notifications there is one with that subject: open what it is about."""
        self.open("/scrivania/notifiche/")
        return self._leave(self.main.get_by_role("button", name=subject).first)


class Cast(dict):
    """name → Person, each in a window of their own."""

    def __init__(self, people, new_visit, clock):
        looked_at = set()
        super().__init__({name: Person(new_visit(), looked_at, user) for name, user in people.items()})
        self["reader"] = Person(new_visit(), looked_at)
        self.clock = clock

    def travel(self, day):
        """The morning of another day: what the nights before bring is done, and all sign in again."""
        self.clock.move_to(datetime.datetime.combine(day, datetime.time(8), datetime.UTC))
        live_one_day()
        for person in self.values():
            if person.user is not None:
                person.visit.sign_in(person.user)
