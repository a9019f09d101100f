import unicodedata

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Role
from accounts.services import sample


class Command(BaseCommand):
    help = "Print the sample accounts of the demo with their password."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("There are no sample accounts in production.")
        rows = [("user name", "password", "post")]
        for user in sample.sample_accounts():
            is_system = any(post.role == Role.API_CLIENT for post in user.posts_today)
            password = f"token in {sample.token_file()}" if is_system else sample.PASSWORD
            rows.append((user.username, password, "; ".join(map(str, user.posts_today))))
        widths = [max(map(width, column)) for column in zip(*rows[1:-1] or rows, strict=True)]
        for row in rows:
            cells = [cell + " " * (space - width(cell)) for cell, space in zip(row, widths, strict=True)]
            self.stdout.write("  ".join(cells).rstrip())


def width(text):
    """Columns in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
