"""The words that the portal knows: kinds, facilities, counties by their code or name."""

from collections import defaultdict

from django.conf import settings
from django.utils.translation import override

from belts.models import Region
from core.imports.cells import digits
from venues.models import Facility, Kind


def words_of(choices):
    """Every word for a choice, in every language of the portal: "library", 图书馆, 圖書館 → "library"."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for value, label in choices.choices:
                words |= dict.fromkeys((value, str(label)), value)
    return words


class Vocabulary:
    """Loaded once a file."""

    def __init__(self):
        self.kinds, self.facilities = words_of(Kind), words_of(Facility)
        counties = Region.objects.counties()
        self.regions = counties.in_bulk()
        self.names = defaultdict(list)
        for region in self.regions.values():
            self.names[region.name].append(region.pk)

    def region(self, word):
        """The code of a county, from its code or from a name that only one has; None if not clear."""
        if (code := digits(word)) in self.regions:
            return code
        codes = self.names.get(word, ())
        return codes[0] if len(codes) == 1 else None
