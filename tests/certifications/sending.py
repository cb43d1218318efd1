"""Short ways to send a file in parts, and to say what stands where."""

TEXT = b"Delibera della Giunta, con il piano della famiglia."
SIZE = len(TEXT)


def start(client, address, name="delibera_12.txt", size=SIZE, **more):
    return client.post(address, {"name": name, "size": size, **more})


def send(client, address, data, offset=0):
    headers = {"Upload-Offset": str(offset)}
    return client.post(address, data, content_type="application/octet-stream", headers=headers)


def sent(client, address, name="delibera_12.txt", data=TEXT):
    """A whole file, in two parts; the last answer."""
    key = start(client, address, name=name, size=len(data)).json()["upload"]
    send(client, f"{address}{key}/", data[:20])
    return send(client, f"{address}{key}/", data[20:], 20)


def titles(rows):
    return [row.document.title for row in rows.current().order_by("order", "pk")]
