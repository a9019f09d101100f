from django import forms
from django.utils.translation import gettext_lazy as _

from core.imports.importer import CREATE, LEAVE, MAP, REST
from core.models import ImportBatch

LONGEST_SOURCE = ImportBatch._meta.get_field("source").max_length


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=LONGEST_SOURCE,
        help_text=_(
            "Where the rows come from, for example “荣昌区委宣传部台账”. The same source and number again is the same "
            "record: keep the name for the next file."
        ),
    )

    def __init__(self, *args, most, sources, **kwargs):
        super().__init__(*args, **kwargs)
        help_text = _("A workbook (.xlsx) or CSV (.csv; UTF-8 or GBK). The first sheet is read. At most %(most)d MB.")
        self.fields["file"].help_text = help_text % {"most": most}
        if sources:
            self.fields["source"] = forms.ChoiceField(label=_("Source"), choices=sources)


class WordsForm(forms.Form):
    """One choice for each unknown word of one column, and one for all that have none of their own."""

    def __init__(self, *args, column, field, words, decided, user, **kwargs):
        super().__init__(*args, prefix=column, **kwargs)
        self.column, self.title = column, field.label
        self.words = {}
        if field.create or field.leave:
            label = _("all words below without a choice of their own")
            self._add(REST, label=label, options=_options(field, []), initial=decided.get(REST, ""))
        for word, seen in words.items():
            options = _options(field, field.choices(word, user))
            where = _("%(rows)d rows, first in row %(row)d") % {"rows": seen["rows"], "row": seen["row"]}
            self._add(word, label=word, options=options, initial=decided.get(word, ""), help_text=where)

    def _add(self, word, *, label, options, initial, help_text=""):
        name = f"word{len(self.words)}"
        self.words[name] = word
        self.fields[name] = forms.ChoiceField(
            label=label, choices=options, required=False, initial=initial, help_text=help_text
        )

    def decisions(self):
        return {word: self.cleaned_data[name] for name, word in self.words.items()}


def _options(field, choices):
    common = [("", _("not decided")), *(pair for pair in ((CREATE, field.create), (LEAVE, field.leave)) if pair[1])]
    means = [(f"{MAP}:{value}", text) for value, text in choices]
    return [*common, (_("is the same as"), means)] if means else common
