"""Documents proven against the schemas, and schemas made from a vocabulary. The only importer of jsonschema."""
