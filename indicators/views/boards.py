"""The boards of the corridor, its provinces, belts and counties."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.throttles import for_visitors
from core import exports, work
from indicators.boards.exchange import file_of
from indicators.boards.page import contents_of, periods_for, wish_of
from indicators.boards.places import board_of, own_address, wider_boards


@require_safe
def own_board(request):
    return redirect(own_address(request.user))


@require_safe
@for_visitors("board-files")
def exchange(request, level, code):
    """All pairs of the exchange as CSV."""
    today = timezone.localdate()
    found = board_of(request.user, level, code, today)
    if found is None:
        raise Http404
    if not request.user.reach.staff:
        raise PermissionDenied
    wish = wish_of(request.GET, today)
    return exports.answer(file_of(found, request.user, wish.flow, wish.period), "csv")


@require_safe
def board(request, level, code):
    """``?period=last_year&show=volunteers&flow=books``; a word that is not known is said, and nothing is shown."""
    today = timezone.localdate()
    found = board_of(request.user, level, code, today)
    if found is None:
        raise Http404
    context = {"board": found, "sees_records": request.user.reach.staff, "problems": [], "wish": None}
    if context["sees_records"]:
        context |= {"periods": periods_for(today), "boards": wider_boards(request.user)}
        try:
            context["wish"] = wish_of(request.GET, today)
            context |= contents_of(found, request, context["wish"], today)
        except ValidationError as error:
            context["problems"] = error.messages
        context["query"] = request.GET.urlencode()
        context["at_home"] = found.is_home_of(request.user)
        context["work_items"] = work.items_for(request.user) if context["at_home"] else []
    return render(request, "indicators/boards/board.html", context)
