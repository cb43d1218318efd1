"""What the engine's values say in words."""
