"""Sentences for people about what the engine found."""

"""What the engine's values say in words."""
