"""Settings, URLs and servers: the only place that reads the environment."""
