"""What LocalStack finds by its name, `process`. Loading it must be cheap, so the executor is imported late."""

from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    name = "process"

    def load(self, *args, **kwargs):
        from polyfn_executor.executor import ProcessExecutor

        return ProcessExecutor
