"""Writing services in the office: the list, the draft, its preview, the publishing, the history."""
