from django.http import Http404


class ForRoles:
    """A page that exists only for whoever holds one of ``roles`` today; for others it is a 404."""

    roles: frozenset = frozenset()

    def dispatch(self, request, *args, **kwargs):
        if not self.roles & request.user.reach.roles:
            raise Http404
        return super().dispatch(request, *args, **kwargs)
