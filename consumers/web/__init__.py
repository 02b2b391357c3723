"""What the API and the console share: who asks, what they may, and live changes."""
