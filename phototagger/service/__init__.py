"""The embedded tagging service; runs alone as well. No Qt.

`host` starts it as a child process of the program, ``__main__`` from a shell. Inside, from the
network inwards: `patience` (connections), `server` (routes), `guard` (who may ask), `body` (how
much), `records` (JSON of the API), `pipeline` (threads), `fetch` (pictures by address), `decoders`
and `decode_child` (processes), `decode` (pictures), `batches` (requests together), `predict`
(tags), `bundle` (the model on disk). Beside the way: `counts`, `request_log`, `interpreter`.
"""
