"""Python runs this before a program's own code when its directory is in PYTHONPATH: connections to the emulated cloud's
host names go to the emulator, whatever client makes them. Standard library only.

POLYFN_ALIYUN_URL     http://127.0.0.1:<port> of the emulator; without it nothing changes
POLYFN_ALIYUN_HOSTS   endings of host names, comma-separated; default .aliyuncs.com,.fcapp.run
POLYFN_ALIYUN_OTHERS  leave (default): other hosts are reached as always; refuse: only this machine is
POLYFN_ALIYUN_CA      certificate of the emulator's authority, which clients with certificates of their own trust as well
"""

import importlib.machinery
import importlib.util
import os
import socket
import ssl
import sys
from urllib.parse import urlsplit


def _install(port, endings, refuses_others):
    resolve = socket.getaddrinfo
    connect = socket.socket.connect
    connect_ex = socket.socket.connect_ex

    def name_of(host):
        if isinstance(host, (bytes, bytearray)):
            host = bytes(host).decode("idna")
        return (host or "").lower().rstrip(".")

    def is_ours(name):
        return any(name.endswith(ending) or "." + name == ending for ending in endings)

    def is_local(name):
        return name in ("", "localhost", "::1", "0.0.0.0", "::") or name.startswith("127.") or name.endswith(".localhost")

    def refuse(name):
        raise socket.gaierror(
            socket.EAI_NONAME, "polyfn's offline cloud lets nothing through to other networks: " + name
        )

    def getaddrinfo(host, service, family=0, type=0, proto=0, flags=0):
        name = name_of(host)
        if is_ours(name):
            # The port goes with the address: what clients do with it is connect.
            return [(socket.AF_INET, type or socket.SOCK_STREAM, proto or socket.IPPROTO_TCP, "", ("127.0.0.1", port))]
        if refuses_others and not is_local(name):
            refuse(name)
        return resolve(host, service, family, type, proto, flags)

    def redirected(sock, address):
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
            return address
        name = name_of(address[0])
        if is_ours(name):
            return ("127.0.0.1", port)
        if refuses_others and not is_local(name):
            refuse(name)
        return address

    socket.getaddrinfo = getaddrinfo
    socket.socket.connect = lambda self, address: connect(self, redirected(self, address))
    socket.socket.connect_ex = lambda self, address: connect_ex(self, redirected(self, address))


def _trust(certificate):
    """Many clients bring a list of authorities and look at no variable; the emulator's is added to it."""
    load = ssl.SSLContext.load_verify_locations

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        load(self, cafile, capath, cadata)
        load(self, certificate)

    ssl.SSLContext.load_verify_locations = load_verify_locations


def _run_next():
    """The sitecustomize that this one hides, where there is one."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [path for path in sys.path if os.path.abspath(path or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


if os.environ.get("POLYFN_ALIYUN_URL"):
    _install(
        urlsplit(os.environ["POLYFN_ALIYUN_URL"]).port,
        tuple((os.environ.get("POLYFN_ALIYUN_HOSTS") or ".aliyuncs.com,.fcapp.run").split(",")),
        os.environ.get("POLYFN_ALIYUN_OTHERS") == "refuse",
    )
    if os.environ.get("POLYFN_ALIYUN_CA"):
        _trust(os.environ["POLYFN_ALIYUN_CA"])
_run_next()
