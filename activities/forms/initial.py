"""What the logging page starts from: nothing, a record that is changed, or one that is copied."""

import uuid

from django.utils import timezone

from activities.models import Activity
from activities.queries import choices
from core.fields import PartyField


def blank(user):
    """What an empty form starts from: today, the user's own unit, a key that makes a repeated post one record."""
    today = timezone.localdate()
    lead = own_lead(user, choices.leads_for(user, today))
    return {
        "form_key": uuid.uuid4(),
        "starts_on": today,
        "precision": Activity.Precision.DAY,
        "lead": lead and PartyField.key(lead),
        "place_region": lead and lead[0],
    }


def own_lead(user, leads):
    """The unit of the post that the user holds, else the first place they may log for."""
    units = {post.unit_id for post in user.posts_today if post.unit_id}
    return next((lead for lead in leads if lead[1] and lead[1].pk in units), leads[0] if leads else None)


def content_of(activity):
    """A record as the form's initial values, without what belongs to this one event: day, key, people."""
    partners = list(activity.partners)
    lead = activity.lead
    return {
        "lead": lead and PartyField.key((lead.region, lead.unit)),
        "partners": [party.region_id for party in partners if not lead or party.region_id != lead.region_id],
        "partner_units": [party.unit_id for party in partners if party.unit_id],
        "teams": [team.pk for team in activity.teams.all()],
        "works": [work.pk for work in activity.works.all()],
        "speakers": [(speaker.name, speaker.title) for speaker in activity.speakers.all()],
    }


COPIED = ("title", "kind", "task", "summary", "precision", "starts_at", "ends_at", "place", "organisers")


def copy_of(activity, user):
    """A new record like ``activity``, without its day and its people."""
    start = blank(user)
    copied = {name: getattr(activity, name) for name in COPIED}
    copied |= {"place_region": activity.place_region_id, "brand": activity.brand_id} | content_of(activity)
    offered = {PartyField.key(lead) for lead in choices.leads_for(user, start["starts_on"])}
    if copied["lead"] not in offered:
        copied["lead"] = start["lead"]
    return start | copied
