"""The embedded tagging service; runs alone as well. No Qt."""
