"""The board of resolutions and its file: one filter set, the same as the API's."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from core import exports
from core.filters import check_known
from core.paging import Page, page_of
from meetings import exporting
from meetings.filters.resolutions import MINE_WORDS, ResolutionFilter
from meetings.filters.terms import description_of, terms_of
from meetings.models import Resolution
from meetings.queries.colours import TONES, WORDS, count_by_colour, policies
from meetings.queries.resolutions import MOST_COUNTED, ORDER, complete, count_up_to, say_colours

FIRST_FIELDS = ("q", "belt", "region", "state")
CHOSEN_ELSEWHERE = ("meeting", "mine")  # by the chips and links that lead here; they stay


class Board:
    """What the address asks for. Where something in it is wrong there are problems and no rows."""

    def __init__(self, request, also=("cursor",)):
        self.request = request
        self.filters = self._filtered(request.GET)
        self.known = set(self.filters.filters) | set(also)

    def _filtered(self, query):
        return ResolutionFilter(query, Resolution.objects.visible_to(self.request.user), request=self.request)

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
        return self.filters.queryset.none() if self.problems else self.filters.qs

    def page(self):
        if self.problems:
            return Page()
        try:
            page = page_of(complete(self.rows), order=ORDER, cursor=self.request.GET.get("cursor", ""))
        except ValidationError as error:
            self.problems = error.messages
            return Page()
        say_colours(page.rows)
        return page

    def colours(self):
        """Each colour with how many it has among what else is filtered, and the way to them."""
        if self.problems:
            return []
        without = self._query("colour")
        rows = self._filtered(QueryDict(without)).qs
        counts = count_by_colour(rows, timezone.localdate(), policies())
        chosen = self.filters.form.cleaned_data["colour"]
        return [
            {
                "word": word,
                "tone": TONES[colour],
                "count": counts[colour],
                "chosen": colour in chosen,
                "query": without if colour in chosen else f"{without}&colour={colour}".lstrip("&"),
            }
            for colour, word in WORDS.items()
        ]

    def mine(self):
        chosen, without = self.request.GET.get("mine"), self._query("mine")
        return [
            {"word": label, "chosen": word == chosen, "query": f"{without}&mine={word}".lstrip("&")}
            for word, label in MINE_WORDS
        ]

    def _query(self, *left_out):
        query = self.request.GET.copy()
        for name in ("cursor", *left_out):
            query.pop(name, None)
        return query.urlencode()

    def hiding(self):
        """For an empty board: what taking one filter away would show."""
        found = []
        for term in terms_of(self.filters):
            query = term.removed_from(self.request.GET)
            if count := count_up_to(self._filtered(QueryDict(query.removeprefix("?"))).qs):
                found.append({"text": term.text, "removed": query, "count": count, "more": count > MOST_COUNTED})
        return found

    def context(self):
        form = self.filters.form
        terms = [{"text": term.text, "removed": term.removed_from(self.request.GET)} for term in terms_of(self.filters)]
        return {
            "first_fields": [form[name] for name in FIRST_FIELDS],
            "more_fields": [field for field in form if field.name not in (*FIRST_FIELDS, *CHOSEN_ELSEWHERE)],
            "hidden_fields": [form[name] for name in CHOSEN_ELSEWHERE if form[name].value()],
            "problems": self.problems,
            "terms": terms,
            "query": self._query(),
            "without_mine": self._query("mine"),
            "mine": self.mine(),
            "is_mine": bool(self.request.GET.get("mine")),
        }


@require_safe
def board(request):
    listing = Board(request)
    page = listing.page()
    context = listing.context() | {
        "page": page,
        "colours": listing.colours(),
        "hiding": listing.hiding() if not page.rows and not listing.problems else [],
    }
    partly = request.htmx and not request.htmx.history_restore_request
    response = render(request, "meetings/_board_rows.html" if partly else "meetings/board.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def board_export(request):
    """The rows that the board shows, all of them, as ``?format=xlsx`` or ``csv``."""
    listing = Board(request, also=("format",))
    try:
        file_format = exports.check_format(request.GET.get("format", "xlsx"))
        if listing.problems:
            raise ValidationError(listing.problems, code="invalid")
        table = exporting.table_of(listing.rows, actor=request.user, description=description_of(listing.filters))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        kept = request.GET.copy()
        kept.pop("format", None)
        return redirect(f"{reverse('meetings:resolutions')}?{kept.urlencode()}")
    return exports.answer(table, file_format)
