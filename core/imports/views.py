"""The pages of an import: own files, a new one, the rows with their verdicts, and the buttons."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core import exports
from core.imports import queries, services, workbooks
from core.imports.files import MEGABYTE
from core.imports.forms import UploadForm, WordsForm
from core.imports.importer import importer_of
from core.models import ImportBatch
from core.paging import page_of
from core.views import add_to_form

PAGE_SIZE = 50


class ImportView(View):
    """What all share: the importer, and that it is for those who may import."""

    kind = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.importer = importer_of(self.kind)

    def dispatch(self, request, *args, **kwargs):
        if not self.importer.may_import(request.user):
            raise PermissionDenied(_("Only those who log records import them."))
        return super().dispatch(request, *args, **kwargs)

    def address(self, name, *arguments):
        return reverse(f"{self.importer.namespace}:{name}", args=arguments)

    def batch(self, pk):
        rows = ImportBatch.objects.visible_to(self.request.user)
        if self.request.method == "POST":
            rows = ImportBatch.objects.manageable_by(self.request.user)
        return get_object_or_404(rows, kind=self.kind, pk=pk)

    def context(self, **more):
        names = ("imports", "import_new", "import_template")
        return {"importer": self.importer, "urls": {name: self.address(name) for name in names}, **more}

    def show(self, template, **context):
        return render(self.request, template, self.context(**context))


class ImportList(ImportView):
    def get(self, request):
        own = ImportBatch.objects.visible_to(request.user).filter(kind=self.kind)
        page = page_of(own, order=("-created_at", "-pk"), cursor=request.GET.get("cursor", ""), size=PAGE_SIZE)
        for batch in page:
            batch.url, batch.counts = self.address("import", batch.pk), queries.counts_of(batch)
        return self.show("core/imports/import_list.html", page=page)


class UploadPage(ImportView):
    def form(self, *given):
        limits, sources = self.importer.limits, self.importer.sources(self.request.user)
        return UploadForm(*given, most=limits.size // MEGABYTE, sources=sources)

    def get(self, request):
        return self.show("core/imports/import_new.html", form=self.form())

    def post(self, request):
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                batch = services.upload_file(actor=request.user, kind=self.kind, **form.cleaned_data)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                return redirect(self.address("import", batch.pk))
        return self.show("core/imports/import_new.html", form=form)


class TemplateDownload(ImportView):
    def get(self, request):
        return workbooks.template_answer(self.importer)


class ImportPage(ImportView):
    """The rows with their verdicts; ``?verdict=error`` shows only those, ``?verdict=warning`` all that have one."""

    def get(self, request, pk):
        batch = self.batch(pk)
        progress = queries.progress_of(batch) if batch.is_working or batch.is_paused else None
        if request.htmx and request.GET.get("progress"):
            return self._progress(batch, progress)
        verdict = request.GET.get("verdict", "")
        rows = queries.rows_of(batch, verdict)
        if rows is None:
            raise Http404
        page = page_of(rows, order=("number",), cursor=request.GET.get("cursor", ""), size=PAGE_SIZE)
        context = {
            "batch": batch,
            "progress": progress,
            "tallies": queries.tallies_of(batch),
            "verdict": verdict,
            "page": page,
            "table": queries.table_of(self.importer, batch, page.rows),
            "words": self.words_forms(batch) if batch.state == batch.State.CHECKED else [],
            "owed": queries.owed_count(batch),
            "own": {name: self.address(f"import_{name}", pk) for name in OWN_ADDRESSES},
        }
        fragment = request.htmx and not request.htmx.history_restore_request
        template = "core/imports/_import_rows.html" if fragment else "core/imports/import_detail.html"
        return self.show(template, **context)

    def _progress(self, batch, progress):
        """Asked for every other second while the file is worked on; the whole page when that is over."""
        response = self.show("core/imports/_import_progress.html", batch=batch, progress=progress)
        if not batch.is_working:
            response["HX-Refresh"] = "true"
        return response

    def words_forms(self, batch, data=None):
        return [
            WordsForm(
                data,
                column=column,
                field=self.importer.word_fields[column],
                words=words,
                decided=batch.decisions.get(column, {}),
                user=self.request.user,
            )
            for column, words in batch.words.items()
        ]


OWN_ADDRESSES = ("words", "confirm", "cancel", "pause", "resume", "again", "result")


class Step(ImportPage):
    """A button: does one thing and goes back to the page, which says what came of it."""

    http_method_names = ["post"]

    def post(self, request, pk):
        batch = self.batch(pk)
        try:
            self.do(batch)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.address("import", pk))

    def do(self, batch):
        raise NotImplementedError


class DecideWords(Step):
    def do(self, batch):
        decisions = {}
        for form in self.words_forms(batch, self.request.POST):
            if not form.is_valid():
                raise ValidationError(_("One of the choices is not on the list any more."), code="decision_unknown")
            decisions[form.column] = form.decisions()
        services.decide_words(actor=self.request.user, batch=batch, decisions=decisions)


class Confirm(Step):
    def do(self, batch):
        services.confirm_import(actor=self.request.user, batch=batch)


class Cancel(Step):
    def do(self, batch):
        services.cancel_import(actor=self.request.user, batch=batch)
        messages.success(self.request, _("Cancelled. The file and what was read of it are deleted."))


class Pause(Step):
    def do(self, batch):
        services.pause_import(actor=self.request.user, batch=batch)


class Resume(Step):
    def do(self, batch):
        services.resume_import(actor=self.request.user, batch=batch)


class TryAgain(Step):
    def do(self, batch):
        services.try_again(actor=self.request.user, batch=batch)


class ResultDownload(ImportView):
    def get(self, request, pk):
        batch = self.batch(pk)
        file_format = exports.check_format(request.GET.get("format", "xlsx"))
        return exports.answer(workbooks.result_table(self.importer, batch, request.build_absolute_uri), file_format)
