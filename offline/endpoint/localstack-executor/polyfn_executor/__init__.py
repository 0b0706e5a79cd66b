"""Runs the functions of a LocalStack server as processes of this machine, through the Lambda Runtime API.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""
