import json


def handler(event, context):
    """One cloud hands over an object, another one bytes."""
    word = (event if isinstance(event, dict) else json.loads(event))["word"]
    return {"answered": word, "from": "python"}
