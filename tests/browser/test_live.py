"""The server of these tests: no row is taken away under a request that a closed window has left behind."""

import socket
import threading

import pytest
from django.core.signals import request_started
from django.urls import reverse


@pytest.fixture
def begun(live_server):
    """Tells that a request is being answered, which then waits for ``begun.go_on``."""
    begun = threading.Event()
    begun.go_on = threading.Event()

    def wait(**_given):
        begun.set()
        begun.go_on.wait(30)

    request_started.connect(wait)
    yield begun
    begun.go_on.set()
    request_started.disconnect(wait)


def test_it_is_waited_for(live_server, begun):
    server = live_server.thread.httpd
    with socket.create_connection(server.server_address[:2]) as window:
        window.sendall(f"GET {reverse('health_live')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert begun.wait(10)
    waiter = threading.Thread(target=server.finish)
    waiter.start()
    waiter.join(0.5)
    assert waiter.is_alive()
    begun.go_on.set()
    waiter.join(10)
    assert not waiter.is_alive()


def test_one_that_keeps_its_line_open_is_not(live_server):
    server = live_server.thread.httpd
    with socket.create_connection(server.server_address[:2]) as idle:
        server.finish(seconds=10)
        assert idle.recv(1) == b""
