"""A live server that can be waited for: tables are emptied after each test, never under a request still answered."""

import contextlib
import socket
import threading

from django.core.servers.basehttp import ThreadedWSGIServer


class PatientServer(ThreadedWSGIServer):
    """Knows the connections that it has not ended yet."""

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self._open, self._ended = set(), threading.Condition()

    def process_request(self, request, client_address):
        with self._ended:
            self._open.add(request)
        super().process_request(request, client_address)

    def close_request(self, request):
        super().close_request(request)
        with self._ended:
            self._open.discard(request)
            self._ended.notify_all()

    def finish(self, seconds=60):
        """Answer what was asked, also by windows already closed, and hang up; fails if that takes longer."""
        with socket.create_connection(self.server_address[:2]) as last:  # taken up after all that came before it
            last.shutdown(socket.SHUT_WR)
            last.recv(1)
        with self._ended:
            for connection in self._open:
                with contextlib.suppress(OSError):  # ended meanwhile
                    connection.shutdown(socket.SHUT_RD)
            assert self._ended.wait_for(lambda: not self._open, seconds), "the live server is still answering"
