"""Fields of the logging page: one speaker a line, chips of rows."""

from django import forms


class SpeakersField(forms.CharField):
    """One speaker a line: the name, then the title. Gives pairs."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        if isinstance(value, list | tuple):
            return "\n".join(f"{name} {title}".strip() for name, title in value)
        return value

    def clean(self, value):
        lines = [line.split(None, 1) for line in super().clean(value).splitlines() if line.strip()]
        return [(words[0], words[1].strip() if len(words) > 1 else "") for words in lines]


class ManyRowsField(forms.ModelMultipleChoiceField):
    """Chips. A key with a NUL character is none that was offered; the database driver would stumble over it."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for key in value or ():
            if "\x00" in str(key):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "NUL"}
                )
        return super().clean(value)
