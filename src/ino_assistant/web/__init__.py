"""The web app: a page made with Gradio and a small JSON interface, on this machine only.

Importing this package switches off what its libraries would send out, and Gradio's tables of
events for a dashboard that is off as well: it would make one anew after every answer, with pandas
(30 MB). Each reads these variables when it is first imported, so this has to come before.
"""

import os
import sys

os.environ.update(
    ANONYMIZED_TELEMETRY="False",
    GRADIO_ANALYTICS_CACHE_FREQUENCY=str(sys.maxsize),
    GRADIO_ANALYTICS_ENABLED="False",
    GRADIO_ANALYTICS_MAX_EVENTS="1",
    HF_HUB_OFFLINE="1",
    OTEL_SDK_DISABLED="true",
)
