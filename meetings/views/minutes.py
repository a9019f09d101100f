"""The minutes of a meeting: read, countersigned, issued, taken along as a file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from core.papers.download import DOCX, PDF, download
from core.views import add_to_form
from meetings.forms.minutes import IssueForm, WordForm
from meetings.models import JointMeeting, Minutes
from meetings.papers.content import paper_of
from meetings.papers.typesetting import pdf
from meetings.papers.word import docx
from meetings.queries.countersigning import answer_due, signing_regions, words_on
from meetings.services import countersigning
from meetings.services import minutes as services
from meetings.views.people import MEETING
from meetings.views.tabs import tabs_of

READ_WITH = ("meeting__body__belt", "meeting__host", "meeting__venue", "editing_by", "edited_by")


class MinutesView(View):
    """The page; after a refused form it shows that form again (``refused``, by its name)."""

    def get(self, request, pk, **refused):
        rows = JointMeeting.objects.visible_to(request.user).select_related(*MEETING)
        meeting = get_object_or_404(rows, pk=pk)
        minutes = Minutes.objects.visible_to(request.user).filter(meeting=meeting).select_related(*READ_WITH).first()
        may_manage = JointMeeting.objects.manageable_by(request.user).filter(pk=pk).exists()
        context = {
            "meeting": meeting,
            "tabs": tabs_of(meeting, "meetings:minutes"),
            "minutes": minutes,
            "may_manage": may_manage,
            "may_draft": may_manage and minutes is None and meeting.state == "held",
        }
        if minutes:
            context |= self.about(request, minutes, may_manage, refused)
        return render(request, "meetings/minutes.html", context)

    def about(self, request, minutes, may_manage, refused):
        state = minutes.meeting.state
        words = words_on(minutes) if minutes.circulated_at else []
        may_edit = may_manage and state in services.EDITABLE_STATES
        issue_form = IssueForm(complete=state == "countersigned", initial={"version": minutes.version})
        return {
            "words": words,
            "due": answer_due(minutes) if minutes.circulated_at else None,
            "may_edit": may_edit,
            "may_circulate": may_edit and not minutes.circulated_at,
            "may_issue": may_edit and bool(minutes.circulated_at),
            "held_by_another": held_by_another(minutes, request.user),
            "word_forms": word_forms(request.user, minutes, words) if state in services.EDITABLE_STATES else [],
            "issue_form": refused.get("issue_form", issue_form),
            "refused_word": refused.get("word_form"),
        }


def held_by_another(minutes, user):
    held = minutes.editing_until is not None and minutes.editing_until > timezone.now()
    return held and minutes.editing_by_id != user.pk


def word_forms(user, minutes, words):
    """For each member region for which this user has the word: whether it has signed, and a form."""
    signed = {word.region.pk for word in words if word.signed}
    return [
        (region, region.pk in signed, WordForm(initial={"region": region.pk, "version": minutes.version}))
        for region in signing_regions(user, minutes)
    ]


@require_POST
def draft(request, pk):
    meeting = get_object_or_404(JointMeeting.objects.manageable_by(request.user), pk=pk)
    done = _("Drafted from agenda, attendance and resolutions. Edit it, then send it to the members.")
    return _do(request, pk, services.draft_minutes, done, meeting=meeting)


@require_POST
def circulate(request, pk):
    version = _version(request)
    minutes = _managed(request, pk)
    done = _("Sent to the members. Each countersigns or objects.")
    return _do(request, pk, services.circulate_minutes, done, minutes=minutes, version=version)


@require_POST
def sign(request, pk):
    minutes, region, form = _word(request, pk)
    done = _("Countersigned for %(region)s.") % {"region": region}
    given = {"minutes": minutes, "region": region, "version": form.cleaned_data["version"]}
    return _do(request, pk, countersigning.sign_minutes, done, **given)


@require_POST
def object_to(request, pk):
    minutes, region, form = _word(request, pk)
    try:
        countersigning.object_to_minutes(actor=request.user, minutes=minutes, region=region, **_without_region(form))
    except ValidationError as error:
        add_to_form(form, error)
        return MinutesView().get(request, pk, word_form=form)
    messages.success(request, _("Your objection is noted, and the convener is told."))
    return redirect("meetings:minutes", pk=pk)


@require_POST
def issue(request, pk):
    minutes = _managed(request, pk)
    form = IssueForm(request.POST, complete=minutes.meeting.state == "countersigned")
    if form.is_valid():
        try:
            issued = countersigning.issue_minutes(actor=request.user, minutes=minutes, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _("Issued as number %(issue)d.") % {"issue": issued.issue_number})
            return redirect("meetings:minutes", pk=pk)
    return MinutesView().get(request, pk, issue_form=form)


@require_safe
def minutes_pdf(request, pk):
    minutes = _readable(request, pk)
    try:
        made = pdf("minutes", paper_of(minutes).as_data())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("meetings:minutes", pk=pk)
    return download(made, PDF, f"{minutes.title}.pdf")


@require_safe
def minutes_docx(request, pk):
    minutes = _readable(request, pk)
    return download(docx(paper_of(minutes)), DOCX, f"{minutes.title}.docx")


def _readable(request, pk):
    return get_object_or_404(Minutes.objects.visible_to(request.user).select_related(*READ_WITH), meeting=pk)


def _managed(request, pk):
    return get_object_or_404(Minutes.objects.manageable_by(request.user).select_related(*READ_WITH), meeting=pk)


def _word(request, pk):
    """The minutes, the region for which the person speaks, and the form; 404 for another's region."""
    minutes = _readable(request, pk)
    form = WordForm(request.POST)
    own = {region.pk: region for region in signing_regions(request.user, minutes)}
    if not own or not form.is_valid() or form.cleaned_data["region"] not in own:
        raise Http404
    return minutes, own[form.cleaned_data["region"]], form


def _without_region(form):
    return {name: value for name, value in form.cleaned_data.items() if name != "region"}


def _version(request):
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _do(request, pk, service, done, **given):
    try:
        service(actor=request.user, **given)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("meetings:minutes", pk=pk)
