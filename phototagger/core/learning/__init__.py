"""Learns the user's own words from photos that carry them; on this computer, in seconds.

A photo is known here by its content key and by the features that the embedded service computed
when it was tagged. `values` says what is learned from and what comes out; `feature_cache` keeps
features; `train` fits, measures and decides what is good enough to be shown; `learned_file`
keeps the result; `suggest` applies it. Training runs in a process of its own (`child`).

numpy is loaded by `train`, `suggest`, `learned_file` and what is below them, and these are
imported where the work is done, never by the thread that paints.
"""
