CREATE TABLE outlets (id INTEGER PRIMARY KEY, name TEXT, url TEXT);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, title TEXT, author TEXT, body TEXT, published_at TEXT, link TEXT,
    source_id INTEGER REFERENCES outlets (id)
);
CREATE TABLE readers (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE VIEW latest AS SELECT * FROM articles ORDER BY published_at DESC;
INSERT INTO outlets VALUES (1, 'Quay Messenger', 'https://quaymessenger.example/');
INSERT INTO outlets VALUES (2, 'The Bollard', 'https://bollard.example/');
INSERT INTO articles VALUES (
    11, 'Crane driver retires after lifting a church', 'Mina Kroll',
    'Otto Brandt set down his last load in Emsport on Friday, 36 years after the spire that made him known.' || char(10, 10)
    || 'The spire still leans the way he left it.',
    '2016-06-17 14:20:00', 'https://quaymessenger.example/crane-driver', 1
);
INSERT INTO articles VALUES (
    12, 'Town buys back its own lifeboat', NULL,
    'The council of Emsport bid for the lifeboat Hope on Saturday, which it had sold in 1988.' || char(10, 10)
    || 'It paid eleven times the price.',
    '2016-06-18 09:00:00', 'https://bollard.example/lifeboat', 2
);
INSERT INTO readers VALUES (1, 'Nobody', 'nobody@bollard.example');
