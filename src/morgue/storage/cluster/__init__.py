"""Keep the catalog of an archive on a cluster.

`catalog` has the files, `facts` the one document that every commit changes, `story_tables` which articles are one story.
"""
