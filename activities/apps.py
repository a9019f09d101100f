from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ActivitiesConfig(AppConfig):
    name = "activities"

    def ready(self):
        from accounts import notices
        from activities import panels as own
        from activities.importing.importer import ActivityImporter
        from activities.queries import duplicates, records
        from activities.services import venue_news
        from core import navigation, panels, work
        from core.imports.importer import register
        from venues.services import purposes

        panels.register("home_head", 10, "activities/_home_head.html", own.home_head)
        panels.register("activity", 20, "activities/_attachments_panel.html", own.attachments_panel)
        panels.register("activity", 30, "activities/_venue_panel.html", own.venue_panel)
        panels.register("activity", 40, "activities/_duplicates_panel.html", own.duplicates_panel)
        work.register("duplicates", duplicates.work_for)
        for place in ("home", "corridor", "belt", "county"):
            panels.register(place, 60, "activities/_latest_panel.html", own.latest_panel)
        register(ActivityImporter())
        purposes.register("activity", venue_news.describe, venue_news.changed)
        notices.register(
            venue_news.KIND,
            gettext_lazy("Venue: %(title)s"),
            gettext_lazy("%(venue)s at %(at)s: %(what)s. Look for another time or place."),
            {"title": notices.plain, "venue": notices.plain, "at": notices.moment, "what": venue_news.words_of},
        )
        navigation.register(gettext_lazy("Activities"), "activities:list", "/activities/", 20)
        work.register("to finish", records.finishing_work)
        work.register("to verify", records.verifying_work)
        navigation.register(gettext_lazy("Teams and works"), "activities:teams", "/activities/teams/", 30)
