"""The dictionary: its entries with their series, and keeping it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from belts.models import Region
from core.views import add_to_form
from indicators.forms.reported import DataSetForm, DefinitionForm, IndicatorForm, PublishedForm
from indicators.measures import MEASURES
from indicators.models import DataSet, Indicator
from indicators.queries.reported.series import series_of
from indicators.services.reported import dictionary

DATA_SET_FIELDS = ("name", "frequency", "level", "due_days", "note", "since", "until")


@require_safe
def indicator_list(request):
    if not request.user.reach.staff:
        raise Http404
    rows = Indicator.objects.visible_to(request.user).select_related("data_set", "owner")
    context = {"rows": rows, "today": timezone.localdate(), "may_add": request.user.reach.corridor_office}
    return render(request, "indicators/reported/indicators.html", context)


@require_safe
def indicator(request, pk):
    rows = Indicator.objects.visible_to(request.user).select_related("data_set", "owner", "part_of")
    row = get_object_or_404(rows, pk=pk)
    user = request.user
    manages = Indicator.objects.manageable_by(user).filter(pk=pk).exists()
    defines = Indicator.objects.visible_to(user).definable_by(user).filter(pk=pk).exists()
    context = {
        "indicator": row,
        "series": series_of(user, row, timezone.localdate()),
        "measure": MEASURES.get(row.measure),
        "not_below": MEASURES.get(row.not_below),
        "may_edit": manages,
        "may_define": sorted(user.reach.provinces & dictionary.DEFINITIONS.keys()) if defines else [],
    }
    return render(request, "indicators/reported/indicator.html", context)


class _FormPage(View):
    """A form over one service; what is refused comes back with the form."""

    def show(self, form):
        context = {"form": form, "title": self.title, "back": self.back}
        return render(self.request, "indicators/reported/form.html", context)

    def get(self, request, **kwargs):
        return self.show(self.form())

    def post(self, request, **kwargs):
        form = self.form(request.POST)
        if form.is_valid():
            try:
                row = self.perform(form.cleaned_data)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect(row)
        return self.show(form)


class AddDataSet(_FormPage):
    def dispatch(self, request, *args, **kwargs):
        if not request.user.reach.corridor_office or request.user.reach.places is not None:
            raise Http404
        self.title, self.back = _("New data set"), reverse("indicators:reported")
        return super().dispatch(request, *args, **kwargs)

    def form(self, data=None):
        return DataSetForm(data)

    def perform(self, data):
        if DataSet.objects.visible_to(self.request.user).filter(pk=data["code"]).exists():
            message = _("A row with this value exists already.")
            raise ValidationError({"code": ValidationError(message, code="unique")})
        return dictionary.record_data_set(actor=self.request.user, **data)


class EditDataSet(_FormPage):
    def dispatch(self, request, *args, pk, **kwargs):
        self.row = get_object_or_404(DataSet.objects.manageable_by(request.user), pk=pk)
        self.title, self.back = str(self.row), self.row.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def form(self, data=None):
        form = DataSetForm(data, instance=self.row)
        del form.fields["code"]
        return form

    def perform(self, data):
        return dictionary.record_data_set(actor=self.request.user, code=self.row.pk, **data)


class AddIndicator(_FormPage):
    def dispatch(self, request, *args, **kwargs):
        if not request.user.reach.corridor_office or request.user.reach.places is not None:
            raise Http404
        self.title, self.back = _("New indicator"), reverse("indicators:indicators")
        return super().dispatch(request, *args, **kwargs)

    def form(self, data=None):
        return IndicatorForm(data, user=self.request.user)

    def perform(self, data):
        if Indicator.objects.visible_to(self.request.user).filter(pk=data["code"]).exists():
            message = _("A row with this value exists already.")
            raise ValidationError({"code": ValidationError(message, code="unique")})
        return dictionary.record_indicator(actor=self.request.user, **data)


class EditIndicator(_FormPage):
    def dispatch(self, request, *args, pk, **kwargs):
        self.row = get_object_or_404(Indicator.objects.manageable_by(request.user), pk=pk)
        self.title, self.back = str(self.row), self.row.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def form(self, data=None):
        first = {name: getattr(self.row, name) for name in ("measure", "not_below", "version")}
        form = IndicatorForm(data, user=self.request.user, instance=self.row, initial=first)
        for name in self.foreign_definitions():
            del form.fields[name]
        return form

    def foreign_definitions(self):
        """A provincial office that keeps the entry does not word the other's definition."""
        reach = self.request.user.reach
        if reach.corridor_office:
            return []
        return [name for code, name in dictionary.DEFINITIONS.items() if code not in reach.provinces]

    def perform(self, data):
        return dictionary.record_indicator(actor=self.request.user, code=self.row.pk, **data)


class DefineIndicator(_FormPage):
    """What one's own province means by it."""

    def dispatch(self, request, *args, pk, province, **kwargs):
        self.row = get_object_or_404(Indicator.objects.visible_to(request.user).definable_by(request.user), pk=pk)
        reach = request.user.reach
        if province not in dictionary.DEFINITIONS or not (reach.corridor_office or province in reach.provinces):
            raise Http404
        self.province = get_object_or_404(Region.objects.visible_to(request.user), pk=province)
        title = _("%(indicator)s: definition of %(province)s")
        self.title = title % {"indicator": self.row, "province": self.province}
        self.back = self.row.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def form(self, data=None):
        text = getattr(self.row, dictionary.DEFINITIONS[self.province.pk])
        return DefinitionForm(data, initial={"text": text, "version": self.row.version})

    def perform(self, data):
        return dictionary.define_indicator(actor=self.request.user, indicator=self.row, province=self.province, **data)


class AddPublished(_FormPage):
    """A published figure of an indicator that one keeps."""

    def dispatch(self, request, *args, pk, **kwargs):
        self.row = get_object_or_404(Indicator.objects.manageable_by(request.user), pk=pk)
        self.title = _("%(indicator)s: a published figure") % {"indicator": self.row}
        self.back = self.row.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def form(self, data=None):
        return PublishedForm(data, user=self.request.user, initial={"qualifier": self.row.qualifier})

    def perform(self, data):
        dictionary.record_published(actor=self.request.user, indicator=self.row, **data)
        return self.row
