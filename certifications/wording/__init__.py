"""Sentences for people about what the engine found."""
