from venues.lending import codes

CODES = {**codes.CODES}
