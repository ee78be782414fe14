"""Quality of tap water: what samples of the sanitary control say, and nothing that they do not.

The conclusion of the health agency is shown as it wrote it. What is added: which results are above
the limit or the reference that stands beside them, since when, and how many samples conform.
"""
