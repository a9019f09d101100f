"""The board of resolutions and its file: one filter set, the same as the API's."""

from django.http import QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.listing import WordedListing
from meetings import exporting
from meetings.filters.resolutions import MINE_WORDS, ResolutionFilter
from meetings.filters.terms import description_of, terms_of
from meetings.models import Resolution
from meetings.queries.colours import TONES, WORDS, count_by_colour, policies
from meetings.queries.resolutions import ORDER, complete, say_colours


class Board(WordedListing):
    first_fields = ("q", "belt", "region", "state")
    chosen_elsewhere = ("meeting", "mine")

    def __init__(self, request, **options):
        rows = Resolution.objects.visible_to(request.user)
        options |= {"terms_of": terms_of, "order": ORDER, "complete": complete}
        super().__init__(request, ResolutionFilter, rows, **options)

    def page(self):
        page = super().page()
        say_colours(page.rows)
        return page

    def colours(self):
        """Each colour with how many it has among what else is filtered, and the way to them."""
        if self.problems:
            return []
        without = self.query("colour")
        rows = self.filtered(QueryDict(without)).qs
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
        chosen, without = self.request.GET.get("mine"), self.query("mine")
        return [
            {"word": label, "chosen": word == chosen, "query": f"{without}&mine={word}".lstrip("&")}
            for word, label in MINE_WORDS
        ]

    def context(self):
        return super().context() | {
            "without_mine": self.query("mine"),
            "mine": self.mine(),
            "is_mine": bool(self.request.GET.get("mine")),
            "colours": self.colours(),
        }


@require_safe
def board(request):
    return Board(request).response(whole="meetings/board.html", rows="meetings/_board_rows.html")


@require_safe
def board_export(request):
    """The rows that the board shows, all of them, as ``?format=xlsx`` or ``csv``."""
    listing = Board(request, also=("format",))
    return listing.as_file(exporting.table_of, description_of, back="meetings:resolutions", default="xlsx")
