"""Lists of words as files: indented text as of Lightroom, tables, and JSON; in and out.

Reading says what the file says and changes nothing; `plan_import` compares it with the vocabulary.
"""

from phototagger.core.word_lists.files import FORMS, read_words, write_words
from phototagger.core.word_lists.plan import ImportPlan, SaidWord, WordList, plan_import

__all__ = [
    "FORMS",
    "ImportPlan",
    "SaidWord",
    "WordList",
    "plan_import",
    "read_words",
    "write_words",
]
