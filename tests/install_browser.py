"""Make sure that there is what tests open things with.

A browser for the journeys: Debian's without a window, else the one that is installed, else Playwright's own. And LibreOffice for the
workbooks, by apt-get.
"""

import os
import platform
import shutil
import subprocess
import sys

from tests.browser import SHELL, browser_path


def is_debian() -> bool:
    """Return whether this machine runs Debian itself: where its children have the package, it is a stub."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def install(package: str) -> bool:
    """Install a package by apt-get, where that is there and we may; return whether it is there now."""
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        return False
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    return subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], check=False).returncode == 0


def main() -> None:
    """Install what is missing; where LibreOffice cannot be installed, the tests that open a workbook fail and say so."""
    has_shell = "CHROMIUM_PATH" in os.environ or shutil.which(SHELL) or (is_debian() and install(SHELL))
    if not has_shell and not browser_path():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    if not shutil.which("soffice") and not install("libreoffice-calc-nogui"):
        sys.stderr.write("LibreOffice is not installed: install it to let tests/exports/test_libreoffice.py pass.\n")


if __name__ == "__main__":
    main()
