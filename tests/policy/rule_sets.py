"""Tables of building blocks as regions and municipalities publish them, and hard ones that are invented: all by docs/policy.md alone.

The figures are facts of the named documents; the files say which. Whatever is invented says so.
"""

from pathlib import Path

from sroi.policy.rules import read_policy

FOLDER = Path(__file__).parents[1] / "golden" / "policies"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
RULE_SETS = {name: read_policy(name=name, text=text) for name, text in TEXTS.items()}
