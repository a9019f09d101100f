"""What library systems send, by file and by push: how a row is read, how readers become hashes, how it is taken."""
