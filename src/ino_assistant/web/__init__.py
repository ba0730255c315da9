"""The web app: a page made with Gradio and a small JSON interface, on this machine only.

Importing this package switches off what its libraries would send out; each of them reads
these variables when it is first imported, so this has to come before.
"""

import os

os.environ.update(
    ANONYMIZED_TELEMETRY="False",
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    OTEL_SDK_DISABLED="true",
)
