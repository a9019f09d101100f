from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.history import by_the_system
from venues.services.libraries import load_libraries


class Command(BaseCommand):
    help = "Add the member libraries that are known by name (venues/data/libraries.csv). Those that are here stay."

    def handle(self, **options):
        try:
            with by_the_system("load_libraries"):
                added = load_libraries()
        except ValidationError as error:
            raise CommandError(f"Nothing was loaded. {' '.join(error.messages)}") from error
        except ObjectDoesNotExist as error:
            raise CommandError("Nothing was loaded. A library names a region that does not exist.") from error
        self.stdout.write(f"libraries: {len(added)} added")
