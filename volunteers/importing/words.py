"""Words of a file: every label of a choice in every language of the portal, regions by code or name, yes and no."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.utils.translation import override

from belts.models import Region
from volunteers.choices import Dialect, Relation, ServiceTime, Skill
from volunteers.kinds import DocumentKind

YES = frozenset({"yes", "y", "true", "1", "是", "同意", "有"})
NO = frozenset({"", "no", "n", "false", "0", "否", "不同意", "无"})


def words_of(choices: Any) -> dict[str, str]:
    """“medicine”, 医疗急救, 醫療急救 → “medicine”; lower case."""
    words: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for value, label in choices.choices:
                words |= dict.fromkeys((value.lower(), str(label).lower()), value)
    return words


class Vocabulary:
    """Loaded once a file."""

    def __init__(self) -> None:
        self.kinds, self.relations = words_of(DocumentKind), words_of(Relation)
        self.many = {"skills": words_of(Skill), "times": words_of(ServiceTime), "dialects": words_of(Dialect)}
        self.codes: dict[str, list[str]] = defaultdict(list)
        for code, name in Region.objects.exclude(level=Region.Level.PREFECTURE).values_list("pk", "name"):
            self.codes[name].append(code)

    def home(self, text: str) -> str:
        """The code of a name that only one region has; anything else as it is."""
        found = self.codes.get(text, ())
        return found[0] if len(found) == 1 else text
