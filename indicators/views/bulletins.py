"""Bulletins: the list, one with its preview and steps, editing, and the two files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from core.listing import Listing
from core.papers.download import DOCX, PDF, download
from core.views import add_to_form
from indicators.bulletins import files
from indicators.bulletins.paper import paper_of
from indicators.filters.bulletins import BulletinFilter
from indicators.forms.bulletins import BulletinForm, PeriodForm, ReasonForm, StepForm
from indicators.models import Bulletin
from indicators.models.bulletins import writes_bulletins
from indicators.queries.bulletins import steps_open_to
from indicators.services import bulletin_drawing, bulletins

ORDER = ("-last_day", "-pk")
READ_WITH = ("edited_by", "first_approver", "second_approver")


class BulletinsView(View):
    """The list; the offices ask here for the bulletin of a period."""

    def get(self, request, form=None):
        rows = Bulletin.objects.visible_to(request.user).defer("figures", "text", "headline")
        listing = Listing(request, BulletinFilter, rows, order=ORDER)
        may_write = writes_bulletins(request.user)
        return listing.response(
            whole="indicators/bulletins.html",
            rows="indicators/_bulletin_rows.html",
            form=(form or PeriodForm()) if may_write else None,
            sees_records=request.user.reach.staff,
        )

    def post(self, request):
        if not writes_bulletins(request.user):
            raise Http404
        form = PeriodForm(request.POST)
        if form.is_valid():
            try:
                row = bulletin_drawing.owe_bulletin(actor=request.user, **form.cleaned_data)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                return redirect(row)
        return self.get(request, form=form)


class BulletinView(View):
    """The page; after a refused form it shows that form again (``refused``, by its name)."""

    def get(self, request, pk, refused=None):
        rows = Bulletin.objects.visible_to(request.user).select_related(*READ_WITH)
        bulletin = get_object_or_404(rows.prefetch_related("steps__actor"), pk=pk)
        may_write = writes_bulletins(request.user)
        version = {"version": bulletin.version}
        context = {
            "bulletin": bulletin,
            "paper": paper_of(bulletin) if bulletin.figures else None,
            "sees_way": may_write or request.user.reach.sees_everything,
            "steps": steps_open_to(request.user, bulletin) if may_write else set(),
            "step_form": StepForm(initial=version),
            "return_form": ReasonForm(initial=version),
            "redraw_form": ReasonForm(initial=version),
        } | (refused or {})
        return render(request, "indicators/bulletin.html", context)


class EditView(View):
    def get(self, request, pk):
        bulletin = _managed(request, pk)
        if "edit" not in steps_open_to(request.user, bulletin):
            messages.info(request, _("The text is edited before anybody has approved it. Return it first."))
            return redirect(bulletin)
        return self.show(bulletin, BulletinForm(instance=bulletin, initial={"version": bulletin.version}))

    def post(self, request, pk):
        bulletin = _managed(request, pk)
        form = BulletinForm(request.POST)
        if form.is_valid():
            try:
                bulletins.save_bulletin(actor=request.user, bulletin=bulletin, **form.cleaned_data)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Saved. Two others approve it now."))
                return redirect(bulletin)
        return self.show(bulletin, form)

    def show(self, bulletin, form):
        return render(self.request, "indicators/bulletin_edit.html", {"bulletin": bulletin, "form": form})


@require_POST
def approve(request, pk):
    return _step(request, pk, bulletins.approve_bulletin, _("Approved."))


@require_POST
def issue(request, pk):
    return _step(request, pk, bulletins.issue_bulletin, _("Issued. All staff read it now."))


@require_POST
def archive(request, pk):
    return _step(request, pk, bulletins.archive_bulletin, _("Put into the archive."))


@require_POST
def send_back(request, pk):
    return _reasoned(request, pk, bulletins.return_bulletin, "return", _("Returned. Its editor is told why."))


@require_POST
def redraw(request, pk):
    done = _("The figures are taken anew within a minute.")
    return _reasoned(request, pk, bulletin_drawing.redraw_bulletin, "redraw", done)


@require_safe
def bulletin_pdf(request, pk):
    return _file(request, pk, files.pdf, PDF, "pdf")


@require_safe
def bulletin_docx(request, pk):
    return _file(request, pk, files.docx, DOCX, "docx")


def _file(request, pk, make, media_type, suffix):
    bulletin = get_object_or_404(Bulletin.objects.visible_to(request.user).exclude(figures=None), pk=pk)
    try:
        made = make(bulletin)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(bulletin)
    return download(made, media_type, f"{bulletin}.{suffix}")


def _managed(request, pk):
    return get_object_or_404(Bulletin.objects.manageable_by(request.user).prefetch_related("steps"), pk=pk)


def _step(request, pk, service, done):
    bulletin = _managed(request, pk)
    form = StepForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        service(actor=request.user, bulletin=bulletin, version=version)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(bulletin)


def _reasoned(request, pk, service, name, done):
    bulletin = _managed(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            service(actor=request.user, bulletin=bulletin, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, done)
            return redirect(bulletin)
    return BulletinView().get(request, pk, refused={f"{name}_form": form})
