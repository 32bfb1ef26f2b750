// NotebookRuntime
