"""Draw one page of one file as a JPEG, as a program of its own: the file on standard input, the picture on standard output.

A file is a stranger's, and a drawer of pages may crash on it or ask for all the memory there is. Here that ends this process and nothing
else. Arguments: the media type, the page from 1 (0 asks for the number of pages alone, as text), bytes of memory, seconds. Exit status 1:
there is no such page, or it cannot be drawn. This file is run by its path and imports nothing of the house.
"""

import io
import sys
from contextlib import suppress
from typing import Any

MOST_WIDE, MOST_HIGH = 1_000, 2_000
MOST_PIXELS = 60_000_000


def main() -> int:
    """Draw the page, or count the pages."""
    media_type, page, memory, seconds = sys.argv[1], *map(int, sys.argv[2:])
    limit_resources(memory, seconds)
    content = sys.stdin.buffer.read()
    try:
        found = of_pdf(content, page) if media_type == "application/pdf" else of_image(content, page)
    except Exception:
        return 1
    sys.stdout.buffer.write(found)
    return 0


def limit_resources(memory: int, seconds: int) -> None:
    """Let the system end this process when it uses more, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def of_pdf(content: bytes, page: int) -> bytes:
    """Return a page of a PDF, or the number of its pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    if page == 0:
        return str(len(document)).encode()
    drawn = document[page - 1]
    width, height = drawn.get_size()
    scale = min(MOST_WIDE / width, MOST_HIGH / height)
    return jpeg(drawn.render(scale=scale).to_pil())


def of_image(content: bytes, page: int) -> bytes:
    """Return an image, which has one page."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # twice as many is refused
    image: Any = Image.open(io.BytesIO(content))
    if page == 0:
        image.verify()
        return b"1"
    if page > 1:
        raise IndexError
    image.draft("RGB", (MOST_WIDE, MOST_HIGH))
    image = ImageOps.exif_transpose(image)
    image.thumbnail((MOST_WIDE, MOST_HIGH))
    return jpeg(image)


def jpeg(image: Any) -> bytes:
    """Return a picture without what its file said of camera, place or owner."""
    found = io.BytesIO()
    image.convert("RGB").save(found, "JPEG", quality=80)
    return found.getvalue()


if __name__ == "__main__":
    sys.exit(main())
