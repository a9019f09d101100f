CODES: dict[str, object] = {}
