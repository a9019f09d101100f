from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from accounts import notices
        from core import panels, work
        from meetings import panels as own
        from meetings.queries.changes import answering_work

        panels.register("home_head", 20, "meetings/_home_head.html", own.home_head)
        panels.register("belt", 10, "meetings/_rotation_panel.html", own.rotation_panel)
        work.register("turn changes", answering_work)
        params = dict.fromkeys(("belt", "year", "asker", "other", "reason"), notices.plain)
        params["kind"] = own.kind_in_words
        for word, title, sentence in (
            (
                "turn_change_asked",
                _("A change of turns is asked of your county"),
                _("%(asker)s asks %(other)s: %(kind)s, %(belt)s %(year)s. %(reason)s"),
            ),
            (
                "turn_change_declined",
                _("A change of turns was declined"),
                _("%(other)s declined: %(kind)s, %(belt)s %(year)s. %(reason)s"),
            ),
            (
                "turn_changed",
                _("The turns of a belt have changed"),
                _("%(asker)s and %(other)s: %(kind)s, %(belt)s %(year)s. %(reason)s"),
            ),
        ):
            notices.register(word, title, sentence, params)
