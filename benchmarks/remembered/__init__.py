"""The parts of `./jenny bench memory`."""
