"""Text to located trees: JSON, YAML and CSV read strictly, and policy folders gathered. The only importer of yaml."""
