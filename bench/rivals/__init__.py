"""What a sync costs beside that of other tools, on the same files with the same embedder."""
