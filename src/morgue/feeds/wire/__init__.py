"""Read what agencies deliver: NewsML 1, NewsML-G2, NITF, ninjs, and messages of IPTC 7901 and ANPA 1312.

`newsml`, `newsml_g2`, `nitf`, `ninjs` and `iptc7901` are the readers. `newsml_components` finds the stories in a
NewsML 1 item; `zczc` and `copy_lines` read the messages of teleprinters, `heading` the lines above their copy.
"""
