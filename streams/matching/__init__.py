"""From the rules' answers to lists: who is eligible, who nearly is, and in what order."""
