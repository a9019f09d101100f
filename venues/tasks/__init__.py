from venues.tasks.bookings import lapse_offers
from venues.tasks.libraries import close_old_days, forget_day_files

__all__ = ["close_old_days", "forget_day_files", "lapse_offers"]
