"""What is wrong with a form: said beside each field, and again above them."""

from collections.abc import Mapping

from beffroi.errors import BeffroiError
from beffroi.errors.people import TOO_MANY_ATTEMPTS
from beffroi.web.pages.declaring import Fault


def fault_of(error: BeffroiError, field: str = "") -> Fault:
    """Return what an error says, about a field."""
    return Fault(error.type.what.fill(error.details), field)


def headers_of(error: BeffroiError) -> Mapping[str, str]:
    """Return what a page that tells an error says of trying again."""
    if error.type is not TOO_MANY_ATTEMPTS:
        return {}
    return {"Retry-After": str(error.details["seconds"])}
