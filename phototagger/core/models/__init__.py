"""Tagging models on disk: what a bundle is made of, which are installed, and where more come from.

Knows nothing of networks: what a model computes is the service's business, and whether it works is
found out in a process of its own. The service reads bundles with `files` and `manifest` too, so
there is one idea of what a whole, undamaged bundle is.
"""
