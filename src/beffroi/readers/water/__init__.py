"""Water meters as the customer services of water operators hand them out."""
