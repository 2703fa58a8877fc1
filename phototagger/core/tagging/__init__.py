"""The tagging API from the caller's side.

`Endpoint` says where, `client` sends, `prepare` makes uploads, `wire` knows the field names.
``client`` and ``prepare`` are imported by their own names: the embedded service shares ``wire``
and must not load what only a caller needs.
"""

from phototagger.core.tagging.endpoint import Endpoint
from phototagger.core.tagging.wire import Features, TagReply

__all__ = ["Endpoint", "Features", "TagReply"]
