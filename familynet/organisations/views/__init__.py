"""Work pages of organisations, and the page an invitation leads to."""
