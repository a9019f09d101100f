"""Uploading a day file: as every import, but the file stays in memory until the readers' numbers are out of it."""

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from core.imports.views import UploadPage


class InMemory(MemoryFileUploadHandler):
    """Whatever its size, which is limited for every request: Django would write a large file to the disk first."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 - Django's
        self.activated = True


@method_decorator(csrf_exempt, name="dispatch")
class DayFileUploadPage(UploadPage):
    """The token against forgery stands in the body, so it is looked at after we said where the body goes."""

    def dispatch(self, request, *args, **kwargs):
        request.upload_handlers = [InMemory(request)]
        return self.protected(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def protected(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)
