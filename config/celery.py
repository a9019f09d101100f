"""The Celery application and its schedule, sorted by name."""

import logging.config
import os
import warnings

from celery import Celery, Task, signals
from celery.platforms import SecurityWarning
from celery.schedules import crontab

from core import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# The demo may run as root; the image for production does not (Dockerfile).
warnings.filterwarnings("ignore", category=SecurityWarning)


class PortalTask(Task):
    """What a task changes stands in the history under the task's name."""

    def __call__(self, *args, **kwargs):
        from core.history import by_the_system

        with by_the_system(self.name):
            return super().__call__(*args, **kwargs)


app = Celery("portal", task_cls=PortalTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["core.imports"])
app.conf.beat_schedule = {
    "clear ended sessions": {"task": "accounts.tasks.clear_ended_sessions", "schedule": crontab(hour=2, minute=40)},
    "close old days of libraries": {
        "task": "venues.tasks.libraries.close_old_days",
        "schedule": crontab(hour=3, minute=10),
    },
    "count the keys of the vault": {
        "task": "volunteers.tasks.keys.count_vault_keys",
        "schedule": crontab(minute=25),
    },
    "draw up bulletins": {"task": "indicators.tasks.bulletins.draw_owed_bulletins", "schedule": 60},
    "escalate late resolutions": {
        "task": "meetings.tasks.escalate_resolutions",
        "schedule": crontab(hour=7, minute=30),
    },
    "find likely duplicates of volunteers": {
        "task": "volunteers.tasks.merging.find_likely_duplicates",
        "schedule": 60,
    },
    "find records logged twice": {"task": "activities.tasks.find_duplicates", "schedule": 60},
    "fold the tallies": {"task": "indicators.tasks.tallies.fold_tallies", "schedule": 10},
    "forget day files of libraries": {
        "task": "venues.tasks.libraries.forget_day_files",
        "schedule": crontab(hour=3, minute=40),
    },
    "forget messages to webhooks": {
        "task": "volunteers.tasks.webhooks.forget_messages",
        "schedule": crontab(hour=3, minute=50),
    },
    "forget nonces of platforms": {
        "task": "volunteers.tasks.platforms.forget_nonces",
        "schedule": crontab(minute="*/20"),
    },
    "forget registrations on their way": {
        "task": "volunteers.tasks.joining.forget_joining",
        "schedule": crontab(hour=3, minute=50),
    },
    "let offers of venues lapse": {"task": "venues.tasks.bookings.lapse_offers", "schedule": 60},
    "look at guessed days again": {
        "task": "meetings.tasks.recheck_guesses",
        "schedule": crontab(hour=0, minute=30),
    },
    "open and lock agendas": {"task": "meetings.tasks.turn_agendas", "schedule": crontab(minute="*/10")},
    "pair claimed registrations": {"task": "volunteers.tasks.joining.pair_claims", "schedule": 60},
    "plan the meetings": {"task": "meetings.tasks.plan_meetings", "schedule": crontab(hour=0, minute=20)},
    "owe bulletins": {"task": "indicators.tasks.bulletins.owe_bulletins", "schedule": crontab(hour=6, minute=10)},
    "owe handovers of conveners": {"task": "meetings.tasks.owe_handovers", "schedule": crontab(hour=0, minute=20)},
    "plan the terms of conveners": {"task": "meetings.tasks.generate_terms", "schedule": crontab(hour=0, minute=10)},
    "purge notices": {"task": "accounts.tasks.purge_notices", "schedule": crontab(hour=2, minute=50)},
    "recount the tallies": {"task": "indicators.tasks.tallies.recount", "schedule": crontab(hour=4, minute=30)},
    "remind of handovers": {"task": "meetings.tasks.remind_of_handovers", "schedule": crontab(hour=8, minute=0)},
    "resume imports": {"task": "core.imports.tasks.resume_imports", "schedule": 30},
    "seal the history": {"task": "accounts.tasks.seal_days", "schedule": crontab(hour=1, minute=20)},
    "send notices": {"task": "accounts.tasks.send_notices", "schedule": 60},
    "send text messages": {"task": "volunteers.tasks.joining.send_sms", "schedule": 60},
    "show that the schedule is alive": {"task": "core.tasks.show_schedule_is_alive", "schedule": 15},
    "tell webhooks": {"task": "volunteers.tasks.webhooks.tell_webhooks", "schedule": 60},
    "watch the change feed": {"task": "volunteers.tasks.feed.watch_feed_epoch", "schedule": 60},
}


@signals.setup_logging.connect
def use_the_portal_logs(**_):
    """Our LOGGING instead of Celery's own."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@signals.heartbeat_sent.connect
def show_worker_is_alive(**_):
    """From the worker's main process, every other second: also when all its pool works on something long."""
    from core import heartbeat

    heartbeat.write(heartbeat.WORKER)


@signals.beat_init.connect
def show_schedule_is_alive_at_once(**_):
    """Not only after the first interval: a portal that starts is ready when it is."""
    app.send_task("core.tasks.show_schedule_is_alive", expires=60)


@signals.before_task_publish.connect
def send_request_id(headers=None, **_):
    """A task carries the id of the request that caused it."""
    if headers is not None and request_id.current.get():
        headers["portal_request_id"] = request_id.current.get()


@signals.task_prerun.connect
def take_request_id(task_id=None, task=None, **_):
    sent = getattr(task.request, "portal_request_id", None) or (task.request.headers or {}).get("portal_request_id")
    request_id.current.set(sent or task_id)


@signals.task_postrun.connect
def drop_request_id(**_):
    request_id.current.set("")
