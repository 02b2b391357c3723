"""The server with what it needs of the other processes: publishing, explaining, status."""
