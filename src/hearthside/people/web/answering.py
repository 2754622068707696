"""Pages with one form, as every package has them, under the name by which the pages of people know them."""

from hearthside.access.answering import ask, asker, program_of, see_other, sent

__all__ = ["ask", "asker", "program_of", "see_other", "sent"]
