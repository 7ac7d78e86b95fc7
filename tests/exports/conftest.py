"""Which tests of exports are collected: that of LibreOffice where it is installed, which `make test` sees to on Debian."""

import shutil

collect_ignore = [] if shutil.which("soffice") else ["test_libreoffice.py"]
