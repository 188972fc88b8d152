"""The door for other systems: the same catalogue, forms and answers as on the pages, as JSON, described in OpenAPI."""
