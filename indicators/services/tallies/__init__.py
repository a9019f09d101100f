from indicators.services.tallies.folding import fold_deltas
from indicators.services.tallies.installing import count_anew, install_triggers
from indicators.services.tallies.recounting import recount_tallies

__all__ = ["count_anew", "fold_deltas", "install_triggers", "recount_tallies"]
