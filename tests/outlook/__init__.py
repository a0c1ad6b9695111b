"""A stand-in for Microsoft: its login pages and the calendars of Graph, with one mailbox."""
