"""A validator of bags that shares no code with what makes them: it reads the ZIP and checks RFC 8493."""

import hashlib
import io
import re
import unicodedata
import zipfile


def open_bag(content):
    """(name of the folder, path → bytes) of a bag in a ZIP with exactly one top folder (RFC 8493, 4)."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    names = archive.namelist()
    assert len(names) == len(set(names)), "a name occurs twice"
    roots = {name.split("/")[0] for name in names}
    assert len(roots) == 1, roots
    root = roots.pop()
    return root, {n.removeprefix(f"{root}/"): archive.read(n) for n in names if not n.endswith("/")}, names


def read_manifest(text):
    """path → digest; the encoding of CR, LF and % undone (RFC 8493, 2.1.3)."""
    found = {}
    assert text.endswith("\n") or not text
    for line in text.split("\n")[:-1]:
        digest, path = re.fullmatch(r"([0-9a-f]{64}) [ *](.+)", line).groups()
        path = re.sub("%(25|0[AD])", lambda code: chr(int(code[1], 16)), path, flags=re.IGNORECASE)
        assert path not in found, f"{path} twice"
        found[path] = digest
    return found


def read_info(text):
    """Label → value; a line that begins with a blank belongs to the one before (RFC 8493, 2.2.2)."""
    info = {}
    for line in re.sub(r"\n[ \t]+", " ", text).rstrip("\n").split("\n"):
        label, value = re.fullmatch(r"([^:\s][^:]*): (.*)", line).groups()
        info.setdefault(label, value)
    return info


def validate(content):
    """Every rule for a complete and valid bag; gives back (info, payload path → bytes)."""
    root, files, names = open_bag(content)
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"  # 2.1.1, no BOM
    assert any(name.startswith(f"{root}/data/") for name in names), "no payload folder"  # 2.1.2
    payload = {path: data for path, data in files.items() if path.startswith("data/")}
    tags = set(files) - set(payload)
    manifest = read_manifest(files["manifest-sha256.txt"].decode("utf-8"))
    assert set(manifest) == set(payload)  # 3: every payload file is listed, every listed file is there
    for path, data in payload.items():
        assert hashlib.sha256(data).hexdigest() == manifest[path], path
        assert unicodedata.is_normalized("NFC", path), path
    folded = [path.casefold() for path in files]
    assert len(set(folded)) == len(folded), "two names differ by capital letters only"  # 6.1.3
    assert not any(set(path.split("/")) & {"", ".", ".."} for path in files)  # 5.1
    tag_manifest = read_manifest(files["tagmanifest-sha256.txt"].decode("utf-8"))
    assert set(tag_manifest) == tags - {"tagmanifest-sha256.txt"}  # 2.2.1: never itself
    for path, digest in tag_manifest.items():
        assert hashlib.sha256(files[path]).hexdigest() == digest, path
    info = read_info(files["bag-info.txt"].decode("utf-8"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", info["Bagging-Date"])
    assert info["Payload-Oxum"] == f"{sum(map(len, payload.values()))}.{len(payload)}"
    return info, payload
