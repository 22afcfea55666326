"""Read the exports of press databases: Nexis, Factiva, Europresse, ProQuest and their kin, a module a database."""
