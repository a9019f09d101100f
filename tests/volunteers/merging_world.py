"""What tests of merges look at: everything of the registry that a merge may touch."""

import datetime as dt
import threading
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from tests import factories
from tests.volunteers.factories import ConsentTextFactory, VolunteerFactory
from volunteers.models import Consent, Guardian, Identity, LikelyDuplicate, PlatformAccount, ServiceArea, Volunteer

VOLUNTEER = ("pk", "state", "merged_into", "user", "home", "registered_on", "registered_through", "ended_on", "skills")
CONSENT = ("pk", "volunteer", "purpose", "given_at", "withdrawn_at")
AREA = ("pk", "volunteer", "region", "since", "until")


def snapshot():
    """All but the versions, which only ever rise."""
    return {
        "volunteers": sorted(Volunteer.objects.values_list(*VOLUNTEER)),
        "identities": sorted(Identity.objects.values_list("pk", "name", "claimed")),
        "accounts": sorted(PlatformAccount.objects.values_list("pk", "volunteer", "source_version")),
        "consents": sorted(Consent.objects.values_list(*CONSENT), key=lambda row: row[0]),
        "areas": sorted(ServiceArea.objects.values_list(*AREA), key=lambda row: row[0]),
        "guardians": sorted(Guardian.objects.values_list("pk", "name")),
    }


def counted():
    return Volunteer.objects.filter(state="active").count()


def consent(volunteer, purpose, withdrawn=False, **given):
    text = ConsentTextFactory(purpose=purpose)
    given.setdefault("given_at", timezone.now() - dt.timedelta(days=3))
    ended = timezone.now() - dt.timedelta(days=1) if withdrawn else None
    return Consent.objects.create(
        volunteer=volunteer, purpose=purpose, text=text, given_by="self", withdrawn_at=ended, **given
    )


def pair_of(one, two, **given):
    first, second = sorted((one, two), key=lambda row: row.pk)
    return LikelyDuplicate.objects.create(first=first, second=second, reasons=["name_birth_mobile"], **given)


def claimed_of(known, **given):
    """Somebody who gave the document of ``known``."""
    claim = VolunteerFactory(state="claimed", identity=False, home=known.home, **given)
    identity = Identity.objects.get(pk=known.pk)
    identity.pk, identity.volunteer, identity.claimed = claim.pk, claim, True
    identity._state.adding = True
    identity.save(force_insert=True)
    return claim


def reload(*rows):
    return [type(row)._default_manager.get(pk=row.pk) for row in rows]


def twins(home, number=2, **given):
    """That many registrations with one name, birth date and mobile."""
    shared = {"identity__name": "样例双生", "identity__mobile_number": "19900001111"}
    return [VolunteerFactory(home=home, **(shared | given)) for _number in range(number)]


def county(code="500153"):
    province = factories.sichuan() if code.startswith("51") else factories.chongqing()
    return factories.CountyFactory(code=code, province=province)


def at_once(*calls):
    """Each call in a thread of its own; what came of each: "done", or the code of its refusal."""
    begin, found = threading.Barrier(len(calls)), []

    def run(call):
        try:
            begin.wait()
            call()
            found.append("done")
        except ValidationError as error:
            found.append(error.code)
        except Exception as error:
            found.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(found)
