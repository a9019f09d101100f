from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.reach import Reach, reach_of
from core.history import tracked

MOST_COUNTED = 100


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Administrators and the auditor see all accounts; everyone sees their own."""
        if user.reach.roles & {"system_administrator", "security_administrator", "auditor"}:
            return self
        return self.filter(pk=user.pk)

    def manageable_by(self, user):
        return self if "system_administrator" in user.reach.roles else self.none()

    def second_factor_removable_by(self, user):
        """Not by who gives passwords: nobody takes over an account alone."""
        return self if "security_administrator" in user.reach.roles else self.none()

    def holding_today(self, *roles, regions=None, units=None):
        """Active people who hold a post of one of ``roles`` today, where it is given at one of these places.

        ``regions`` and ``units`` are rows, keys or a queryset. A post of a unit is also one of the unit's region; a
        post at a province is none at its counties.
        """
        from accounts.models.post import PostHolding

        held = PostHolding.objects.on(timezone.localdate()).filter(post__role__in=roles)
        if regions is not None:
            held = held.filter(post__region__in=regions)
        if units is not None:
            held = held.filter(post__unit__in=units)
        return self.filter(is_active=True, pk__in=held.values("user_id"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


@tracked(exclude=["password", "last_login", "sign_outs"])
class User(AbstractBaseUser):
    """A person, or the account of a system, that can sign in. Rights come from posts, never from the person."""

    username = models.CharField(
        _("user name"),
        max_length=50,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This user name is taken.")},
    )
    name = models.CharField(_("full name"), max_length=50)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    notices_by_mail = models.BooleanField(
        _("notices also by e-mail"), default=True, help_text=_("They always stand in the portal too.")
    )
    must_change_password = models.BooleanField(_("must change the password"), default=False, editable=False)
    password_changed_at = models.DateTimeField(_("password changed"), default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    # Raised to sign the person out everywhere: each session carries a hash over it.
    sign_outs = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    # Set by token authentication, for this request only.
    token = None

    objects = UserManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("user")

    def __str__(self):
        return self.name or self.username

    def _get_session_auth_hash(self, secret=None):
        return salted_hmac(
            "accounts.sessions", f"{self.password}|{self.sign_outs}", secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def posts_today(self):
        """The posts held today, with unit and region; one query a request."""
        from accounts.models.post import Post

        return list(
            Post.objects.filter(holdings__in=self.holdings.on(timezone.localdate()))
            .select_related("unit", "region")
            .distinct()
        )

    @cached_property
    def reach(self) -> Reach:
        if not self.is_active:
            return Reach()
        posts = [(post.role, post.region_id, post.unit_id) for post in self.posts_today]
        return reach_of(posts, self.token)

    @cached_property
    def post_label(self):
        """“荣昌区委宣传部 · 审核员”, for the head of the page."""
        return "; ".join(str(post) for post in self.posts_today[:2])

    @cached_property
    def unread_notices(self):
        """How many notices wait to be read, for the head of the page; one query, which counts no further than 100."""
        return self.notices.visible_to(self).unread().order_by()[:MOST_COUNTED].count()

    @property
    def home_region(self):
        """The region of the first county or province post held today, or None."""
        return next((post.region for post in self.posts_today if post.region), None)


class PasswordRecordQuerySet(models.QuerySet):
    """Nobody's to see: they are there to be compared with."""

    def visible_to(self, user):
        return self.none()

    def manageable_by(self, user):
        return self.none()


class PasswordRecord(models.Model):
    """A hash that was this user's password: the last five may not be used again (GB/T 22239-2019, level 3)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="password_records")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=timezone.now)

    objects = PasswordRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]

    def __str__(self):
        return f"{self.user} {self.set_at:%Y-%m-%d}"
