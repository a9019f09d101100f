"""Sessions: who is signed in where, and how that ends."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Act, User
from accounts.services.audit import record_act


@transaction.atomic
def sign_out_everywhere(*, actor, user, reason):
    """End every session of ``user``: when posts change, nobody works on with the old rights."""
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    for session in UserSession.objects.filter(user=user):
        session.end()
    record_act(actor=actor, action=Act.SESSIONS_ENDED, target=user.username, reason=reason)


@transaction.atomic
def end_session(*, actor, session):
    """End one session of the actor's own."""
    session.end()
    record_act(actor=actor, action=Act.SESSIONS_ENDED, target=actor.username, reason=session.user_agent)


def note_activity(*, session_key):
    """Remember that a session was used just now, for the list of sessions."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=timezone.now())


@transaction.atomic
def clear_ended_sessions():
    """Remove what is left of sessions that have ended."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
