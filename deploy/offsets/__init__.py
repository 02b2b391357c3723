"""Consumer groups of subscribers: how far each has read, and where it shall go on."""
