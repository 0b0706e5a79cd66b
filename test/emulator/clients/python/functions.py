"""Function Compute with alibabacloud_fc20230330."""

import base64
import io
import urllib.request
import zipfile
from urllib.parse import urlsplit

from alibabacloud_fc20230330 import models
from alibabacloud_fc20230330.client import Client
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.runtime import RuntimeOptions

from common import KEY_ID, KEY_SECRET, PLAIN, REGION, SUFFIX, refusal, report

NAME = "python-client-" + SUFFIX
CODE = """
import json

def handler(event, context):
    if event == b"fail":
        raise ValueError("as asked")
    text = event.decode()
    request = json.loads(text) if text.startswith("{") else None
    if request and "requestContext" in request:
        return {"statusCode": 201, "headers": {"x-from": "%s"}, "body": request["requestContext"]["http"]["method"]}
    return ("%s " + text).encode()
"""


def package(version):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", CODE % (version, version))
    return models.InputCodeLocation(zip_file=base64.b64encode(buffer.getvalue()).decode())


config = Config(access_key_id=KEY_ID, access_key_secret=KEY_SECRET, region_id=REGION)
if PLAIN:
    config.endpoint = urlsplit(PLAIN).netloc
    config.protocol = "http"
client = Client(config)


def invoke(text, qualifier=None, **headers):
    request = models.InvokeFunctionRequest(body=text.encode(), qualifier=qualifier)
    return client.invoke_function_with_options(
        NAME, request, models.InvokeFunctionHeaders(**headers), RuntimeOptions()
    )


def answer(response):
    body = response.body
    return (body.read() if hasattr(body, "read") else body).decode()


def get():
    return client.get_function(NAME, models.GetFunctionRequest())


def life():
    seen = {}
    made = client.create_function(
        models.CreateFunctionRequest(
            body=models.CreateFunctionInput(
                function_name=NAME, runtime="python3.10", handler="index.handler", code=package("one"), timeout=20
            )
        )
    )
    seen["created"] = [made.status_code, made.body.function_name, made.body.memory_size]
    seen["invoked"] = answer(invoke("hällo"))
    failed = invoke("fail", x_fc_log_type="Tail")
    seen["failed"] = [failed.status_code, failed.headers.get("x-fc-error-type")]
    accepted = invoke("later", x_fc_invocation_type="Async", x_fc_async_task_id="task-1")
    seen["accepted"] = accepted.status_code
    version = client.publish_function_version(
        NAME, models.PublishFunctionVersionRequest(body=models.PublishVersionInput(description="first"))
    ).body.version_id
    client.create_alias(
        NAME, models.CreateAliasRequest(body=models.CreateAliasInput(alias_name="live", version_id=version))
    )
    client.update_function(
        NAME, models.UpdateFunctionRequest(body=models.UpdateFunctionInput(code=package("two"), memory_size=1024))
    )
    seen["versions"] = [answer(invoke("x")), answer(invoke("x", "live"))]
    seen["memory"] = get().body.memory_size
    seen["functions"] = [
        one.function_name for one in client.list_functions(models.ListFunctionsRequest(prefix=NAME)).body.functions
    ]
    trigger = client.create_trigger(
        NAME,
        models.CreateTriggerRequest(
            body=models.CreateTriggerInput(
                trigger_name="web",
                trigger_type="http",
                trigger_config='{"authType":"anonymous","methods":["GET","PUT"]}',
            )
        ),
    ).body
    seen["visited"] = visit(trigger.http_trigger.url_internet)
    client.delete_trigger(NAME, "web")
    client.delete_alias(NAME, "live")
    client.delete_function_version(NAME, version)
    client.delete_function(NAME)
    seen["gone"] = refusal(get, lambda error: error.code)
    return seen


def visit(url):
    if PLAIN:
        host = urlsplit(url).netloc
        request = urllib.request.Request(PLAIN + "/p", method="PUT", headers={"Host": host}, data=b"body")
    else:
        request = urllib.request.Request(url + "/p", method="PUT", data=b"body")
    with urllib.request.urlopen(request) as response:
        return [response.status, response.headers["x-from"], response.read().decode()]


if KEY_SECRET == "offline":
    report(life())
else:
    report({"refused": refusal(get, lambda error: error.code)})
