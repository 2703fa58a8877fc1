"""The embedded tagging service; runs alone as well. No Qt.

`host` starts it as a child process of the program, ``__main__`` from a shell. Inside, from the
network inwards: `server` (routes), `guard` (who may ask), `body` (how much), `records` (JSON of
the API), `pipeline` (threads), `decode` (pictures), `predict` (tags), `bundle` (the model on disk).
"""
