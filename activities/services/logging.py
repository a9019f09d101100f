"""Logging a record and changing it. Callers have limited the choices to what the person may choose."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from activities.models import Activity, ActivityParty, ActivitySpeaker, ActivityStep
from activities.models.activity import EDITABLE_STATES
from activities.services import rules
from activities.services.life import submit_activity
from activities.services.rows import check_editable, check_version, lock
from activities.services.venue import settle_venue

FIELDS = frozenset(
    {
        "title", "kind", "task", "summary", "starts_on", "ends_on", "precision", "starts_at", "ends_at", "place",
        "place_region", "venue", "organisers", "brand", "audience", "audience_basis", "audience_method", "volunteers",
        "source", "source_id", "source_note",
    }
)  # fmt: skip


@transaction.atomic
def log_activity(*, actor, lead_region, form_key=None, submit=False, ask_venue=False, **content):
    """A new record, as a draft or submitted at once; the same ``form_key`` again gives the first record as it is.

    ``content`` is what ``_log`` takes. Only a draft may be without a lead. ``ask_venue``: ask for its venue, too.
    """
    activity, made = _log(actor=actor, form_key=form_key, lead_region=lead_region, **content)
    if made and ask_venue:
        settle_venue(actor=actor, activity=activity, ask=True)
    return submit_activity(actor=actor, activity=activity) if made and submit else activity


@transaction.atomic
def edit_activity(*, actor, activity, version, submit=False, ask_venue=False, by_itself=False, **changes):
    """Change what ``changes`` names: fields of the record, lead_region, lead_unit, partners, teams, works, speakers.

    ``version`` is the one that the person saw; None changes the record whatever somebody else did to it. The booking
    of its venue follows, but not while a form saves ``by_itself``: what is half typed would ask the venue's manager.
    """
    activity = lock(activity)
    check_editable(activity)
    check_version(activity, version)
    parties = _parties_after(activity, changes)
    related = {name: changes.pop(name, None) for name in ("teams", "works", "speakers")}
    _set_fields(activity, changes)
    _check(
        activity,
        *parties,
        teams=activity.teams.all() if related["teams"] is None else related["teams"],
        speakers=related["speakers"] or (),
    )
    activity.version += 1
    activity.save()
    _write_related(activity, *parties, **related)
    if not by_itself:
        settle_venue(actor=actor, activity=activity, ask=ask_venue)
    return submit_activity(actor=actor, activity=activity) if submit else activity


@transaction.atomic
def save_form(*, actor, form_key, version=None, submit=False, ask_venue=False, by_itself=False, **content):
    """What the logging page sends, by hand or by itself: the first time it logs, later it changes what it logged.

    A form that was submitted already gives that record: a double click, or a draft that arrives too late.
    """
    activity, made = _log(actor=actor, form_key=form_key, **content)
    if not made:
        activity = lock(activity)
        if activity.state not in EDITABLE_STATES:
            return activity
        steps = {"submit": submit, "ask_venue": ask_venue, "by_itself": by_itself}
        return edit_activity(actor=actor, activity=activity, version=version, **steps, **content)
    if ask_venue and not by_itself:
        settle_venue(actor=actor, activity=activity, ask=True)
    return submit_activity(actor=actor, activity=activity) if submit else activity


def _log(
    *,
    actor,
    lead_region,
    lead_unit=None,
    partners=(),
    teams=(),
    works=(),
    speakers=(),
    form_key=None,
    origin=Activity.Origin.PORTAL,
    **fields,
):
    """The record, and whether it was made now. ``partners``: pairs of a region and a unit or None;
    ``speakers``: pairs of a name and a title.
    """
    if (known := _logged_before(actor, form_key)) is not None:
        return known, False
    activity = Activity(origin=origin, form_key=form_key, created_by=actor)
    _set_fields(activity, fields)
    lead = (lead_region, lead_unit) if lead_region else None
    _check(activity, lead, partners, teams=teams, speakers=speakers)
    if (known := _insert(activity)) is not None:
        return known, False
    ActivityStep.objects.create(activity=activity, to_state=activity.state, actor=actor, at=activity.created_at)
    _write_related(activity, lead, partners, teams=teams, works=works, speakers=speakers)
    return activity, True


def _logged_before(actor, form_key):
    known = Activity.objects.filter(form_key=form_key).first() if form_key else None
    if known is not None and known.created_by_id != actor.pk:
        raise ValidationError(_("This form was used by somebody else. Open a new one."), code="form_key_taken")
    return known


def _insert(activity):
    """Insert the record; another request with the same form may have been faster, then that one's record."""
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
    except IntegrityError as error:
        if (known := _logged_before(activity.created_by, activity.form_key)) is not None:
            return known
        if "activity_once_from_a_source" in str(error):
            raise _source_id_taken() from error
        raise
    return None


