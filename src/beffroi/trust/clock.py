"""The clock of a request to an administration: what is asked, answered or appealed in months."""

#: CRPA, articles R311-13 and R343-1: one month to answer, two months to turn to the CADA.
ANSWER_MONTHS, CADA_MONTHS = 1, 2
