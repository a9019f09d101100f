from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from core import navigation, panels, work
        from meetings import feeds, notices
        from meetings import panels as own
        from meetings.queries import meeting_work, paper_work, resolution_work
        from meetings.queries.agenda_work import agenda_work
        from meetings.queries.changes import answering_work
        from meetings.queries.handover import handover_work
        from meetings.services import hall_news
        from venues.services import purposes

        panels.register("home_head", 20, "meetings/_home_head.html", own.home_head)
        panels.register("belt", 10, "meetings/_rotation_panel.html", own.rotation_panel)
        work.register("turn changes", answering_work)
        work.register("agendas", agenda_work)
        work.register("handovers", handover_work)
        notices.register_kinds()
        feeds.register_feeds()
        navigation.register(gettext_lazy("Resolutions"), "meetings:resolutions", "/meetings/resolutions/", 46)
        panels.register("belt", 15, "meetings/_resolutions_panel.html", own.belt_resolutions)
        panels.register("county", 15, "meetings/_resolutions_panel.html", own.county_resolutions)
        work.register("resolutions", resolution_work.work_for)
        work.register("invitations", paper_work.replying_work)
        work.register("countersignatures", paper_work.signing_work)
        work.register("minutes", paper_work.convening_work)
        navigation.register(gettext_lazy("Meetings"), "meetings:list", "/meetings/", 45)
        panels.register("belt", 20, "meetings/_belt_cadence_panel.html", own.belt_cadence_panel)
        panels.register("corridor", 20, "meetings/_corridor_cadence_panel.html", own.corridor_cadence_panel)
        purposes.register("meeting", hall_news.describe, hall_news.changed)
        work.register("meetings", meeting_work.work_for)