def _set_fields(activity, values):
    if unknown := values.keys() - FIELDS:
        raise TypeError(f"not fields of an activity: {sorted(unknown)}")
    one_day = activity.starts_on == activity.ends_on
    if "starts_on" in values and "ends_on" not in values and one_day:
        activity.ends_on = None
    for name, value in values.items():
        setattr(activity, name, value)
    rules.settle(activity)


def _check(activity, lead, partners, *, teams, speakers):
    problems = rules.Problems()
    rules.check_facts(activity, problems)
    rules.check_parties(activity, lead, partners, problems)
    rules.check_teams(activity, teams, problems)
    rules.check_speakers(speakers, problems)
    try:
        activity.clean_fields(exclude=["form_key"])
    except ValidationError as error:
        problems.merge(error)
    problems.raise_if_any()
    if activity.source_id and _same_source(activity).exists():
        raise _source_id_taken()
    activity.validate_constraints()


def _same_source(activity):
    return Activity.objects.filter(source=activity.source, source_id=activity.source_id).exclude(pk=activity.pk)


def _source_id_taken():
    message = _("This source has sent a record with this id already.")
    return ValidationError({"source_id": ValidationError(message, code="source_id_taken")})


def _parties_after(activity, changes):
    """Lead and partners as they will be; takes what it uses out of ``changes``."""
    parties = list(activity.parties.select_related("region", "unit"))
    lead = next(((party.region, party.unit) for party in parties if party.role == ActivityParty.Role.LEAD), None)
    if "lead_region" in changes:
        region = changes.pop("lead_region")
        lead = (region, changes.pop("lead_unit", None)) if region else None
    elif "lead_unit" in changes and lead:
        lead = (lead[0], changes.pop("lead_unit"))
    now = [(party.region, party.unit) for party in parties if party.role == ActivityParty.Role.PARTNER]
    return lead, changes.pop("partners", now)


def _write_related(activity, lead, partners, *, teams, works, speakers):
    """None leaves teams, works or speakers as they are."""
    _write_parties(activity, lead, partners)
    if speakers is not None:
        _write_speakers(activity, speakers)
    if teams is not None:
        activity.teams.set(teams)
    if works is not None:
        activity.works.set(works)


def _write_parties(activity, lead, partners):
    """Only what differs is written, so that the history shows what changed."""
    wanted = {(region.pk, unit and unit.pk): ActivityParty.Role.PARTNER for region, unit in partners}
    if lead:
        wanted[lead[0].pk, lead[1] and lead[1].pk] = ActivityParty.Role.LEAD
    for party in activity.parties.all():
        if wanted.get((party.region_id, party.unit_id)) == party.role:
            del wanted[party.region_id, party.unit_id]
        else:
            party.delete()
    ActivityParty.objects.bulk_create(
        ActivityParty(activity=activity, region_id=region, unit_id=unit, role=role)
        for (region, unit), role in wanted.items()
    )


def _write_speakers(activity, speakers):
    wanted = dict.fromkeys(speakers)
    for speaker in activity.speakers.all():
        if (speaker.name, speaker.title) in wanted:
            del wanted[speaker.name, speaker.title]
        else:
            speaker.delete()
    ActivitySpeaker.objects.bulk_create(
        ActivitySpeaker(activity=activity, name=name, title=title) for name, title in wanted
    )
