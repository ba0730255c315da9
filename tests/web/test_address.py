from __future__ import annotations

import socket

import pytest

from ino_assistant.errors import AssistantError
from ino_assistant.web.address import is_loopback, listen, take_port, url_of


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "LOCALHOST"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "", "192.168.1.4", "10.0.0.1", "localhost.example.com", "127.0.0.1.nip.io"],
)
def test_other_addresses_are_refused(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(AssistantError, match="no sign-in is configured") as refusal:
        take_port(host, 0)
    assert "\n" not in str(refusal.value)


def test_any_free_port() -> None:
    with take_port("localhost", 0) as taken:
        port = taken.getsockname()[1]
        assert url_of(taken) == f"http://127.0.0.1:{port}"


def test_address_of_ip_version_6() -> None:
    if not socket.has_ipv6:
        pytest.skip("this Python has no IPv6")
    try:
        taken = take_port("::1", 0)
    except AssistantError:
        pytest.skip("this machine has no IPv6 loopback")
    with taken:
        assert url_of(taken).startswith("http://[::1]:")


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with take_port("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]
        with pytest.raises(AssistantError, match=f"port {port} .* in use: .* --port") as refusal:
            take_port("127.0.0.1", port)
        assert "\n" not in str(refusal.value)


def test_a_port_that_is_taken_in_the_meantime() -> None:
    with take_port("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with take_port("127.0.0.1", port) as second:
            listen(second)
            with pytest.raises(AssistantError, match="in use"):
                listen(first)


def test_an_address_that_cannot_be_bound() -> None:
    with pytest.raises(AssistantError, match="can't listen on port"):
        # Linux binds all of 127/8; a port below 1024 may be taken by root, so neither fails
        # everywhere. A family that the address isn't of does.
        take_port("::1%nosuchinterface", 0)
