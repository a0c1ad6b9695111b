"""CalDAV (RFC 4791) over httpx: iCloud, Nextcloud, Fastmail, Radicale and their like."""
