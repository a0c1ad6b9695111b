"""What every part of Jenny speaks: values, ports, errors, the clock, zones and recurrence."""
