"""Posts given and ended, with the separation of duties."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Post, PostHolding, Role, User
from accounts.models.post import SEPARATED_ROLES
from accounts.services.notices import owe_notice
from accounts.services.people import lock_administrators, refuse_oneself, require_an_administrator
from accounts.services.sessions import sign_out_everywhere
from belts.models import Region


@transaction.atomic
def find_or_create_post(*, role, region=None, unit=None, title=""):
    """The post of this role at this place; two administrators who need it at once get the same one."""
    if unit is not None and region is None:
        region = unit.region
    if unit is not None and unit.region_id != region.pk:
        raise ValidationError({"unit": ValidationError(_("This unit is not in that place."), code="unit_elsewhere")})
    if role == Role.PROVINCIAL_OFFICE and region is not None and region.level != Region.Level.PROVINCE:
        message = _("A provincial office is at a province.")
        raise ValidationError({"region": ValidationError(message, code="not_a_province")})
    wanted = {"role": role, "region": region, "unit": unit, "title": title}
    if not Post.objects.filter(**wanted).exists():
        Post(**wanted).full_clean()
    return Post.objects.get_or_create(**wanted)[0]


@transaction.atomic
def grant_post(*, actor, user, role, since, until=None, region=None, unit=None, title=""):
    """Give ``user`` a post from one day to another; they sign in anew to work with the new rights."""
    refuse_oneself(actor, user)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active:
        raise ValidationError(_("This account is switched off. Switch it on first."), code="account_inactive")
    refuse_mixed_duties(user, role, since, until)
    post = find_or_create_post(role=role, region=region, unit=unit, title=title)
    holding = PostHolding(post=post, user=user, since=since, until=until)
    holding.full_clean()
    holding.save()
    sign_out_everywhere(actor=actor, user=user, reason=_("post given: %(post)s") % {"post": post})
    tell(holding, "post_given", since=since)
    return holding


@transaction.atomic
def end_post(*, actor, holding, until=None):
    """End a holding with the day ``until``; without a day at once, which deletes one that began today or later."""
    refuse_oneself(actor, holding.user)
    lock_administrators()
    user = User.objects.select_for_update(of=("self",)).get(pk=holding.user_id)
    holding = PostHolding.objects.select_for_update(of=("self",)).select_related("post").get(pk=holding.pk)
    at_once = until is None
    until = timezone.localdate() - dt.timedelta(days=1) if at_once else until
    if holding.until is not None and holding.until <= until:
        raise ValidationError(_("This post ends on that day or before it already."), code="post_has_ended")
    tell(holding, "post_ends", until=until)
    if at_once and holding.since > until:
        holding.delete()
    else:
        holding.until = until
        holding.full_clean()
        holding.save(update_fields=["until"])
    if holding.post.role == Role.SYSTEM_ADMINISTRATOR:
        require_an_administrator()
    sign_out_everywhere(actor=actor, user=user, reason=_("post ended: %(post)s") % {"post": holding.post})


def tell(holding, kind, **day):
    """Tell the holder; once for each day that is set."""
    ((name, value),) = day.items()
    owe_notice(
        to=holding.user,
        kind=kind,
        key=f"holding:{holding.pk}:{value}",
        url=reverse("profile"),
        params={"post": holding.post.label_parts, name: value.isoformat()},
    )


def refuse_mixed_duties(user, role, since, until):
    """Auditor, system and security administrator are three people, and none of them holds another post beside it.

    The caller has locked the user's row, so that two grants at once see each other.
    """
    others = user.holdings.overlapping(since, until).select_related("post", "post__region", "post__unit")
    for holding in others:
        if holding.post.role != role and (role in SEPARATED_ROLES or holding.post.role in SEPARATED_ROLES):
            raise ValidationError(
                _("The duties are separated: this person holds “%(post)s” in that time, which excludes this post."),
                code="duties_are_separated",
                params={"post": holding.post},
            )
