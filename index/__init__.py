"""State: the manifest, the vectors, the full text, and how to write them safely."""
