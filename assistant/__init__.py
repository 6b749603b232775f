"""From passages to a checked reply."""
