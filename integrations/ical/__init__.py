"""iCalendar (RFC 5545): read into our events and written back without losing what is not ours."""
