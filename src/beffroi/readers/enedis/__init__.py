"""What Enedis hands out: history exports, subscribed flows, customer portal, Data Connect."""
