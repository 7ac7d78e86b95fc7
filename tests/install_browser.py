"""Make sure that there is a browser for the journeys: the one that is installed, else Debian's, else Playwright's own."""

import os
import platform
import subprocess
import sys

from tests.browser import browser_path


def is_debian() -> bool:
    """Return whether this machine runs Debian itself: where its children have the package, it is a stub."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def main() -> None:
    """Install a browser where there is none."""
    if browser_path():
        return
    if is_debian() and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True)
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    main()
