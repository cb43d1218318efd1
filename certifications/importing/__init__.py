"""A register's file becomes certificates: reader → rows → plan → (actions) one transaction."""
