from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from core import panels, work
        from meetings import notices
        from meetings import panels as own
        from meetings.queries.changes import answering_work
        from meetings.queries.handover import handover_work

        panels.register("home_head", 20, "meetings/_home_head.html", own.home_head)
        panels.register("belt", 10, "meetings/_rotation_panel.html", own.rotation_panel)
        work.register("turn changes", answering_work)
        work.register("handovers", handover_work)
        notices.register_kinds()
