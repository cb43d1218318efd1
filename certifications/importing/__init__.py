"""A register's file becomes certificates: kernel.tables → rows → plan → (actions) one transaction."""
