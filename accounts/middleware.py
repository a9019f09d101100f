import pghistory

from core import request_id


class HistoryContextMiddleware:
    """Say in the history who made a change and in which request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk, request=request_id.current.get()):
            return self.get_response(request)
