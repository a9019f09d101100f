"""What narrows a list, in words: chips on pages, the line above an export, the rule beside a figure."""

from dataclasses import dataclass

SEPARATOR = " · "


@dataclass(frozen=True)
class Term:
    """One thing that narrows a list. ``names`` are the parameters that say it; ``value`` where one has several."""

    names: tuple[str, ...]
    text: str
    value: str = ""

    def removed_from(self, query):
        """The query string of the list without this term, beginning with “?”."""
        left = query.copy()
        left.pop("cursor", None)
        for name in self.names:
            given = [word for value in left.getlist(name) for word in value.split(",")]
            left.setlist(name, [word for word in given if self.value and word not in ("", self.value)])
        return f"?{left.urlencode()}"
