"""What `./jenny bench reminders` measures, one module a part."""
