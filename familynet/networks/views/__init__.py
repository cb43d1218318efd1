"""Pages of networks: public, and a coordinator's work."""
