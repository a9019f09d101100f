from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from accounts.models import Notice
from accounts.services import notices
from core.filters import check_known
from core.paging import page_of


class NoticesView(TemplateView):
    """What I was told: the unread ones, or all."""

    template_name = "accounts/notices.html"

    def get_context_data(self, **kwargs):
        given = self.request.GET
        check_known(given, {"all", "cursor"})
        rows = Notice.objects.visible_to(self.request.user)
        everything = given.get("all") == "true"
        page = page_of(rows if everything else rows.unread(), order=("-due_at", "-pk"), cursor=given.get("cursor", ""))
        return super().get_context_data(page=page, everything=everything, **kwargs)


@require_POST
def open_notice(request, pk):
    """Mark it as read and go where it leads."""
    notice = get_object_or_404(Notice.objects.manageable_by(request.user), pk=pk)
    notices.mark_read(actor=request.user, notice=notice)
    return redirect(notice.url)


@require_POST
def read_all(request):
    read = notices.mark_all_read(actor=request.user)
    done = ngettext("%(read)d notice is marked as read.", "%(read)d notices are marked as read.", read)
    messages.success(request, done % {"read": read} if read else _("There was nothing unread."))
    return redirect("notices")
