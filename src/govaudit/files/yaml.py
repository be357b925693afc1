"""TEMPORARY stand-in until the strict loader lands; not committed."""

import re, yaml as y
from decimal import Decimal
from dataclasses import dataclass
from govaudit.problems import *


@dataclass
class Places:
    values: dict
    keys: dict


def _scalar(n):
    v = n.value
    if n.style:
        return v
    if v in ("", "~", "null"):
        return None
    if v in ("true", "false"):
        return v == "true"
    if re.fullmatch(r"[-+]?(0|[1-9]\d*)", v):
        return int(v)
    if re.fullmatch(r"[-+]?\d+\.\d+", v):
        return Decimal(v)
    return v


def _b(n):
    if isinstance(n, y.MappingNode):
        return {k.value: _b(v) for k, v in n.value}
    if isinstance(n, y.SequenceNode):
        return [_b(v) for v in n.value]
    return _scalar(n)


def parse(text):
    try:
        n = y.compose(text, Loader=y.CSafeLoader)
    except y.YAMLError as e:
        raise GovauditError(Problem(code=Code.SYNTAX, message=str(e)))
    return _b(n)


def head(text, key):
    return parse(text).get(key)


def places(text):
    vals, keys = {}, {}

    def w(n, p):
        vals[p] = (n.start_mark.line + 1, n.start_mark.column + 1)
        if isinstance(n, y.MappingNode):
            for k, v in n.value:
                keys[(*p, k.value)] = (k.start_mark.line + 1, k.start_mark.column + 1)
                w(v, (*p, k.value))
        if isinstance(n, y.SequenceNode):
            for i, v in enumerate(n.value):
                w(v, (*p, i))

    w(y.compose(text, Loader=y.CSafeLoader), ())
    return Places(vals, keys)
