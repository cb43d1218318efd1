"""Pages of districts: public, and an officer's work."""
