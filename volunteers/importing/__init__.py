"""Files of registrations: what volunteers bring to core.imports. Nothing of a file is kept in clear."""
