from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.filters import AuditForm
from accounts.models import Act, AuditDay, Role
from accounts.queries import changes, timeline
from accounts.services.audit import record_act
from accounts.views.roles import ForRoles
from core import exports
from core.filters import check_known
from core.paging import page_of
from core.views import FragmentMixin


class AuditSearch(ForRoles):
    """What the auditor looks for. For everybody else, the system administrator too, these pages do not exist."""

    roles = frozenset({Role.AUDITOR})
    known = frozenset({*AuditForm.base_fields, "from", "to"})

    @cached_property
    def form(self):
        check_known(self.request.GET, self.known)
        return AuditForm(self.request.GET, user=self.request.user, sources=changes.source_labels())


class AuditView(AuditSearch, FragmentMixin, TemplateView):
    template_name = "accounts/audit.html"
    fragment_name = "accounts/_audit_rows.html"
    known = AuditSearch.known | {"cursor"}

    def get_context_data(self, **kwargs):
        cursor = self.request.GET.get("cursor", "")
        page = []
        if self.form.is_valid():
            page = timeline.page_of_lines(self.request.user, self.form.search(), cursor=cursor)
            changes.describe(page.rows)
        query = self.request.GET.copy()
        query.pop("cursor", None)
        return super().get_context_data(form=self.form, page=page, query=query.urlencode(), **kwargs)


class AuditExportView(AuditSearch, TemplateView):
    """Everything that is filtered, as a file. Taking it is itself an act that stands in the audit."""

    known = AuditSearch.known | {"format"}
    step = 500

    def get(self, request, *args, **kwargs):
        file_format = exports.check_format(request.GET.get("format", "csv"))
        if not self.form.is_valid():
            raise Http404
        search = self.form.search()
        exports.refuse_more(timeline.count_up_to(request.user, search, exports.MOST_ROWS))
        record_act(actor=request.user, action=Act.EXPORT, target="audit", reason=request.GET.urlencode())
        table = exports.Table(_("Audit"), self.columns(), self.lines(search))
        return exports.answer(table, file_format)

    def lines(self, search):
        cursor = None
        while cursor != "":
            page = timeline.page_of_lines(self.request.user, search, cursor=cursor or "", size=self.step)
            yield from changes.describe(page.rows)
            cursor = page.later

    def columns(self):
        column = exports.Column
        return [
            column(_("when"), _("Moment of the change, local time."), lambda line: line.at, 20),
            column(_("who"), _("Who did it; a task or command by its name."), lambda line: line.who_name, 24),
            column(_("act"), _("What was done: insert, update, delete, or the act."), lambda line: line.label),
            column(_("of what"), _("Kind of row, or the act in words."), lambda line: line.what, 24),
            column(_("row"), _("Key of the row, or what the act was about."), lambda line: line.row, 20),
            column(_("changes"), _("Field: before → after."), spoken_changes, 60),
            column(_("reason"), _("Reason given."), lambda line: line.reason, 30),
            column(_("request"), _("Id of the request."), lambda line: line.request, 34),
        ]


def spoken_changes(line):
    return "; ".join(f"{change.field}: {change.before} → {change.after}" for change in line.changes)


class SealsView(ForRoles, TemplateView):
    """The sealed days, for whoever keeps a copy of the seals elsewhere."""

    roles = frozenset({Role.AUDITOR})
    template_name = "accounts/seals.html"

    def get_context_data(self, **kwargs):
        days = AuditDay.objects.visible_to(self.request.user).defer("manifest")
        page = page_of(days, order=("-day",), cursor=self.request.GET.get("cursor", ""))
        return super().get_context_data(page=page, audit_url=reverse("accounts:audit"), **kwargs)
