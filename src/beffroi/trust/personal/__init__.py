"""Personal data: the record of processing (RGPD, article 30), requests of persons."""
