"""A department's back office: the work, one case, its decision."""
