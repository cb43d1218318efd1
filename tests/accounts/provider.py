"""A small OpenID Connect provider on loopback: real HTTP, real signed tokens, answers set by the test."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`claims` is what it says of the person; `sent` what it was sent to the token address."""

    def __init__(self):
        self.claims = {"sub": "1001", "email": "nuova@piemonte.example", "email_verified": True, "name": "Nuova"}
        self.token_claims, self.profile_claims = {}, {}
        self.sent, self.challenge = {}, ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, path, body):
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            return {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one"}]}
        if path == "/token":
            self.sent = {name: values[0] for name, values in parse_qs(body).items()}
            verifier = hashlib.sha256(self.sent["code_verifier"].encode()).digest()
            assert base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() == self.challenge, "PKCE"
            return {"access_token": "access", "token_type": "Bearer", "id_token": self.id_token()}
        return {**self.claims, **self.profile_claims}

    def id_token(self):
        now = int(time.time())
        claims = {"iss": self.url, "aud": "familynet", "iat": now, "exp": now + 300, **self.claims}
        return jwt.encode({**claims, **self.token_claims}, KEY, algorithm="RS256", headers={"kid": "one"})


def handler_for(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            data = json.dumps(provider.answer(self.path, body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET

        def log_message(self, *args):
            pass

    return Handler
