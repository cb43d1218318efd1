"""How the demo is made: one module for each part of the portal, always through its actions."""
