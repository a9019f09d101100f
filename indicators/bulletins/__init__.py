"""The bulletin (简报): figures drawn once, the words around them, and the paper that follows from both."""
