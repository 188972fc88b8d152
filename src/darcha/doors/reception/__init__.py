"""A host at the entrance, with a tablet: tickets for whoever cannot use a kiosk, papers looked at beforehand."""
