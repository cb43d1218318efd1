import datetime
import hashlib
import logging
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familynet.kernel import bagit
from tests.kernel.bags import validate

DAY = datetime.date(2026, 11, 26)
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\\\x00"), min_size=1, max_size=30)


def packed(payloads, **fields):
    stream = bagit.bag("raccolta", payloads, info=list(fields.items()), on=DAY)
    length = len(stream)
    content = b"".join(stream)
    assert len(content) == length
    return content


def test_bag_is_valid_and_says_whose_it_is():
    payloads = [bagit.from_bytes("a.pdf", b"%PDF"), bagit.from_bytes("documenti/01/b.txt", b"")]
    info, payload = validate(packed(payloads, **{"Source-Organization": "Regione\nPiemonte: prova"}))
    assert info["Source-Organization"] == "Regione Piemonte: prova"
    assert (info["Bagging-Date"], info["Payload-Oxum"]) == ("2026-11-26", "4.2")
    assert payload == {"data/a.pdf": b"%PDF", "data/documenti/01/b.txt": b""}


def test_empty_bag_is_valid():
    assert validate(packed([]))[1] == {}


def test_names_with_line_ends_and_per_cent_are_encoded_in_the_manifest():
    names = ["100%.txt", "a\nb.txt", "a\rb.txt", "%0A.txt", "a%25.txt"]
    content = packed([bagit.from_bytes(name, name.encode()) for name in names])
    assert set(validate(content)[1]) == {f"data/{name}" for name in names}
    assert b"data/100%25.txt\n" in content
    assert b"data/a%0Ab.txt\n" in content


def test_names_that_are_the_same_somewhere_get_numbers():
    names = ["Città.txt", "Citta\u0300.txt", "CITTÀ.TXT", "senza", "senza"]
    payload = validate(packed([bagit.from_bytes(name, b"x") for name in names]))[1]
    assert sorted(payload) == sorted(
        ["data/Città.txt", "data/Città-2.txt", "data/CITTÀ-3.TXT", "data/senza", "data/senza-2"]
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, st.binary(max_size=40)), max_size=6))
def test_any_file_names_make_a_valid_bag(files):
    payloads = [bagit.from_bytes(bagit.safe_name(name), data) for name, data in files]
    payload = validate(packed(payloads))[1]
    assert sorted(payload.values()) == sorted(data for _name, data in files)


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../b", "a//b", "a\\b", ""])
def test_path_that_leaves_the_folder_is_refused(path):
    with pytest.raises(ValueError, match="inside a package"):
        packed([bagit.from_bytes(path, b"")])


@pytest.mark.parametrize(
    ("name", "safe"),
    [("relazione.pdf", "relazione.pdf"), ("a/b:c?.pdf", "a_b_c_.pdf"), ("CON.txt", "_CON.txt"), ("..", "file"),
     ("x" * 300 + ".pdf", "x" * 116 + ".pdf"), ("fine. ", "fine"), ("a\nb", "a_b")],
)  # fmt: skip
def test_safe_name(name, safe):
    assert bagit.safe_name(name) == safe


@pytest.mark.parametrize("content", [b"altro!", b"corto", b"molto piu' lungo di prima"])
def test_file_that_is_not_what_it_was_breaks_the_package_off(content, caplog):
    """The ZIP never gets its end: nobody takes it for whole."""
    promised = hashlib.sha256(b"prima.").hexdigest()
    stream = iter(bagit.bag("r", [bagit.Payload("a.txt", 6, promised, lambda: [content])], info=[], on=DAY))
    sent = b""
    with caplog.at_level(logging.ERROR), pytest.raises(bagit.PayloadChanged):
        for chunk in stream:
            sent += chunk
    assert b"PK\x05\x06" not in sent
    assert "data/a.txt" in caplog.text


def test_memory_does_not_grow_with_the_files():
    block = b"x" * bagit.CHUNK
    digest = hashlib.sha256(block * 40).hexdigest()

    def chunks():
        return (block for _ in range(40))

    stream = bagit.bag(
        "r", [bagit.Payload(f"{n}", 40 * len(block), digest, chunks) for n in range(5)], info=[], on=DAY
    )
    tracemalloc.start()
    assert sum(len(chunk) for chunk in stream) > 200 * len(block)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * len(block)
