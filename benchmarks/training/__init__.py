"""Makes the weights by which Jenny guesses a route, from the examples in the repository."""
