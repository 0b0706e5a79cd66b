"""The log service with aliyun-log-python-sdk."""

import time

from aliyun.log import GetHistogramsRequest, GetLogsRequest, IndexConfig, LogClient, LogException, LogItem, PutLogsRequest

from common import KEY_ID, KEY_SECRET, PLAIN, REGION, SUFFIX, refusal, report

STORE = "entries"
LINE = {"line": {"caseSensitive": False, "token": [" ", ",", "\n"]}}


def code_of(error):
    return error.get_error_code() if isinstance(error, LogException) else repr(error)


def client_of(version):
    # The project is a part of the host's name, which no address of this machine can have: plain HTTP goes by a proxy.
    address = ("http://" if PLAIN else "https://") + "cn-hangzhou.log.aliyuncs.com"
    return LogClient(address, KEY_ID, KEY_SECRET, auth_version=version, region=REGION)


def life(version):
    client = client_of(version)
    project = "python-client-" + version + "-" + SUFFIX
    seen = {}
    client.create_project(project, "made by a client")
    client.create_logstore(project, STORE, ttl=3, shard_count=2)
    index = IndexConfig()
    index.from_json({"ttl": 3, **LINE, "keys": {"level": {"type": "text", "token": [" "], "caseSensitive": False}}})
    client.create_index(project, STORE, index)
    seen["stores"] = client.list_logstore(project).get_logstores()
    now = int(time.time())
    items = [LogItem(now, contents=[("level", level), ("message", "hällo")]) for level in ("info", "warn")]
    client.put_logs(PutLogsRequest(project, STORE, "a topic", "a source", items, compress=True))
    request = GetLogsRequest(project, STORE, now - 60, now + 60, query="level: warn")
    found = client.get_logs(request)
    seen["found"] = [one.get_contents().get("message") for one in found.get_logs()]
    histograms = client.get_histograms(GetHistogramsRequest(project, STORE, now - 60, now + 60))
    seen["counted"] = histograms.get_total_count()
    seen["pulled"] = pulled(client, project)
    client.delete_logstore(project, STORE)
    client.delete_project(project)
    seen["gone"] = refusal(lambda: client.get_project(project), code_of)
    return seen


def pulled(client, project):
    lines = []
    for shard in client.list_shards(project, STORE).get_shards_info():
        number = shard["shardID"]
        begin = client.get_begin_cursor(project, STORE, number).get_cursor()
        end = client.get_end_cursor(project, STORE, number).get_cursor()
        groups = client.pull_logs(project, STORE, number, begin, 100, end)
        lines += [line["level"] for line in groups.get_flatten_logs_json()]
    return lines


if KEY_SECRET == "offline":
    report({version: life(version) for version in ("v1", "v4")})
else:
    report({"refused": refusal(lambda: client_of("v4").get_project("python-refused"), code_of)})
