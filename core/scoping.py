"""Which rows a request starts from; the one place where views and viewsets get them."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ScopedRowsMixin:
    """The rows of ``model`` that this user may see, or change when the request writes.

    For class-based views and for viewsets: both call ``get_queryset()`` with ``self.request`` at hand.
    A row out of scope is a 404, so that nobody learns that it exists.
    """

    changes_rows = False  # True on an edit page, whose GET starts from the manageable rows too

    def get_queryset(self):
        rows = self.model._default_manager
        if getattr(self, "swagger_fake_view", False):  # the API document is being drawn; nobody asks
            return rows.none()
        if self.changes_rows or self.request.method not in SAFE_METHODS:
            return rows.manageable_by(self.request.user)
        return rows.visible_to(self.request.user)


def visible(model):
    """What a filter over rows of ``model`` offers: those its request's user sees; none where nobody asks."""

    def rows(request):
        return model._default_manager.visible_to(request.user) if request else model._default_manager.none()

    return rows
