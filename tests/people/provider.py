"""A provider of OpenID Connect: a program of its own, made of Authlib's server side.

It holds its clients to PKCE, to their secret and to the addresses that they registered, has a
form to sign in with, and remembers in a cookie who has. What a test sets at `/control` makes it
misbehave: another issuer, another key, no time of sign-in.

    python provider.py PORT BACK_TO
"""

from __future__ import annotations

import secrets
import sys
import time
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, Response, jsonify, redirect, request
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = "ino-assistant", "a secret of the app"
PEOPLE: dict[str, dict[str, Any]] = {
    "rita": {
        "sub": "p-1",
        "name": "Rita Reviewer",
        "groups": ["medinfo", "staff"],
        "email": "rita@example.com",
    },
    "sally": {"sub": "p-2", "name": "Sally Sales", "groups": "sales"},
    "nina": {"sub": "p-3", "name": "Nina Nogroup"},
}


class Client:
    """The one app that is registered."""

    def __init__(self, back_to: str) -> None:
        self.client_id, self._back_to = CLIENT_ID, back_to

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self._back_to

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(s for s in scope.split() if s in ("openid", "profile", "email"))

    def check_redirect_uri(self, uri: str) -> bool:
        return uri == self._back_to

    def check_client_secret(self, secret: str) -> bool:
        return secrets.compare_digest(secret, CLIENT_SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind == "authorization_code"


class Code:
    """A code that was given out."""

    def __init__(self, code: str, asked: Any, who: str, when: int) -> None:
        self.code, self.who, self._when = code, who, when
        data = asked.payload.data
        self.redirect_uri, self.scope = data["redirect_uri"], asked.payload.scope
        self.code_challenge = data.get("code_challenge")
        self.code_challenge_method = data.get("code_challenge_method")
        self.nonce = data.get("nonce")

    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope)

    def get_nonce(self) -> str | None:
        return "another" if CONTROL.get("nonce") else self.nonce

    def get_auth_time(self) -> int | None:
        return None if CONTROL.get("no_auth_time") else self._when

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


CODES: dict[str, Code] = {}
SIGNED_IN: dict[str, tuple[str, int]] = {}
NONCES: set[str] = set()
CONTROL: dict[str, Any] = {}
KEY = RSAKey.generate_key(2048, parameters={"kid": "k1", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, parameters={"kid": "k1", "use": "sig", "alg": "RS256"})


class Grant(grants.AuthorizationCodeGrant):  # type: ignore[misc]  # it has no types
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012 - Authlib's own name

    def save_authorization_code(self, code: str, asked: Any) -> None:
        who, when = asked.user
        NONCES.add(asked.payload.data.get("nonce"))
        CODES[code] = Code(code, asked, who, when)

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return CODES.get(code)

    def delete_authorization_code(self, code: Code) -> None:
        del CODES[code.code]

    def authenticate_user(self, code: Code) -> dict[str, Any]:
        return PEOPLE[code.who]


class Tokens(OpenIDCode):  # type: ignore[misc]  # it has no types
    def exists_nonce(self, nonce: str, asked: Any) -> bool:
        return nonce in NONCES

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        late = CONTROL.get("late", 0)
        return {
            "iss": CONTROL.get("issuer", ISSUER),
            "aud": [CONTROL.get("audience", CLIENT_ID)],
            "iat": int(time.time()) - late,
            "exp": int(time.time()) + 3600 - late,
        }

    def get_client_algorithm(self, client: Client) -> str:
        return "RS256"

    def resolve_client_private_key(self, client: Client) -> Any:
        return OTHER_KEY if CONTROL.get("key") else KEY

    def generate_user_info(self, user: dict[str, Any], scope: str) -> UserInfo:
        return UserInfo(**user)


def make_app(client: Client) -> Flask:
    app = Flask(__name__)
    server = AuthorizationServer(
        app,
        query_client=lambda client_id: client if client_id == CLIENT_ID else None,
        save_token=lambda token, asked: None,
    )
    server.register_grant(Grant, [Tokens(require_nonce=True), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(
            issuer=CONTROL.get("calls_itself", ISSUER),
            authorization_endpoint=f"{ISSUER}/authorize",
            token_endpoint=f"{ISSUER}/token",
            jwks_uri=f"{ISSUER}/keys",
        )

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(KeySet([KEY]).as_dict(private=False))

    @app.get("/authorize")
    def form() -> Any:
        there = SIGNED_IN.get(request.cookies.get("provider", ""))
        anew = request.args.get("prompt") == "login" or request.args.get("max_age") == "0"
        if there is not None and (not anew or CONTROL.get("lazy")):
            return server.create_authorization_response(grant_user=there)
        return '<form method="post">Name <input name="who"><button>Sign in</button></form>'

    @app.post("/authorize")
    def signed_in() -> Any:
        who = request.form["who"]
        if who not in PEOPLE:
            return redirect(
                f"{request.args['redirect_uri']}?error=access_denied&state={request.args['state']}"
            )
        cookie = secrets.token_urlsafe()
        SIGNED_IN[cookie] = (who, int(time.time()))
        answer = server.create_authorization_response(grant_user=SIGNED_IN[cookie])
        answer.set_cookie("provider", cookie, httponly=True)
        return answer

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.post("/control")
    def control() -> str:
        CONTROL.clear()
        CONTROL.update(request.get_json())
        for who, claims in CONTROL.get("people", {}).items():
            PEOPLE[who].update(claims)
        return ""

    return app


if __name__ == "__main__":
    ISSUER = f"http://127.0.0.1:{sys.argv[1]}"
    make_app(Client(sys.argv[2])).run("127.0.0.1", int(sys.argv[1]), threaded=True)
