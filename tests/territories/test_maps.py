"""The map: geometry, links, weight."""

import gzip
import re

import pytest
from django.template import Context, Template
from django.urls import reverse

from familynet.territories import maps
from tests.factories.territories import MunicipalityFactory

BRA = maps.MapPoint(44.6977, 7.8513, "Comune di Bra", "/registro/1/")
OSSANA = maps.MapPoint(46.3069, 10.7380, "Comune di Ossana", "/registro/2/")


def draw(points):
    return Template('{% load territory_map %}{% territory_map points label="Registro" %}').render(
        Context({"points": points})
    )


def test_panels_are_the_two_regions_from_west_to_east():
    assert [panel.code for panel in maps.panels()] == ["01", "04"]


@pytest.mark.parametrize(("point", "code"), [(BRA, "01"), (OSSANA, "04")])
def test_point_lies_inside_its_panel(point, code):
    held = [panel for panel in maps.panels() if panel.holds(point.latitude, point.longitude)]
    assert [panel.code for panel in held] == [code]
    x, y = held[0].place(point.latitude, point.longitude)
    assert 0 < x < maps.WIDTH
    assert 0 < y < held[0].height


def test_projection_keeps_distances():
    panel = maps.panels()[0]
    x, y = panel.place(45.0, 7.5)
    north, east = panel.place(45.1, 7.5), panel.place(45.0, 7.5 + 0.1 / panel.shrink)
    assert y - north[1] == pytest.approx(east[0] - x, abs=0.2)


def test_points_of_one_place_are_one_mark_sized_by_count():
    panel = maps.panels()[0]
    one = maps.marks(panel, [BRA])[0]
    many = maps.marks(panel, [BRA, maps.MapPoint(44.6977, 7.8513, "Museo", "/registro/3/", "member", 4)])[0]
    assert (one.count, one.tone) == (1, "certified")
    assert (many.count, many.tone, many.is_group) == (5, "mixed", True)
    assert many.radius > one.radius


def test_marks_never_stand_nearer_than_a_finger():
    panel = maps.panels()[0]
    points = [maps.MapPoint(44.6 + n / 50, 7.8 + n / 70, str(n), f"/{n}/") for n in range(20)]
    found = maps.marks(panel, points)
    gaps = [((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for a in found for b in found if a is not b]
    assert min(gaps) >= maps.REACH
    assert sum(mark.count for mark in found) == 20


def test_map_links_each_point():
    html = draw([BRA, OSSANA])
    assert 'href="/registro/1/"' in html
    assert "<title>Comune di Ossana</title>" in html
    assert html.count('class="territory-map__mark ') == 2
    assert "style=" not in html
    assert f"/mappa/01.svg?v={maps.version()}" in html


def test_map_says_what_it_cannot_show():
    html = draw([maps.MapPoint(41.9, 12.5, "Roma", "/roma/")])
    assert "Un soggetto è fuori dalla mappa" in html


def test_map_lists_the_points_behind_a_group():
    html = draw([BRA, maps.MapPoint(44.70, 7.86, "Museo civico", "/registro/3/")])
    assert 'href="#mappa-1-1"' in html
    assert 'id="mappa-1-1"' in html
    assert html.count('href="/registro/3/"') == 1


def test_map_escapes_labels():
    assert "<b>" not in draw([maps.MapPoint(44.7, 7.8, "<b>x</b>", "/x/")])


@pytest.mark.django_db
def test_base_map_is_a_light_cacheable_image(client, django_assert_num_queries):
    MunicipalityFactory.create_batch(30)
    with django_assert_num_queries(1):
        response = client.get(reverse("territories:base_map", args=["01"]))
    assert response["Content-Type"] == "image/svg+xml"
    assert set(response["Cache-Control"].split(", ")) == {"max-age=2592000", "public"}
    assert response.cookies == {}
    body = response.content
    assert len(gzip.compress(body)) < 60_000
    assert len(re.findall(rb"M[\d.]+ [\d.]+h0", body)) == 30


@pytest.mark.django_db
def test_base_map_of_an_unknown_region_is_not_found(client):
    assert client.get(reverse("territories:base_map", args=["99"])).status_code == 404
