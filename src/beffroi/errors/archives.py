"""What reading an archive that is broken, hostile or odd may raise."""

import zipfile
import zlib

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a compression that Python does not know
    RuntimeError,  # it asks for a password
)
