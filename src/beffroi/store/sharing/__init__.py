"""What agreements in force lend to whom, decided at each question, within the read door."""
