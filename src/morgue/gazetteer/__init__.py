"""Know the names of the world: agencies, places, countries, time zones.

`agencies` has the news agencies by any of their names, `places` the cities, states and countries, `zones` the offsets
of time zones, `calendar` the names of months and days of the week. `exonyms` has large cities in all languages. `former` knows former names of cities, former states, and
languages. `tables` reads the tables in `data/`, whose README says where they come from.
"""
