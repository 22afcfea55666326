"""Where a cluster is and how it is let in: the address of an archive, and the secrets, which are not part of it.

`opensearch://HOST:PORT[,HOST:PORT…]/NAME`, or `opensearchs://` for TLS. User, password, API key and the file of
trusted certificates come from the environment or a configuration file, never from the address:

    [DEFAULT]
    ca_file = /etc/ssl/news-ca.pem
    [news.example.org:9200]
    user = desk
    password = …

is in `$MORGUE_OPENSEARCH_CONFIG`, else in `~/.config/morgue/opensearch.ini`. So is the shape of archives
that are made: `shards`, `register_shards` and `replicas`.
"""

from __future__ import annotations

import base64
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from morgue.errors import ArchiveError

SCHEMES = {"opensearch": False, "opensearchs": True}
"""Scheme of an address to whether it means TLS."""

DEFAULT_PORT = 9200
SETTINGS = ("user", "password", "api_key", "ca_file")
SECRETS = ("password", "api_key")
MOST_SHARDS = 100

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<host>[A-Za-z0-9._-]+))(?::(?P<port>[0-9]{1,5}))?")
_KEY = re.compile(r"[!-~]+")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes of a cluster that are asked, and the name of an archive on it."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    tls: bool = False

    def __str__(self) -> str:
        return f"opensearch{'s' if self.tls else ''}://{self.cluster}/{self.name}"

    @property
    def cluster(self) -> str:
        """HOST:PORT of the nodes, with commas between."""
        return ",".join(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)

    @property
    def local(self) -> bool:
        """Whether every node is on this machine."""
        return all(host in _LOCAL for host, _ in self.hosts)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What lets a client in. None of it is ever shown."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    ca_file: str | None = None

    @property
    def authorization(self) -> str | None:
        """The header that lets a client in."""
        if self.api_key:
            return f"ApiKey {self.api_key}"
        if self.user:
            return (
                "Basic "
                + base64.b64encode(f"{self.user}:{self.password}".encode("utf-8", "surrogateescape")).decode()
            )
        return None


@dataclass(frozen=True, slots=True)
class Shape:
    """Shards of a month's stories and of the register, and how many copies of each there are besides the first."""

    shards: int = 1
    register_shards: int = 1
    replicas: int = 1


def shape(address: Address, environment: Mapping[str, str] = os.environ) -> Shape:
    """Return the shape of an archive that is made now. Raises ArchiveError for what is no such number."""
    filed = _filed(address, environment)
    given: dict[str, int] = {}
    for each in fields(Shape):
        variable = f"MORGUE_OPENSEARCH_{each.name.upper()}"
        said = environment.get(variable) or filed.get(each.name)
        least = 0 if each.name == "replicas" else 1
        if said and not (said.isascii() and said.isdigit() and least <= int(said[:9]) <= MOST_SHARDS):
            raise ArchiveError(
                f"{variable} is a number from {least} to {MOST_SHARDS}", hint="leave it out for 1"
            )
        given |= {each.name: int(said)} if said else {}
    return Shape(**given)


def is_address(where: str) -> bool:
    """Return whether a place names a scheme of ours."""
    return where.partition("://")[0] in SCHEMES and "://" in where


def parse_address(where: str) -> Address:
    """Return the address that `where` spells. Raises ArchiveError, which never repeats what may be a password."""
    scheme, _, rest = where.partition("://")
    if any(sign in rest for sign in "@?#"):
        raise ArchiveError(
            "user and password do not belong into the address of an archive, which is HOST:PORT/NAME",
            hint="set MORGUE_OPENSEARCH_USER and MORGUE_OPENSEARCH_PASSWORD",
        )
    authority, slash, name = rest.partition("/")
    if not slash or not _NAME.fullmatch(name):
        raise ArchiveError(
            f"{where}: the name of an archive on a cluster is of a to z, 0 to 9, - and _",
            hint=f"such as {scheme}://{authority or 'HOST:9200'}/news",
        )
    return Address(tuple(_host(each, where) for each in authority.split(",")), name, SCHEMES[scheme])


def _host(text: str, where: str) -> tuple[str, int]:
    match = _HOST.fullmatch(text)
    port = int(match["port"]) if match and match["port"] else DEFAULT_PORT
    if not match or not 0 < port < 65_536:
        raise ArchiveError(f"{where}: {text or 'nothing'} is not HOST:PORT", hint="such as 10.0.0.7:9200")
    return match["six"] or match["host"], port


def credentials(address: Address, environment: Mapping[str, str] = os.environ) -> Credentials:
    """Return what the environment says, else the configuration file. Raises ArchiveError for what is unsafe."""
    filed = _filed(address, environment)
    given = {
        name: environment.get(f"MORGUE_OPENSEARCH_{name.upper().removesuffix('_FILE')}") or filed.get(name)
        for name in SETTINGS
    }
    if given["api_key"] and not _KEY.fullmatch(given["api_key"]):
        raise ArchiveError(
            f"{address}: the API key has a blank, a line end or another character that no key has",
            hint="it is the id and the key with : between, in base64; see MORGUE_OPENSEARCH_API_KEY",
        )
    found = Credentials(**given)
    if (found.password or found.api_key) and not (address.tls or address.local):
        raise ArchiveError(
            f"{address}: a password would go over the network for all to read", hint="use opensearchs://"
        )
    if found.user and not found.password:
        raise ArchiveError(
            f"{address}: there is a user and no password", hint="set MORGUE_OPENSEARCH_PASSWORD"
        )
    if found.ca_file and not os.path.isfile(found.ca_file):
        raise ArchiveError(
            f"{found.ca_file}: there is no such file of certificates", hint="MORGUE_OPENSEARCH_CA names it"
        )
    return found


def _filed(address: Address, environment: Mapping[str, str]) -> dict[str, str]:
    import configparser

    named = environment.get("MORGUE_OPENSEARCH_CONFIG")
    home = environment.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    path = Path(named) if named else Path(home) / "morgue" / "opensearch.ini"
    parser = configparser.ConfigParser(interpolation=None)
    try:
        with path.open(encoding="utf-8") as file:
            parser.read_file(file)
            mode = os.fstat(file.fileno()).st_mode
    except FileNotFoundError:
        if named:
            raise ArchiveError(f"{path}: there is no such configuration file") from None
        return {}
    except (OSError, configparser.Error, UnicodeDecodeError) as error:
        raise ArchiveError(
            f"{path}: cannot be read", hint="it holds [HOST:PORT] and lines such as user = desk"
        ) from error
    section = next((each for each in address.cluster.split(",") if parser.has_section(each)), "DEFAULT")
    found = {name: value for name, value in parser[section].items() if value}
    if any(name in found for name in SECRETS) and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ArchiveError(f"{path}: others can read the password in it", hint=f"chmod 600 {path}")
    return found
