"""The same event logged on two sides of the border: finding pairs, merging them, taking a merge back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from activities.likeness import ALIKE_FROM, Traits, likeness
from activities.models import Activity, ActivityParty, Comparison, DuplicateCandidate
from activities.services.life import LONGEST_REASON
from activities.services.rows import move
from core.history import because

COMPARED_STATES = (Activity.State.SUBMITTED, Activity.State.VERIFIED)
MOST_NEIGHBOURS = 500
LOOK_BACK = dt.timedelta(days=3)


def find_owed_candidates(*, most=1000):
    """Compare every record that changed and was not compared since. May run twice, or twice at once.

    Returns the number of records compared.
    """
    owed = (
        Activity.objects.filter(state__in=COMPARED_STATES, state_since__gte=timezone.now() - LOOK_BACK)
        .exclude(comparison__version=F("version"))
        .values_list("pk", flat=True)[:most]
    )
    return sum(find_candidates(activity_id=pk) for pk in list(owed))


@transaction.atomic
def find_candidates(*, activity_id):
    """Note the pairs that this record may be one event with. Returns False when another worker has it."""
    activity = (
        Activity.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=activity_id, state__in=COMPARED_STATES)
        .first()
    )
    if activity is None:
        return False
    mine = _traits(activity)
    pairs = []
    for other in _possible_twins(activity, mine):
        score, points = likeness(mine, _traits(other))
        if score >= ALIKE_FROM:
            first, second = sorted((activity.pk, other.pk))
            pairs.append(DuplicateCandidate(first_id=first, second_id=second, score=score, reasons=points))
    DuplicateCandidate.objects.bulk_create(pairs, ignore_conflicts=True)
    Comparison.objects.update_or_create(activity=activity, defaults={"version": activity.version})
    return True


def _possible_twins(activity, mine):
    """Records of the same days that share a region with it and are led by somebody else's hand."""
    day = dt.timedelta(days=1)
    return (
        Activity.objects.filter(
            state__in=COMPARED_STATES, starts_on__lte=activity.ends_on + day, ends_on__gte=activity.starts_on - day
        )
        .filter(Q(parties__region_id__in=mine.regions) | Q(place_region_id=activity.place_region_id))
        .exclude(pk=activity.pk)
        .distinct()
        .prefetch_related("parties")[:MOST_NEIGHBOURS]
    )


def _traits(activity):
    return Traits(
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        title=activity.title,
        place=activity.place,
        place_region=activity.place_region_id,
        regions=frozenset(party.region_id for party in activity.parties.all()),
    )


@transaction.atomic
def dismiss_candidate(*, actor, candidate, reason=""):
    """Say that the two are two events. Saying it twice changes nothing."""
    candidate = DuplicateCandidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if candidate.state == DuplicateCandidate.State.MERGED:
        raise ValidationError(_("These records were merged. Undo the merge first."), code="already_merged")
    if candidate.state == DuplicateCandidate.State.OPEN:
        _decide(candidate, actor, DuplicateCandidate.State.DIFFERENT, reason)
        candidate.save()
    return candidate


@transaction.atomic
def merge_activities(*, actor, candidate, keep, reason=""):
    """Make the other record part of ``keep``: its parties, teams, works, speakers and photos go over to it.

    The figures then count one event, credited to every party of both. What was moved is noted, so that
    ``undo_merge`` gives back exactly what was.
    """
    candidate, records = _locked(candidate)
    if candidate.state == DuplicateCandidate.State.MERGED:
        if candidate.undo and candidate.undo["kept"] == keep.pk:
            return candidate
        raise ValidationError(_("These records were merged already."), code="already_merged")
    if keep.pk not in records:
        raise ValidationError(_("Choose one of the two records to keep."), code="not_of_the_pair")
    kept = records.pop(keep.pk)
    gone = next(iter(records.values()))
    for record in (kept, gone):
        if record.state not in COMPARED_STATES:
            raise ValidationError(_("Only submitted or verified records can be merged."), code="not_mergeable")
    with because(reason or _("the same event as record %(pk)d") % {"pk": kept.pk}):
        candidate.undo = {"kept": kept.pk, "gone": _life_of(gone)} | _hand_over(gone, kept)
        _retire(gone, kept, actor, reason)
        _touch(kept)
    _decide(candidate, actor, DuplicateCandidate.State.MERGED, reason)
    candidate.save()
    return candidate


