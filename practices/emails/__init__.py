"""Which event tells whom: by notifications, and by plain mail to people without an account."""
