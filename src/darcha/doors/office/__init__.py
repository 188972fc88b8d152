"""Head of the centre, head of an agency, auditor: live hall, monitoring, reports."""
