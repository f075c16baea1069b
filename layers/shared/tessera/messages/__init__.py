"""Messages: what they say, and how they leave (docs/messages.md)."""
