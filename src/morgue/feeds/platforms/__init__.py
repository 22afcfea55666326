"""Read the exports of content systems and platforms: WordPress, Ghost, Telegram, MediaWiki and their kin, a module a form."""
