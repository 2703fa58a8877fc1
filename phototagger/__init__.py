"""PhotoTagger: tag photos with an offline model, review the tags, write them safely.

Layers, top to bottom; each may import only what stands below it:

    __main__         command line and window, chosen late
    ui               the window; the only home of PySide6
    app              composition root without Qt
    service          the embedded tagging service, a process of its own
    core.session     the program's verbs
    core workers     library, thumbnails, writer, tagging, export, jobs, settings
    core values      photo, tags, review, events, errors

``tests/test_architecture.py`` holds the rules this map summarises.
"""

__version__ = "0.1.0"
