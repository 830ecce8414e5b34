"""The tests run without a network, and would notice if one were wanted."""

import socket

import pytest

from tests.offline import OutsideWorld


@pytest.mark.parametrize("address", ["192.0.2.1", "example.com"])
def test_nothing_outside_is_reached(address):
    with socket.socket() as outgoing, pytest.raises(OutsideWorld):
        outgoing.connect((address, 80))


def test_no_name_is_looked_up():
    with pytest.raises(OutsideWorld):
        socket.create_connection(("example.com", 80), timeout=1)


def test_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname(), timeout=5).close()
