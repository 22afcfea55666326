-- The tables of the catalog. A change of them is a new format of archives.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
  key INTEGER PRIMARY KEY,
  location BLOB NOT NULL UNIQUE,  -- absolute path, as the operating system spells it
  root BLOB NOT NULL,             -- the indexed directory
  path TEXT NOT NULL,             -- relative to it, for people
  size INTEGER NOT NULL,          -- -1: to be read again
  modified INTEGER NOT NULL,      -- nanoseconds
  sha256 TEXT NOT NULL,
  columns TEXT NOT NULL,          -- the --map it was read with
  changed INTEGER NOT NULL,       -- nanoseconds: when the system last changed content or name (ctime)
  kind TEXT NOT NULL              -- the format of its stories; empty while it had none
);
CREATE TABLE articles (
  file INTEGER NOT NULL, id TEXT NOT NULL, version BLOB NOT NULL, digest BLOB NOT NULL,
  revision INTEGER NOT NULL,  -- in which this digest came
  period INTEGER,  -- in which its sketch is; NULL where there is none
  PRIMARY KEY (file, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX articles_by_id ON articles (id);
CREATE TABLE news (  -- files that brought something in a revision
  revision INTEGER NOT NULL, file INTEGER NOT NULL, PRIMARY KEY (revision, file)
) WITHOUT ROWID;
CREATE TABLE shadows (
  id TEXT NOT NULL, file INTEGER NOT NULL, version BLOB NOT NULL, PRIMARY KEY (id, file)
) WITHOUT ROWID;
CREATE TABLE versions (  -- texts of articles that others took the place of
  id TEXT NOT NULL, digest BLOB NOT NULL,
  file INTEGER NOT NULL,     -- that it was read from
  version BLOB NOT NULL,
  saved INTEGER NOT NULL,    -- nanoseconds: when that file was written
  replaced INTEGER,          -- microseconds: the time of the text that took its place
  packed BLOB NOT NULL,      -- the article as it was stored
  PRIMARY KEY (id, digest)
);
CREATE INDEX versions_by_file ON versions (file);
CREATE TABLE shared (id TEXT PRIMARY KEY) WITHOUT ROWID;  -- made of identifiers that several stories bear
CREATE TABLE headlines (  -- that one identifier bore at several times
  id TEXT NOT NULL, title INTEGER NOT NULL, published INTEGER NOT NULL, PRIMARY KEY (id, title)
) WITHOUT ROWID;
CREATE TABLE problems (
  file INTEGER NOT NULL, member TEXT, reason TEXT NOT NULL,
  no_article INTEGER NOT NULL  -- 0: wrong, and nothing was read; 1: sound; 2: wrong, and stories were read
);
CREATE INDEX problems_by_file ON problems (file);
CREATE TABLE forgotten (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE sketches (  -- traits of articles, packed (storage/packs.py)
  period INTEGER NOT NULL,  -- of PERIOD days since 1970
  linked INTEGER NOT NULL,  -- 0: they have not been compared with others
  pack BLOB NOT NULL
);
CREATE INDEX sketches_by_period ON sketches (period);
CREATE TABLE texts (  -- long ones, by which they are found at any distance in time
  sketch INTEGER NOT NULL, period INTEGER NOT NULL, PRIMARY KEY (sketch, period)
) WITHOUT ROWID;
CREATE TABLE edges (  -- articles that are one story, each pair both ways
  one BLOB NOT NULL, other BLOB NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE TABLE stated (  -- what an article is stated to update, correct or withdraw, which need not be there
  one BLOB NOT NULL, other BLOB NOT NULL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX stated_by_other ON stated (other);
CREATE TABLE touched (id BLOB PRIMARY KEY) WITHOUT ROWID;  -- articles whose story may have changed
