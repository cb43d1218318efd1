"""Forms of districts: shape only; the actions enforce the rules."""
