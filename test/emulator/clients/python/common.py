"""What the scripts of this folder share. Each is one user's program with an official client; it prints what it saw as
one line of JSON.

ENDPOINT           address of the emulator, for clients with an endpoint setting; without it the real host names are used
ACCESS_KEY_SECRET  default: offline
"""

import json
import os

REGION = "cn-hangzhou"
ACCOUNT = "1234567890123456"
KEY_ID = "offline"
KEY_SECRET = os.environ.get("ACCESS_KEY_SECRET", "offline")
PLAIN = os.environ.get("ENDPOINT")
# Names are the script's own in each of the two ways, which share an emulator.
SUFFIX = "plain" if PLAIN else "real"


def endpoint(host):
    """The emulator's address, or else the real one."""
    return PLAIN or "https://" + host


def report(seen):
    print(json.dumps(seen, sort_keys=True, default=str))


def refusal(call, code_of):
    """Code of the error that a call ends with."""
    try:
        call()
    except Exception as error:  # whatever the client's own class is
        return code_of(error)
    return "none"
