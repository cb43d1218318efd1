from tests.access.rows import PUBLIC, Row

# Without a place there is nothing to export.
WITHOUT_PLACE = Row(anonymous=404, default=404)

ROWS = {
    "practices:places": PUBLIC,
    "practices:places_method": PUBLIC,
    "practices:places_csv": WITHOUT_PLACE,
    "practices:places_json": WITHOUT_PLACE,
}
