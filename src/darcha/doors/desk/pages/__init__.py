"""What each page of the desk shows, gathered from the rooms."""
