"""Keep an archive in a directory, so that a crash leaves the state before or the one after.

`commit_point` names the state that was committed last and the files it has, `reader` opens it, `recovery` puts right
what a writer that was killed has left, `lock` keeps a second writer out.
"""
