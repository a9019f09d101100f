from django import forms
from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Forms rendered by our own templates in templates/django/forms/."""


class ShapeForm(forms.ModelForm):
    """A model's fields, labels and widgets without its rules: the service runs those, once."""

    def _post_clean(self):
        """Leave out building and validating an instance (also Django #36222): the service does both."""
