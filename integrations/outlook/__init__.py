"""Microsoft Graph over httpx: the calendars of Outlook, Microsoft 365 and outlook.com."""
