"""Read digitised newspapers: METS and ALTO, DIDL, TEI, hOCR and their kin, a module a form."""
