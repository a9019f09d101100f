"""The free table: its page, its files, and the tables that people keep."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.filters import ActivityFilter
from activities.models import Activity
from core import exports
from core.views import add_to_form
from indicators.exporting.tables import file_of
from indicators.forms.tables import SaveForm, TableForm, places_of
from indicators.measures import DIMENSIONS
from indicators.models import SavedView
from indicators.queries.grid import grid_of, table_query
from indicators.queries.pivot import layout_of, pivot
from indicators.queries.question import may_count_all, shown_measures
from indicators.queries.rule import filters_in_words, rule_beside, rule_of
from indicators.services import saved

DEFAULT = "measures=lectures&rows=belt&across=quarter&period=this_year"


@require_safe
def table(request):
    """What the address asks for; lectures by belt and quarter of this year when it asks nothing."""
    return _page(request, request.GET if request.GET else QueryDict(DEFAULT))


@require_safe
def saved_view(request, pk):
    """A table that was kept, counted now."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user).select_related("owner"), pk=pk)
    own = SavedView.objects.manageable_by(request.user).filter(pk=pk).exists()
    form = SaveForm(initial={"title": view.title, "shared": view.shared}) if own else None
    return _page(request, QueryDict(view.query), view=view, change_form=form)


@require_safe
def table_file(request):
    """CSV or XLSX of the table that the address asks for; a wrong question leads back to its page, which says why."""
    if not request.user.reach.staff:
        raise PermissionDenied
    given = request.GET.copy()
    file_format = exports.check_format(given.pop("format", [""])[-1])
    try:
        made = pivot(layout_of(request, given))
    except ValidationError:
        return redirect(f"{reverse('indicators:table')}?{given.urlencode()}")
    return exports.answer(file_of(made), file_format)


@require_POST
def save(request):
    """Keep the question of the page under a title; the question is read again and written as it is understood."""
    if not request.user.reach.staff:
        raise PermissionDenied
    given, form = QueryDict(request.POST.get("query", "")), SaveForm(request.POST)
    if form.is_valid():
        try:
            query = table_query(layout_of(request, given))
            view = saved.save_view(actor=request.user, query=query, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _("The table is kept."))
            return redirect(view)
    return _page(request, given, save_form=form)


@require_POST
def change(request, pk):
    """Another title; shared, or no longer."""
    view = get_object_or_404(SavedView.objects.manageable_by(request.user), pk=pk)
    form = SaveForm(request.POST)
    if form.is_valid():
        try:
            saved.rename_view(actor=request.user, view=view, title=form.cleaned_data["title"])
            saved.share_view(actor=request.user, view=view, shared=form.cleaned_data["shared"])
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _("Changed."))
            return redirect(view)
    return _page(request, QueryDict(view.query), view=view, change_form=form)


@require_POST
def delete(request, pk):
    view = get_object_or_404(SavedView.objects.manageable_by(request.user), pk=pk)
    saved.delete_view(actor=request.user, view=view)
    messages.success(request, _("The table is deleted."))
    return redirect("indicators:table")


def _page(request, given, **more):
    filters = ActivityFilter(given, Activity.objects.visible_to(request.user), request=request)
    context = {
        "sees_records": request.user.reach.staff,
        "form": TableForm(given),
        "places": places_of(given),
        "filter_form": filters.form,
        "may_count_all": may_count_all(request.user),
        "problems": [],
        "views": SavedView.objects.visible_to(request.user).select_related("owner"),
    }
    if context["sees_records"]:
        try:
            context |= _counted(layout_of(request, given))
        except ValidationError as error:
            context["problems"] = error.messages
    return render(request, "indicators/table.html", {"save_form": SaveForm(), **context, **more})


def _counted(layout):
    made, question = pivot(layout), layout.question
    return {
        "grid": grid_of(made),
        "as_of": made.made.as_of,
        "at": question.at,
        "rule": [*rule_of(question), *rule_beside(question, layout.columns)],
        "filters_in_words": filters_in_words(question),
        "query": table_query(layout),
        "compared": layout.columns.compared,
        "table": {
            "measures": shown_measures(question),
            "dimensions": [DIMENSIONS[name] for name in question.by],
        },
        "empty": bool(question.by) and not made.cells,
    }
