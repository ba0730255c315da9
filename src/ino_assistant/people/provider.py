"""A provider of OpenID Connect: where people are sent, and what is believed of what it says."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from ino_assistant.errors import AssistantError
from ino_assistant.people.errors import ProviderError, SignInError
from ino_assistant.settings import Settings

LEEWAY_S: Final = 30
"""By so much two machines' clocks may differ."""
_TIMEOUT_S: Final = 10
_METADATA_S: Final = 3600
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""Signatures with the provider's key. Not with the client's secret, and never none."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody is sent to the provider with.

    Attributes:
        state: comes back with them, and shows that they were sent from here.
        nonce: comes back in the ID token, and shows that it was made for this.
        verifier: of PKCE; is shown with the code, and shows that it was asked for here.
        back_to: address of this app that they come back to.
        fresh: whether they have to sign in anew, whoever the provider thinks they are.
    """

    state: str
    nonce: str
    verifier: str
    back_to: str
    fresh: bool = False


class Provider:
    """One provider, found by its address.

    Args:
        settings: its address, and this app's name and secret there.

    Raises:
        AssistantError: a setting is missing, or it is reached without TLS from afar.
    """

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer
        parts = urlsplit(self.issuer)
        near = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if not parts.hostname or (
            parts.scheme != "https" and not (parts.scheme == "http" and near)
        ):
            raise AssistantError(
                "INO_ASSISTANT_OIDC_ISSUER: give the https:// address of a provider"
            )
        if not settings.oidc_client_id:
            raise AssistantError("INO_ASSISTANT_OIDC_CLIENT_ID: the provider knows this app by it")
        if "openid" not in settings.oidc_scopes.split():
            raise AssistantError("INO_ASSISTANT_OIDC_SCOPES: openid has to be among them")
        self._settings = settings
        self._lock = threading.Lock()
        self._metadata: dict[str, Any] | None = None
        self._read_at = 0.0

    def address(self, sent: Sent) -> str:
        """Where somebody is sent to.

        Raises:
            ProviderError: the provider can't be reached.
        """
        endpoint = self._told("authorization_endpoint")
        more = {"prompt": "login", "max_age": "0"} if sent.fresh else {}
        with self._client(sent.back_to) as client:
            url, _ = client.create_authorization_url(
                endpoint,
                state=sent.state,
                nonce=sent.nonce,
                code_verifier=sent.verifier,
                **more,
            )
        return str(url)

    def claims(self, sent: Sent, code: str) -> dict[str, Any]:
        """What the provider says of somebody who came back with a code.

        The ID token is believed only if the provider signed it, for this app, for this very
        time, and not long ago.

        Raises:
            ProviderError: the provider can't be reached.
            SignInError: it does not vouch for them.
        """
        import httpx2
        from authlib.common.errors import AuthlibBaseError

        endpoint = self._told("token_endpoint")
        try:
            with self._client(sent.back_to) as client:
                token = client.fetch_token(endpoint, code=code, code_verifier=sent.verifier)
        except AuthlibBaseError as error:
            raise SignInError(f"the provider does not vouch for you: {_line(error)}") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderError(
                f"the provider of sign-in can't be reached: {_line(error)}"
            ) from error
        if not isinstance(token.get("id_token"), str):
            raise SignInError("the provider sent no ID token")
        return self._believed(token, sent)

    def _believed(self, token: Any, sent: Sent) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jws import JWSRegistry

        client_id = self._settings.oidc_client_id
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": client_id},
        }
        wanted = {"nonce": sent.nonce, "client_id": client_id}
        wanted["access_token"] = str(token.get("access_token", ""))
        registry = JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False)
        try:
            read = jwt.decode(token["id_token"], self._keys(), registry=registry)
            claims = CodeIDToken(read.claims, read.header, options, wanted)
            claims.validate(now=int(time.time()), leeway=LEEWAY_S)
        except (JoseError, ValueError) as error:
            raise SignInError(f"the provider's ID token is not valid: {_line(error)}") from error
        return dict(claims)

    def _keys(self) -> Any:
        from joserfc.jwk import KeySet

        found: Any = self._get(self._told("jwks_uri"))
        return KeySet.import_key_set(found)

    def _told(self, name: str) -> str:
        """One of the provider's addresses, as it tells them itself."""
        with self._lock:
            if self._metadata is None or time.monotonic() - self._read_at > _METADATA_S:
                address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                found = self._get(address)
                if found.get("issuer") != self.issuer:
                    raise ProviderError(
                        f"the provider of sign-in calls itself {found.get('issuer')!r}, not "
                        f"{self.issuer!r}: set INO_ASSISTANT_OIDC_ISSUER to that if it is right"
                    )
                self._metadata, self._read_at = found, time.monotonic()
            value = self._metadata.get(name)
        if not isinstance(value, str):
            raise ProviderError(f"the provider of sign-in tells no {name}")
        return value

    def _get(self, address: str) -> dict[str, Any]:
        import httpx2

        try:
            answer = httpx2.get(address, timeout=_TIMEOUT_S)
            answer.raise_for_status()
            found = answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise ProviderError(
                f"the provider of sign-in can't be reached: {_line(error)}"
            ) from error
        if not isinstance(found, dict):
            raise ProviderError("the provider of sign-in can't be understood")
        return found

    def _client(self, back_to: str) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        settings = self._settings
        return OAuth2Client(
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value() or None,
            scope=settings.oidc_scopes,
            redirect_uri=back_to,
            code_challenge_method="S256",
            timeout=_TIMEOUT_S,
        )


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
