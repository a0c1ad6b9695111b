"""From meanings to dates and instants: what the words leave open is decided here."""