@transaction.atomic
def undo_merge(*, actor, candidate, reason=""):
    """Give both records back as they were before the merge. Undoing twice changes nothing."""
    candidate, records = _locked(candidate)
    if candidate.state != DuplicateCandidate.State.MERGED:
        return candidate
    undo = candidate.undo
    kept = records.pop(undo["kept"])
    gone = next(iter(records.values()))
    if kept.state == Activity.State.MERGED:
        raise ValidationError(
            _("The kept record was merged into another. Undo that merge first."), code="already_merged"
        )
    with because(reason or _("the merge is taken back")):
        _hand_back(kept, gone, undo)
        _give_back(gone, undo["gone"], actor, reason)
        _touch(kept)
    candidate.undo = None
    _decide(candidate, actor, DuplicateCandidate.State.OPEN, reason)
    candidate.save()
    return candidate


def _locked(candidate):
    """The pair and both records, locked in one order so that two reviewers cannot block each other."""
    candidate = DuplicateCandidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    rows = Activity.objects.select_for_update(of=("self",)).filter(pk__in=[candidate.first_id, candidate.second_id])
    return candidate, {record.pk: record for record in rows.order_by("pk")}


def _life_of(record):
    return {
        "state": record.state,
        "verified_by_id": record.verified_by_id,
        "verified_at": record.verified_at.isoformat() if record.verified_at else None,
    }


def _give_back(record, life, actor, reason):
    record.merged_into, record.verified_by_id = None, life["verified_by_id"]
    record.verified_at = parse_datetime(life["verified_at"]) if life["verified_at"] else None
    move(record, to=life["state"], actor=actor, reason=reason[:LONGEST_REASON])


def _hand_over(gone, kept):
    """Copy parties, teams, works and speakers that ``kept`` lacks, move the photos; say what was done."""
    known = set(kept.parties.values_list("region_id", "unit_id"))
    parties = [
        ActivityParty.objects.create(
            activity=kept, region_id=party.region_id, unit_id=party.unit_id, role=ActivityParty.Role.PARTNER
        ).pk
        for party in gone.parties.order_by("pk")
        if (party.region_id, party.unit_id) not in known
    ]
    teams = list(gone.teams.exclude(pk__in=kept.teams.values("pk")).values_list("pk", flat=True))
    works = list(gone.works.exclude(pk__in=kept.works.values("pk")).values_list("pk", flat=True))
    kept.teams.add(*teams)
    kept.works.add(*works)
    named = set(kept.speakers.values_list("name", "title"))
    speakers = [
        kept.speakers.create(name=speaker.name, title=speaker.title).pk
        for speaker in gone.speakers.order_by("pk")
        if (speaker.name, speaker.title) not in named
    ]
    photos = list(gone.attachments.exclude(digest__in=kept.attachments.values("digest")).values_list("pk", flat=True))
    gone.attachments.filter(pk__in=photos).update(activity=kept)
    return {"parties": parties, "teams": teams, "works": works, "speakers": speakers, "photos": photos}


def _hand_back(kept, gone, undo):
    kept.parties.filter(pk__in=undo["parties"]).delete()
    kept.teams.remove(*undo["teams"])
    kept.works.remove(*undo["works"])
    kept.speakers.filter(pk__in=undo["speakers"]).delete()
    kept.attachments.filter(pk__in=undo["photos"]).update(activity=gone)


def _retire(gone, kept, actor, reason):
    gone.merged_into, gone.verified_by, gone.verified_at = kept, None, None
    move(gone, to=Activity.State.MERGED, actor=actor, reason=reason[:LONGEST_REASON])


def _touch(record):
    """A form that was opened before the merge is stale now."""
    record.version += 1
    record.save(update_fields=["version"])


def _decide(candidate, actor, state, reason):
    candidate.state, candidate.reason = state, reason[:LONGEST_REASON]
    candidate.decided_by, candidate.decided_at = actor, timezone.now()
