"""Index and search on an OpenSearch cluster.

`engine` opens it; `address` says where the cluster is, `client` connects to it, `bulk` sends many writes. `mapping`
defines the indices; `register` knows which index holds an article, and `audit` compares both. `writer` writes,
`searcher` asks a point in time; `query` translates a tree, `leaf_queries` its leaves, `near` its NEARs.
"""
