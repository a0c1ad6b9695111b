"""The composition root and the command line. Imports all; nobody imports it."""
