"""Makes src/morgue/gazetteer/data/countries.tsv, the names of countries, from Unicode's CLDR as `Babel` packs it.

    pip install babel && python bench/make_countries.py

One line a country: its ISO 3166-1 codes of two letters and of three, its name as English copy writes it, and its other names:
those of the languages below, its own, those that only the newsroom uses (`BY_HAND`) and
those that it bore (`FORMER`).
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/gazetteer/data/countries.tsv"
LANGUAGES = [
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "ru",
    "uk",
    "pl",
    "tr",
    "sv",
    "da",
    "nb",
    "fi",
    "id",
    "ar",
    "zh",
    "ja",
    "ko",
]
ENGLISH = {
    "BA": "Bosnia and Herzegovina",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "CI": "Ivory Coast",
    "CZ": "Czech Republic",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macau",
    "PS": "Palestine",
    "TR": "Turkey",
    "TT": "Trinidad and Tobago",
    "ST": "Sao Tome and Principe",
    "AG": "Antigua and Barbuda",
    "KN": "Saint Kitts and Nevis",
    "VC": "Saint Vincent and the Grenadines",
    "LC": "Saint Lucia",
    "BL": "Saint Barthelemy",
    "MF": "Saint Martin",
    "SH": "Saint Helena",
    "PM": "Saint Pierre and Miquelon",
    "CW": "Curacao",
    "RE": "Reunion",
    "AX": "Aland Islands",
}
BY_HAND = {
    "US": "U.S.;USA;U.S.A.;United States of America;America;the United States;United States;EE. UU.;EEUU;Etats-Unis",
    "GB": "UK;U.K.;Britain;Great Britain;the United Kingdom;Grande-Bretagne;Grossbritannien;Gran Bretaña;Gran Bretagna",
    "AE": "UAE;U.A.E.;Emirates;the United Arab Emirates;Emirats arabes unis",
    "NL": "Holland;the Netherlands",
    "DE": "West Germany;East Germany;Federal Republic of Germany",
    "RU": "Russian Federation",
    "KR": "Republic of Korea;Korea;ROK;S. Korea;S.Korea",
    "KP": "DPRK;N. Korea;N.Korea",
    "MM": "Burma",
    "LK": "Ceylon",
    "IR": "Islamic Republic of Iran;Persia",
    "CI": "Côte d’Ivoire;Cote d'Ivoire",
    "CD": "DR Congo;DRC;D.R. Congo;Zaire;Congo Kinshasa;Democratic Republic of Congo;RDC",
    "CG": "Congo;Congo Brazzaville;Republic of Congo",
    "CF": "CAR;Centrafrique",
    "CZ": "Czechia",
    "CV": "Cabo Verde;Cape Verde",
    "SZ": "Eswatini;Swaziland",
    "TL": "East Timor",
    "MK": "North Macedonia;Macedonia",
    "TR": "Türkiye;Turkiye",
    "SY": "Syrian Arab Republic",
    "LA": "Lao PDR",
    "VA": "Vatican;Holy See",
    "BA": "Bosnia;Bosnia & Herzegovina;Bosnia-Herzegovina",
    "ZA": "S. Africa",
    "NZ": "N.Z.;Aotearoa",
    "PG": "PNG;P.N.G.",
    "SA": "KSA;S. Arabia",
    "CN": "PRC;P.R. China;People's Republic of China",
    "TW": "Republic of China;Taiwan, China",
    "HK": "Hong Kong SAR;HKSAR;China Hong Kong",
    "MO": "Macao;Macau SAR",
    "BO": "Plurinational State of Bolivia",
    "BN": "Brunei Darussalam",
    "GW": "Guinea Bissau",
    "PS": "State of Palestine;Palestinian Territories",
    "TZ": "Tanzania",
    "VE": "Bolivarian Republic of Venezuela",
    "XK": "Kosovo",
    "DO": "Dominican Rep.",
    "KY": "Grand Cayman",
    "IE": "Irish Republic;Republic of Ireland",
    "AG": "Antigua;Antigua & Barbuda",
    "TT": "Trinidad;Tobago;Trinidad & Tobago",
    "KN": "St. Kitts;Nevis;St. Kitts and Nevis;St. Kitts & Nevis",
    "LC": "St. Lucia",
    "VC": "St. Vincent;St. Vincent and the Grenadines",
    "BW": "Botsuana",
    "TC": "Turks & Caicos",
    "VI": "U.S. Virgin Islands;Virgin Islands",
    "GM": "the Gambia",
    "BS": "the Bahamas",
    "PH": "the Philippines",
    "MV": "the Maldives",
    "SD": "the Sudan",
    "UA": "the Ukraine",
    "CH": "Swiss Confederation",
    "IN": "Republic of India;Bharat",
}
FORMER = {
    "ZW": "Rhodesia;Southern Rhodesia", "TH": "Siam", "ET": "Abyssinia", "BF": "Upper Volta;Haute-Volta",
    "BJ": "Dahomey", "KH": "Kampuchea", "NA": "South-West Africa;South West Africa", "LS": "Basutoland",
    "BW": "Bechuanaland", "MW": "Nyasaland", "ZM": "Northern Rhodesia", "BZ": "British Honduras",
    "GY": "British Guiana", "SR": "Dutch Guiana", "ID": "Dutch East Indies;Netherlands East Indies", "JO": "Transjordan",
    "IQ": "Mesopotamia", "IE": "Irish Free State", "VN": "North Vietnam;South Vietnam;Viet Nam;Annam",
    "YE": "North Yemen;South Yemen", "BY": "Byelorussia;Belorussia", "KG": "Kirghizia", "MD": "Moldavia",
    "TZ": "Tanganyika", "MY": "Malaya;Federation of Malaya", "TL": "Portuguese Timor", "EH": "Spanish Sahara",
    "EG": "United Arab Republic", "TW": "Nationalist China;Formosa", "CN": "Red China;Communist China",
    "AE": "Trucial States", "CF": "Central African Empire", "SA": "Kingdom of Saudi Arabia",
    "DE": "German Democratic Republic;GDR;DDR;BRD", "BD": "East Pakistan", "PK": "West Pakistan",
    "GH": "Gold Coast", "MG": "Malagasy Republic", "ML": "French Sudan", "GN": "French Guinea",
    "DJ": "French Somaliland", "KI": "Gilbert Islands", "TV": "Ellice Islands", "VU": "New Hebrides",
}  # fmt: skip
"""Names that a country bore; those of states that fell into several are regions (`regions.tsv`)."""
WITHDRAWN = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"}
"""Codes of three letters of states that were, which CLDR maps to those of today."""
NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}


def names(code: str) -> list[str]:
    """Every name of a country but its English one, each once."""
    found = [Locale(each).territories.get(code) for each in LANGUAGES]
    for language in list(get_global("territory_languages").get(code, {}))[:3]:
        try:
            found.append(Locale.parse(language).territories.get(code))
        except (ValueError, UnknownLocaleError):
            continue
    return [
        each
        for each in dict.fromkeys(
            [*BY_HAND.get(code, "").split(";"), *FORMER.get(code, "").split(";"), *found]
        )
        if each and "(" not in each
    ]


def codes_of_three() -> dict[str, str]:
    """Return the code of three letters by that of two; Kosovo has only a code of user areas."""
    aliases = get_global("territory_aliases")
    return {
        codes[0]: each
        for each, codes in aliases.items()
        if len(each) == 3 and each.isalpha() and len(codes) == 1 and each[0] != "X" and each not in WITHDRAWN
    }


def main() -> None:
    """Write the table."""
    three = codes_of_three()
    english = Locale("en").territories
    lines = ["# ISO 3166-1 code of two letters, of three (none for Kosovo), English name, other names (;)"]
    for code in sorted(
        each for each in english if len(each) == 2 and each.isalpha() and each not in NOT_COUNTRIES
    ):
        name = ENGLISH.get(code) or english[code].replace("’", "'").replace("&", "and")
        others = ";".join(each for each in names(code) if each != name)
        lines.append(f"{code}\t{three.get(code, '')}\t{name}\t{others}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
