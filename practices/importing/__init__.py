"""A table becomes drafts: kernel.tables → plan (with the forms of the sections) → actions, one transaction."""
