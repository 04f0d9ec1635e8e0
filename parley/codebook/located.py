"""YAML that remembers where each entry stands, so that an error can name file, entry and line."""

from __future__ import annotations

from pathlib import Path

import yaml

# libyaml where the wheel has it: ten times faster on the larger files
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_SCALARS = yaml.SafeLoader("")

MAX_BYTES = 8_000_000
"""No codebook comes near this; a larger file is a mistake."""

MAX_DEPTH = 20
"""Lists and mappings inside each other; a codebook has seven."""


class CodebookError(ValueError):
    """A codebook that cannot be used. The message names file, line and entry, and says what would mend it."""


class Mapping(dict):
    """A YAML mapping that knows its file and the line of each key."""

    file = ""
    line = 0

    def __init__(self, items=(), *, file: str = "", line: int = 0, lines: dict | None = None) -> None:
        super().__init__(items)
        self.file, self.line, self.lines = file, line, dict(lines or {})

    def where(self, key: str | None = None) -> str:
        """`file, line N` of a key, or of the mapping itself."""
        file, line = self.lines.get(key, (self.file, self.line))
        return f"{file}, line {line}"


class Items(list):
    """A YAML list that knows the line of each item."""

    def __init__(self, items=(), *, file: str = "", lines: list | None = None) -> None:
        super().__init__(items)
        self.file, self.lines = file, list(lines or [])

    def where(self, index: int) -> str:
        file, line = self.lines[index] if index < len(self.lines) else (self.file, 0)
        return f"{file}, line {line}"


def read(path: Path) -> Mapping:
    """The mapping in a YAML file. Raises CodebookError where the file is not one, repeats a key or uses YAML aliases."""
    name = path.name if path.name != "codebook.yaml" else f"{path.parent.name}/codebook.yaml"
    if path.stat().st_size > MAX_BYTES:
        raise CodebookError(f"{name}: larger than {MAX_BYTES:,} bytes; a codebook lists phrases, it does not hold articles")
    try:
        text = path.read_text("utf-8-sig")
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise CodebookError(f"{name}, line {event.start_mark.line + 1}: nests too deep; sections hold entries, entries hold lists of phrases")
            if isinstance(event, yaml.AliasEvent):
                raise CodebookError(f"{name}, line {event.start_mark.line + 1}: YAML aliases (*name) are not read; write the entry out")
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise CodebookError(f"{name}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise CodebookError(f"{name}{line}: not valid YAML: {getattr(error, 'problem', error)}") from error
    if node is None:
        return Mapping(file=name, line=1)
    if not isinstance(node, yaml.MappingNode):
        raise CodebookError(f"{name}, line 1: expected sections such as `actors:`, found a {node.id}")
    return _build(node, name)


def _scalar(node: yaml.Node, file: str):
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        raise CodebookError(f"{file}, line {line}: a key should be a text, not a {node.id}")
    try:
        return _SCALARS.construct_object(node)
    except (ValueError, OverflowError, yaml.YAMLError) as error:
        raise CodebookError(
            f"{file}, line {line}: `{node.value[:80]}` cannot be read ({getattr(error, 'problem', error)}); put it in quotes"
        ) from error


def _build(node: yaml.Node, file: str):
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        out = Mapping(file=file, line=line)
        for key_node, value_node in node.value:
            key = _scalar(key_node, file)
            at = key_node.start_mark.line + 1
            if key in out:
                raise CodebookError(f"{file}, line {at}: `{key}` stands twice (first on line {out.lines[key][1]}); join the two entries")
            out[key] = _build(value_node, file)
            out.lines[key] = (file, at)
        return out
    if isinstance(node, yaml.SequenceNode):
        return Items([_build(n, file) for n in node.value], file=file, lines=[(file, n.start_mark.line + 1) for n in node.value])
    return _scalar(node, file)
