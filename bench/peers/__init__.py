"""One small fair program a peer, each run as `python -m bench.peers.NAME index FEEDS INDEX` or `search INDEX`."""
