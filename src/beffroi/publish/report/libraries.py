"""The libraries of `beffroi[documents]`, which an installation may be without."""

from importlib import import_module
from importlib.metadata import PackageNotFoundError
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.registers import DOCUMENTS_MISSING


def library(name: str) -> Any:
    """Return a library.

    Raises:
        BeffroiError: `register.documents_missing`.
    """
    try:
        return import_module(name)
    except (ImportError, PackageNotFoundError) as error:
        raise BeffroiError(DOCUMENTS_MISSING, name=name) from error
