"""The console: pages for people, made on the server, live while they are open."""
