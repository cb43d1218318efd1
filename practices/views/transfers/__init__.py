"""Pages of the transfers: the work of the two sides, the public register of adoptions."""
