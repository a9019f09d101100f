from indicators.queries.tallied.pairs import SECONDS_OF_HALLS, TOURS, pairs_of
from indicators.queries.tallied.plan import can_answer, counts_all, tallied_plan

__all__ = ["SECONDS_OF_HALLS", "TOURS", "can_answer", "counts_all", "pairs_of", "tallied_plan"]
