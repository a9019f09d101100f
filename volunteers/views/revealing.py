"""Looking at a document or a mobile in clear."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from core.views import add_to_form
from volunteers.choices import Revealed
from volunteers.forms.revealing import RevealForm
from volunteers.models import Volunteer
from volunteers.queries.revealing import masked
from volunteers.services.revealing import reveal_identity


@method_decorator(never_cache, name="dispatch")
class RevealPage(View):
    """The value is in the answer to the form and nowhere else: no message, no session, no cache holds it."""

    def dispatch(self, request, *args, volunteer_no, **kwargs):
        rows = Volunteer.objects.revealable_by(request.user).select_related("identity", "guardian", "home")
        self.volunteer = get_object_or_404(rows, volunteer_no=volunteer_no)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        form = RevealForm(volunteer=self.volunteer)
        if not form.fields["what"].choices:
            raise Http404  # erased: there is nothing to look at
        return self.show(form)

    @sensitive_variables("value")
    def post(self, request):
        form, value = RevealForm(request.POST, volunteer=self.volunteer), ""
        if form.is_valid():
            data = form.cleaned_data
            try:
                value = reveal_identity(actor=request.user, volunteer=self.volunteer, **data)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                return self.show(form, value=value, what=Revealed(data["what"]).label)
        return self.show(form)

    def show(self, form, **shown):
        context = {"form": form, "volunteer": self.volunteer, "masked": masked(self.volunteer), **shown}
        return render(self.request, "volunteers/reveal.html", context)
