"""A filtered list on a page: what its address asks for, and the answer as a whole page or as its rows alone."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property

from core.filters import check_known
from core.paging import Page, page_of


class Listing:
    """Where something in the address is wrong there are problems and no rows.

    ``rows`` are scoped; ``complete`` adds what the page shows of them, once they are filtered.
    """

    def __init__(self, request, filterset, rows, *, order, complete):
        self.request, self.order, self.complete = request, order, complete
        self.filters = filterset(request.GET, rows, request=request)

    @cached_property
    def problems(self):
        try:
            check_known(self.request.GET, {*self.filters.filters, "cursor"})
        except ValidationError as error:
            return error.messages
        fields = self.filters.form.fields
        return [f"{fields[name].label}: {message}" for name, found in self.filters.errors.items() for message in found]

    def page(self):
        if self.problems:
            return Page()
        try:
            rows = self.complete(self.filters.qs)
            return page_of(rows, order=self.order, cursor=self.request.GET.get("cursor", ""))
        except ValidationError as error:
            self.problems = error.messages
            return Page()

    def response(self, *, whole, rows, **context):
        """Templates of the page and of its rows; the second alone for htmx, but not when it restores the history."""
        page = self.page()  # first: a cursor that is wrong is among the problems
        context |= {"filters": self.filters, "page": page, "problems": self.problems}
        partly = self.request.htmx and not self.request.htmx.history_restore_request
        response = render(self.request, rows if partly else whole, context)
        patch_vary_headers(response, ["HX-Request"])
        return response
