"""What was needed only while somebody registered or signed in."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from volunteers.models import Joining, MobileProof
from volunteers.services.sms import purge_sms

DRAFTS_KEPT = dt.timedelta(hours=24)
PROOFS_KEPT = dt.timedelta(days=2)  # longer than any limit counts back


@transaction.atomic
def forget_joining() -> None:
    """Forget drafts after a day, proofs after two, text messages after a week."""
    now = timezone.now()
    Joining.objects.filter(created_at__lt=now - DRAFTS_KEPT).delete()
    MobileProof.objects.filter(created_at__lt=now - PROOFS_KEPT).delete()
    purge_sms()
