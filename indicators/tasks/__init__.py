from indicators.tasks.bulletins import draw_owed_bulletins, owe_bulletins
from indicators.tasks.tallies import fold_tallies, recount

__all__ = [
    "draw_owed_bulletins",
    "fold_tallies",
    "owe_bulletins",
    "recount",
]
