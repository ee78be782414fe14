"""The official geography of France and the legal entities that share it: pure, without store."""
