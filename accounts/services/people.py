"""Accounts: made, changed, switched off and on by the system administrator."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, Post, Role, User
from accounts.services.audit import record_act
from accounts.services.sessions import sign_out_everywhere

EDITABLE = ("name", "email", "notices_by_mail", "language")


@transaction.atomic
def create_user(*, actor, username, name, email="", language=""):
    """An account without a password: whoever it is for sets one by a link (make_reset_key)."""
    user = User(username=username, name=name, email=email, language=language)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    return user


@transaction.atomic
def edit_user(*, actor, user, **changes):
    """Change what is in EDITABLE; the user name stays, because the history names people by it."""
    for field in EDITABLE:
        if field in changes:
            setattr(user, field, changes[field])
    user.full_clean()
    user.save(update_fields=EDITABLE)
    return user


@transaction.atomic
def deactivate_user(*, actor, user):
    """Switch an account off: no sign-in, no token, no rights. Its posts stay written down."""
    refuse_oneself(actor, user)
    lock_administrators()
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    require_an_administrator()
    sign_out_everywhere(actor=actor, user=user, reason=_("account switched off"))
    return user


@transaction.atomic
def reactivate_user(*, actor, user):
    refuse_oneself(actor, user)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def remove_second_factor(*, actor, user):
    """For who lost the phone. Done by the security administrator, so that no one person can take over an account."""
    refuse_oneself(actor, user)
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise ValidationError(_("This person has no second factor."), code="no_second_factor")
    record_act(actor=actor, action=Act.SECOND_FACTOR_REMOVED, target=user.username)
    sign_out_everywhere(actor=actor, user=user, reason=_("second factor removed"))


def refuse_oneself(actor, user):
    if actor is not None and actor.pk == user.pk:
        raise ValidationError(
            _("Nobody does this to their own account. Ask another administrator."), code="not_for_oneself"
        )


def lock_administrators():
    """Two administrators who end each other's posts at the same moment come one after the other."""
    list(Post.objects.select_for_update(of=("self",)).filter(role=Role.SYSTEM_ADMINISTRATOR).order_by("pk"))


def require_an_administrator():
    """Somebody is left who can give posts; else nobody could ever again."""
    if not User.objects.holding_today(Role.SYSTEM_ADMINISTRATOR).exists():
        raise ValidationError(
            _("This is the last system administrator. Give the post to somebody else first."), code="last_administrator"
        )
