from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self):
        """Each noun of the registry says for itself what the pages of other apps show of it."""
        from accounts import notices
        from core import work
        from volunteers.queries import pairs
        from volunteers.services import merge_notices, moving

        numbers = {"kept": notices.plain, "gone": notices.plain}
        notices.register(
            merge_notices.MERGED,
            gettext_lazy("Two volunteers merged into one"),
            gettext_lazy(
                "%(gone)s is part of %(kept)s now. Both numbers stand for the person. Undo is open for 30 days."
            ),
            numbers,
        )
        notices.register(
            merge_notices.UNDONE,
            gettext_lazy("A merge of volunteers was undone"),
            gettext_lazy("%(gone)s and %(kept)s are two registrations again."),
            numbers,
        )
        notices.register(
            moving.MOVED,
            gettext_lazy("A volunteer moved"),
            gettext_lazy("%(number)s moved from %(old)s to %(new)s on %(day)s. What was counted before stays."),
            {"number": notices.plain, "old": notices.plain, "new": notices.plain, "day": notices.day},
        )
        work.register("pairs of volunteers", pairs.work_for)
        from accounts.models import Role
        from core import navigation

        reading = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
        navigation.register(gettext_lazy("Volunteers"), "volunteers:list", "/volunteers/", 35, roles=reading)
        own = (Role.VOLUNTEER,)
        navigation.register(gettext_lazy("My registration"), "volunteers:me", "/volunteers/me/", 36, roles=own)
