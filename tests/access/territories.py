from tests.access.rows import PUBLIC, Row

ROWS = {
    "territories:base_map": Row(kwargs=lambda world: {"code": "01"}, anonymous=200, default=200),
    "territories:suggest": PUBLIC,
}
