from tests.access.rows import PUBLIC, Row

ROWS = {
    "portal:home": PUBLIC,
    "portal:desk": Row(default=200),
}
