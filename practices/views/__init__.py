"""Pages of the practices: public, work list, editing, review."""
