"""How well files are read: figures against texts that are known."""
