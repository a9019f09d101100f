"""What the home county does on a person's written wish: the move of home, and the erasure."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.views import add_to_form
from volunteers.forms.own import StaffEraseForm, StaffMoveForm
from volunteers.services.erasing import erase_volunteer
from volunteers.services.moving import move_home
from volunteers.views.registry import OfNumber


class WishPage(OfNumber, FormView):
    changes_rows = True
    template_name = "volunteers/wish_form.html"
    title = button = done = ""
    danger = False

    def dispatch(self, request, *args, **kwargs):
        self.volunteer = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            self.perform(form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("volunteers:list")

    def get_context_data(self, **kwargs):
        shown = {"title": self.title, "button": self.button, "danger": self.danger}
        return super().get_context_data(volunteer=self.volunteer, **shown, **kwargs)


class MovePage(WishPage):
    form_class = StaffMoveForm

    @property
    def title(self):
        return _("Move the home county")

    @property
    def button(self):
        return _("Move")

    @property
    def done(self):
        return _("Moved. Both counties are told.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"home": self.volunteer.home}

    def perform(self, data):
        move_home(actor=self.request.user, volunteer=self.volunteer, **data)


class ErasePage(WishPage):
    form_class = StaffEraseForm
    danger = True

    @property
    def title(self):
        return _("Erase on the person's wish")

    @property
    def button(self):
        return _("Erase for good")

    @property
    def done(self):
        return _("Erased. What was counted stays.")

    def perform(self, data):
        erase_volunteer(actor=self.request.user, volunteer=self.volunteer, **data)
