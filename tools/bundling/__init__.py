"""The parts of ``build_bundle.py``: weights, network, quantisation, heads, bundle. No torch."""
