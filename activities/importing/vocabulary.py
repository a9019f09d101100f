"""The words that the portal knows: kinds, tasks, regions, belts; brands, teams and works by their names."""

import re
from collections import defaultdict

from django.conf import settings
from django.utils.translation import override

from activities.models import Activity, Audience, Brand, Kind, Task, Team, Work
from belts.models import Belt, BeltMembership, Region
from core.imports.cells import digits

CONFIDENCES = {"high": "high", "medium": "medium", "low": "low", "高": "high", "中": "medium", "低": "low"}
NUMBER_OR_REMARK = re.compile(r"^[①②③④⑤]\s*|\s*[(（].*")
NAMED_THINGS = {"brand": (Brand, "name"), "team": (Team, "name"), "work": (Work, "title")}


def words_of(choices):
    """Every word for a choice, in every language of the portal: "lecture", 宣讲, 宣講 → "lecture"."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for value, label in choices.choices:
                plain = NUMBER_OR_REMARK.sub("", str(label))
                words |= dict.fromkeys((value, str(label), plain), value)
    return words


class Vocabulary:
    """Loaded once a file; names of brands, teams and works are looked up a chunk at a time."""

    def __init__(self):
        self.kinds, self.tasks = words_of(Kind), words_of(Task)
        self.bases, self.precisions = words_of(Audience), words_of(Activity.Precision) | {"日": "day"}
        self.regions = Region.objects.prefetch_related("successors", "predecessors").in_bulk()
        self.region_names = defaultdict(list)
        for region in self.regions.values():
            self.region_names[region.name].append(region.pk)
        self.belts_of = defaultdict(set)
        for code, belt in BeltMembership.objects.values_list("region_id", "belt__name"):
            self.belts_of[code].add(belt)
        self.belt_names = set(Belt.objects.values_list("name", flat=True))
        self.named = {column: {} for column in NAMED_THINGS}
        self.teams = {}

    def region(self, word):
        """The region of a code or of a name that only one region has, or None."""
        if (code := digits(word)) in self.regions:
            return code
        codes = self.region_names.get(word, ())
        return codes[0] if len(codes) == 1 else None

    def learn(self, column, names):
        """Look up names that were not asked about before."""
        known = self.named[column]
        model, field = NAMED_THINGS[column]
        wanted = set(names) - known.keys()
        known.update((name, []) for name in wanted)
        for thing in model.objects.filter(**{f"{field}__in": wanted}).defer("description"):
            known[getattr(thing, field)].append((thing.pk, thing.home_region_id))
            if column == "team":
                self.teams[thing.pk] = thing

    def named_thing(self, column, name, lead):
        """Its id; of several of that name the lead county's own, then the one without a home; None if not clear."""
        found = self.named[column].get(name, ())
        if len(found) == 1:
            return found[0][0]
        for home in (lead, None):
            of_home = [pk for pk, its_home in found if its_home == home]
            if len(of_home) == 1:
                return of_home[0]
        return None
