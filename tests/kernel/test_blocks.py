from familynet.kernel.blocks import blocks, plain_text


def kinds(text):
    return [block["kind"] for block in blocks(text)]


def test_blocks_of_a_text():
    text = "Uno **due** *tre*\nquattro\n\n- a\n- b\n  1. c\n\n> detto\n\n# Titolo\n\n    codice\n\n---"
    assert kinds(text) == ["p", "ul", "quote", "h", "code", "rule"]
    first, items = blocks(text)[0]["body"], blocks(text)[1]["items"]
    assert [part["kind"] for part in first] == ["text", "strong", "text", "em", "text", "text"]
    assert items[1][1] == {
        "kind": "ol",
        "items": [[{"kind": "p", "body": [{"kind": "text", "text": "c"}]}]],
        "start": 1,
    }


def test_table_has_header_and_rows():
    table = blocks("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |")[0]
    assert [plain_text(cell) for cell in table["header"]] == ["A", "B"]
    assert [[plain_text(cell) for cell in row] for row in table["rows"]] == [["1", "2"], ["3", "4"]]


def test_only_safe_links_are_links_and_pictures_are_words():
    text = (
        "[a](https://a.example) [b](javascript:alert(1)) [c](data:x) ![una foto](https://x.example/y.png) <b>x</b>"
    )
    paragraph = blocks(text)[0]["body"]
    assert [part["href"] for part in paragraph if part["kind"] == "link"] == ["https://a.example"]
    assert "una foto" in plain_text(paragraph)
    assert "<b>x</b>" in plain_text(paragraph)


def test_markup_stays_text():
    assert plain_text(blocks("<script>alert(1)</script>\n")[0].get("body", [])) in (
        "",
        "<script>alert(1)</script>",
    )
    assert blocks("") == []
    assert plain_text(blocks('#panic("x") $a$')[0]["body"]) == '#panic("x") $a$'
