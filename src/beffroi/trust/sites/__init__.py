"""How an authority shows itself to the public: its address, its contact, its colours."""
