"""What holds for every test: nothing goes out to a network, and no setting leaks in."""

import os

# Libraries read these when they are first imported, so they are set before any test module is.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

for _name in [name for name in os.environ if name.startswith("INO_ASSISTANT_")]:
    del os.environ[_name]
