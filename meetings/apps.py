from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from django.utils.translation import gettext_lazy

        from core import navigation, panels, work
        from meetings import notices
        from meetings import panels as own
        from meetings.queries import resolution_work
        from meetings.queries.changes import answering_work

        panels.register("home_head", 20, "meetings/_home_head.html", own.home_head)
        panels.register("belt", 10, "meetings/_rotation_panel.html", own.rotation_panel)
        work.register("turn changes", answering_work)
        notices.register_kinds()
        navigation.register(gettext_lazy("Resolutions"), "meetings:resolutions", "/meetings/resolutions/", 46)
        panels.register("belt", 15, "meetings/_resolutions_panel.html", own.belt_resolutions)
        panels.register("county", 15, "meetings/_resolutions_panel.html", own.county_resolutions)
        work.register("resolutions", resolution_work.work_for)
