"""What the bench of the hall's screens is made of: screens, a peer that only sends, and a judge."""
