"""Which addresses may be served on, and taking hold of one before anything heavy is loaded."""

from __future__ import annotations

import errno
import socket
from ipaddress import ip_address

from ino_assistant.errors import AssistantError


def is_loopback(host: str) -> bool:
    """Whether `host` is `localhost` or an address of 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def require_loopback(host: str) -> None:
    """Let pass only addresses that nobody but users of this machine can reach.

    Raises:
        AssistantError: any other address; there is no sign-in that would guard it.
    """
    if not is_loopback(host):
        raise AssistantError(
            f"no sign-in is configured, so only addresses of this machine are served, "
            f"not {host!r}: use --host 127.0.0.1"
        )


def require_guarded(host: str, *, sign_in: bool, public_url: str) -> None:
    """Let pass an address that others can reach only if they sign in, and over TLS.

    Args:
        host: address to listen on.
        sign_in: whether people have to sign in.
        public_url: the address that they type in.

    Raises:
        AssistantError: what is missing, and how it is set.
    """
    if not sign_in:
        require_loopback(host)
    elif not is_loopback(host) and not public_url.startswith("https://"):
        raise AssistantError(
            f"on {host!r} passwords and sessions would cross the network in the open: put a proxy "
            "with TLS in front and set INO_ASSISTANT_PUBLIC_URL to its https:// address"
        )


def take_port(
    host: str, port: int, *, sign_in: bool = False, public_url: str = ""
) -> socket.socket:
    """A socket bound to `host` and `port`, not yet listening.

    Whoever connects before the app is ready is turned away, not left waiting.

    Args:
        host: a loopback address, or any where people sign in.
        port: 0 for any free port.
        sign_in: whether people have to sign in.
        public_url: the address that they type in.

    Raises:
        AssistantError: the address is not to be served on, or can't be bound; says what to do.
    """
    require_guarded(host, sign_in=sign_in, public_url=public_url)
    address = "127.0.0.1" if host.lower() == "localhost" else host
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    # Without this a restart right after a stop would find its own port still in use.
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((address, port))
    except OSError as error:
        taken.close()
        raise _refusal(host, port, error) from error
    return taken


def listen(taken: socket.socket) -> None:
    """Start to listen on a socket of `take_port`.

    Raises:
        AssistantError: another process has begun to listen on the port in the meantime.
    """
    host, port = taken.getsockname()[:2]
    try:
        taken.listen()
    except OSError as error:
        taken.close()
        raise _refusal(host, port, error) from error


def url_of(taken: socket.socket) -> str:
    """The address as it is typed into a browser."""
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _refusal(host: str, port: int, error: OSError) -> AssistantError:
    if error.errno == errno.EADDRINUSE:
        return AssistantError(
            f"port {port} on {host} is in use: stop the program that uses it, or choose "
            "another port with --port or INO_ASSISTANT_PORT"
        )
    return AssistantError(
        f"can't listen on port {port} of {host} ({error.strerror}): choose another with "
        "--port or --host"
    )


__all__ = ["is_loopback", "listen", "require_guarded", "require_loopback", "take_port", "url_of"]
