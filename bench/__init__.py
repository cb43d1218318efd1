"""Measurements of FamilyNet: `make bench`. Ratios within one run on one machine, never absolute promises."""
