"""The private objects whose isolation is tested, by area."""
