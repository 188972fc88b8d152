"""An employee at a counter or in a department's back office."""
