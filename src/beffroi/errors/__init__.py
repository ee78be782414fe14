"""Errors are data: the command line, the API and the pages say the same thing.

Each area of the product has one file here that declares its error types. Raise
`BeffroiError(THE_TYPE, name=value, ...)`; the details fill the placeholders of the texts.
"""

from beffroi.errors.base import BeffroiError, ErrorType, catalogue

__all__ = ["BeffroiError", "ErrorType", "catalogue"]
