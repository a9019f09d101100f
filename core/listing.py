"""A filtered list: what its address asks for, and the answer as a whole page, as its rows alone or as a file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property

from core import exports
from core.filters import check_known
from core.paging import Page, page_of

MOST_COUNTED = 1000


def whole_or_rows(request, whole, rows, context):
    """Templates of the page and of its rows; the second alone for htmx, but not when it restores the history."""
    partly = request.htmx and not request.htmx.history_restore_request
    response = render(request, rows if partly else whole, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


class Listing:
    """Where something in the address is wrong there are problems and no rows.

    ``rows`` are scoped; ``complete`` adds what the page shows of them, once they are filtered. ``also`` are parameters
    beside those of the filters, ``without`` filters that this page does not take.
    """

    def __init__(self, request, filterset, rows, *, order=(), complete=None, also=("cursor",), without=()):
        self.request, self.filterset, self.scoped = request, filterset, rows
        self.order, self.complete = order, complete
        self.filters = self.filtered(request.GET)
        self.known = {*self.filters.filters, *also} - set(without)

    def filtered(self, query):
        return self.filterset(query, self.scoped, request=self.request)

    @cached_property
    def problems(self):
        try:
            check_known(self.request.GET, self.known)
        except ValidationError as error:
            return error.messages
        fields = self.filters.form.fields
        return [f"{fields[name].label}: {message}" for name, found in self.filters.errors.items() for message in found]

    @property
    def rows(self):
        return self.scoped.none() if self.problems else self.filters.qs

    def ordered(self):
        """The rows as the page shows them, and the fields that order them."""
        return self.complete(self.rows) if self.complete else self.rows, self.order

    def page(self):
        if self.problems:
            return Page()
        rows, order = self.ordered()
        try:
            return page_of(rows, order=order, cursor=self.request.GET.get("cursor", ""))
        except ValidationError as error:
            self.problems = error.messages
            return Page()

    def context(self):
        page = self.page()  # first: a cursor that is wrong is among the problems
        return {"filters": self.filters, "page": page, "problems": self.problems}

    def response(self, *, whole, rows, **context):
        return whole_or_rows(self.request, whole, rows, self.context() | context)


class WordedListing(Listing):
    """A list that says what narrows it, and what each of these hides; ``terms_of`` gives the ``Term``s of a filter set.

    ``first_fields`` stand in sight, ``chosen_elsewhere`` are chosen by links that lead here, and stay.
    """

    first_fields: tuple[str, ...] = ()
    chosen_elsewhere: tuple[str, ...] = ()

    def __init__(self, request, filterset, rows, *, terms_of, **options):
        super().__init__(request, filterset, rows, **options)
        self.terms_of = terms_of

    @cached_property
    def terms(self):
        return [
            {"text": term.text, "removed": term.removed_from(self.request.GET)} for term in self.terms_of(self.filters)
        ]

    def query(self, *left_out):
        """The address's parameters without its place in the pages and those left out."""
        query = self.request.GET.copy()
        for name in ("cursor", *left_out):
            query.pop(name, None)
        return query.urlencode()

    @cached_property
    def found(self):
        """How many rows, as far as the page counts them: counting all would cost more than the page."""
        return _up_to(self.rows)

    def hiding(self):
        """For an empty list: what taking one filter away would show."""
        found = []
        for term in self.terms:
            count = _up_to(self.filtered(QueryDict(term["removed"].removeprefix("?"))).qs)
            if count["count"]:
                found.append(term | count)
        return found

    def words(self):
        """What the panel of filters and the chips need."""
        form = self.filters.form
        return {
            "listing": self,
            "filters": self.filters,
            "first_fields": [form[name] for name in self.first_fields if name in self.known],
            "more_fields": [field for field in form if field.name not in (*self.first_fields, *self.chosen_elsewhere)],
            "hidden_fields": [form[name] for name in self.chosen_elsewhere if form[name].value()],
            "problems": self.problems,
            "terms": self.terms,
            "query": self.query(),
        }

    def context(self):
        context = super().context() | self.words()
        return context | {"hiding": self.hiding() if not context["page"].rows and not self.problems else []}

    def as_file(self, table_of, description_of, *, back, default="csv"):
        """All rows as ``?format=csv`` or ``xlsx``; a refusal leads to the list named ``back``, which says why."""
        try:
            file_format = exports.check_format(self.request.GET.get("format", default))
            if self.problems:
                raise ValidationError(self.problems, code="invalid")
            table = table_of(self.rows, actor=self.request.user, description=description_of(self.filters))
        except ValidationError as error:
            for message in error.messages:
                messages.error(self.request, message)
            return redirect(f"{reverse(back)}?{self.query('format')}")
        return exports.answer(table, file_format)


def _up_to(rows):
    """The ``count`` of rows, and whether there are ``more`` than those counted."""
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return {"count": min(count, MOST_COUNTED), "more": count > MOST_COUNTED}
