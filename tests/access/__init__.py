"""Who may open what: one file per app, each with ROWS (see rows.py)."""
