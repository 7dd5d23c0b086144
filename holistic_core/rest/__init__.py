"""The REST interface: Starlette routes for an app that serves pages too, with the detector of the pages."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Mount

from holistic_core.rest.api import Api
from holistic_core.rest.endpoints import Endpoints
from holistic_core.rest.log import install_log
from holistic_core.rest.service import Service, Services
from holistic_core.rest.settings import RestSettings

__all__ = ["RestSettings", "Services", "install_log", "routes"]


def routes(services: Services, more: Sequence[BaseRoute] = ()) -> list[BaseRoute]:
    """Everything below `/api`, unknown addresses included.

    services: what the app has. more: further addresses below `/api`, such as `/v1/live`, with the same errors.
    """
    service = Service(services)
    return [Mount("/api", Api(service, [*more, *Endpoints(service).routes]))]
