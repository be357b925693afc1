"""Pictures of an examination, SVG and PNG: how often each forum takes each rank, where scores lie, and who stands above whom.

Drawn by Vega-Lite through vl-convert, offline. Nothing is told by colour alone: shares are dark and light and written out, orders are lines and places.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import vl_convert

from govaudit.analysis.robustness.dominance import Order
from govaudit.report.numbers import rounded
from govaudit.report.robustness import Report, statistic
from govaudit.report.sentences import mark

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
ROW, RANK_WIDTH, SCORE_WIDTH = 20, 26, 460
BOX_WIDTH, BOX_HEIGHT, LETTER = 150, 90, 6.2
SCALE = 2
FONT = "DejaVu Sans, Liberation Sans, Arial, sans-serif"
Spec = dict[str, Any]


def pictures(report: Report) -> dict[str, bytes]:
    """File names and what stands in them."""
    specs = {"rank-acceptability": acceptability(report), "intervals": intervals(report)}
    if report.found.by_points is not None:
        specs["dominance"] = hasse(report, report.found.by_points)
    drawn: dict[str, bytes] = {}
    for name, spec in specs.items():
        drawn[f"{name}.svg"] = svg(spec).encode()
        drawn[f"{name}.png"] = png(spec)
    return drawn


def svg(spec: Spec) -> str:
    """A picture as SVG, with its title and description for those who cannot see it."""
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    head, body = drawn.split(">", 1)
    title, told = (_escaped(spec[key]) for key in ("name", "description"))
    return f'{head} role="img" aria-labelledby="title desc"><title id="title">{title}</title><desc id="desc">{told}</desc>{body}'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def png(spec: Spec) -> bytes:
    """A picture as PNG, two pixels a point."""
    return bytes(vl_convert.vegalite_to_png(spec, scale=SCALE, allowed_base_urls=[]))


def acceptability(report: Report) -> Spec:
    """Forums by ranks: the darker a cell, the more often the forum takes the rank; from 5 % on the share is written in it."""
    tally, order = report.found.everything, report.best_first()
    values = [
        {"forum": _name(report, place), "rank": rank + 1, "share": float(count) / tally.draws}
        for place in order
        for rank, count in enumerate(tally.taken[place].tolist())
        if count
    ]
    names = [_name(report, place) for place in order]
    axes: Spec = {
        "y": {"field": "forum", "type": "ordinal", "sort": names, "title": None, "axis": {"labelLimit": 260}},
        "x": {"field": "rank", "type": "ordinal", "title": "rank", "axis": {"orient": "top", "labelAngle": 0}},
    }
    return _picture(
        report,
        "How often each forum takes each rank",
        f"Forums from the best given rank to the worst, and the share of {tally.draws} draws in which each takes each rank when all choices are varied at once.",
        {
            "width": RANK_WIDTH * len(names),
            "height": ROW * len(names),
            "data": {"values": values},
            "encoding": axes,
            "layer": [
                {
                    "mark": {"type": "rect", "stroke": "#ddd", "strokeWidth": 0.5},
                    "encoding": {
                        "color": {
                            "field": "share",
                            "type": "quantitative",
                            "scale": {"range": ["white", "black"], "domain": [0, 1], "type": "sqrt"},
                            "legend": {
                                "type": "symbol",
                                "symbolType": "square",
                                "values": [0.01, 0.1, 0.25, 0.5, 1],
                                "format": ".0%",
                                "title": "of draws",
                            },
                        }
                    },
                },
                {
                    "transform": [{"filter": "datum.share >= 0.05"}],
                    "mark": {"type": "text", "fontSize": 9},
                    "encoding": {
                        "text": {"field": "share", "type": "quantitative", "format": ".0%"},
                        "color": {"condition": {"test": "datum.share > 0.2", "value": "white"}, "value": "black"},
                    },
                },
            ],
        },
    )


def intervals(report: Report) -> Spec:
    """Scores: the bounds as a thin line, 90 of 100 draws as a thick one, their median as a stroke, the point as a ring."""
    found, order = report.found, report.best_first()
    values = []
    for place in order:
        score = report.audits[place].card.score
        low, middle, high = (statistic(found.scores[place, column], 4) for column in range(3))
        if None in (score.low, score.high, score.point, low, middle, high):
            continue
        ends = {"low": score.low, "high": score.high, "point": score.point}
        values.append(
            {
                "forum": _name(report, place),
                **{key: float(rounded(end, 4)) for key, end in ends.items() if end is not None},
                "p5": float(low or 0),
                "p50": float(middle or 0),
                "p95": float(high or 0),
            }
        )
    names = [_name(report, place) for place in order]
    y: Spec = {
        "field": "forum",
        "type": "ordinal",
        "sort": names,
        "title": None,
        "axis": {"labelLimit": 260, "grid": True},
    }
    scale = {"domain": [float(end) for end in found.space.plan.ranges[found.space.plan.root]], "nice": False}

    def x(field: str) -> Spec:
        return {"field": field, "type": "quantitative", "scale": scale, "title": "score"}

    return _picture(
        report,
        "Scores: as given, within their bounds, and under all choices",
        "Ring: the score as given. Thin line: its bounds, whatever the unknown turns out to be. Thick line and stroke: 90 of 100 draws and their median, all choices varied at once.",
        {
            "width": SCORE_WIDTH,
            "height": ROW * len(names),
            "data": {"values": values},
            "encoding": {"y": y},
            "layer": [
                {
                    "mark": {"type": "bar", "size": 9, "color": "#b8b8b8"},
                    "encoding": {"x": x("p5"), "x2": {"field": "p95"}},
                },
                {"mark": {"type": "rule", "color": "black"}, "encoding": {"x": x("low"), "x2": {"field": "high"}}},
                {"mark": {"type": "tick", "color": "black", "thickness": 2, "size": 13}, "encoding": {"x": x("p50")}},
                {
                    "mark": {"type": "point", "fill": "white", "stroke": "black", "size": 45, "opacity": 1},
                    "encoding": {"x": x("point")},
                },
            ],
        },
    )


def hasse(report: Report, order: Order) -> Spec:
    """A Hasse diagram: a forum stands above those it is joined to downwards, directly or through others, under all weights."""
    spoken = {name for name in order.above if not any(name in group[1:] for group in order.equal)}
    layers = _arranged([[name for name in layer if name in spoken] for layer in order.layers], order.covers())
    widest = max(map(len, layers))
    at = {
        name: ((place + 0.5) * widest / len(layer), depth)
        for depth, layer in enumerate(layers)
        for place, name in enumerate(layer)
    }
    marks = {audit.card.forum: mark(audit) for audit in report.audits}
    twins = {group[0]: " = ".join(marks[name] for name in group) for group in order.equal}
    nodes = [{"name": twins.get(name, marks[name]), "x": x, "y": -y} for name, (x, y) in at.items()]
    for node in nodes:
        node["width"] = LETTER * len(str(node["name"])) + 10
    lines = [
        {"x": at[upper][0], "y": -at[upper][1], "x2": at[lower][0], "y2": -at[lower][1]}
        for upper, lower in order.covers()
    ]
    plain = {"axis": None, "scale": {"nice": False, "zero": False}}
    across = {"domain": [0, widest], "nice": False, "zero": False}
    down = {"domain": [0.6 - len(layers), 0.4], "nice": False, "zero": False}
    x, y = {**plain, "type": "quantitative", "scale": across}, {**plain, "type": "quantitative", "scale": down}
    return _picture(
        report,
        "Who stands above whom under all weights",
        f"{order.pairs} pairs of forums keep their order under all weights of the criteria, as unknowns are counted: a line leads down from the one that scores at least as high. Forums that no way down joins can change places.",
        {
            "width": BOX_WIDTH * widest,
            "height": BOX_HEIGHT * len(layers),
            "layer": [
                {
                    "data": {"values": lines},
                    "mark": {"type": "rule", "color": "#777", "strokeWidth": 0.8},
                    "encoding": {
                        "x": {"field": "x", **x},
                        "y": {"field": "y", **y},
                        "x2": {"field": "x2"},
                        "y2": {"field": "y2"},
                    },
                },
                *(_boxed(node, x, y) for node in nodes),
                {
                    "data": {"values": nodes},
                    "mark": {"type": "text", "fontSize": 11, "color": "black"},
                    "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}, "text": {"field": "name"}},
                },
            ],
        },
    )


def _boxed(node: Mapping[str, object], x: Spec, y: Spec) -> Spec:
    """The box behind one name, as wide as it."""
    return {
        "data": {"values": [node]},
        "mark": {
            "type": "rect",
            "fill": "white",
            "stroke": "black",
            "strokeWidth": 0.8,
            "width": node["width"],
            "height": 20,
        },
        "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}},
    }


def _arranged(layers: list[list[str]], covers: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Layers with each forum near the middle of those above it, so that fewer lines cross (K. Sugiyama et al. 1981, doi:10.1109/TSMC.1981.4308636)."""
    done = [sorted(layers[0])]
    place = {name: (index + 0.5) / len(layers[0]) for index, name in enumerate(done[0])}
    for layer in layers[1:]:
        over = {name: [place[upper] for upper, lower in covers if lower == name and upper in place] for name in layer}
        middles = {name: sum(found) / len(found) if found else 0.5 for name, found in over.items()}
        done.append(sorted(layer, key=lambda name: (middles[name], name)))
        place |= {name: (index + 0.5) / len(layer) for index, name in enumerate(done[-1])}
    return done


def _picture(report: Report, title: str, told: str, body: Spec) -> Spec:
    card, settled = report.audits[0].card, report.found.settled
    under = f"{card.framework} {card.version} · as of {card.as_of} · unknowns as given: {card.missing} · {settled.draws} draws · seed {settled.seed}"
    classes = ["† describes a class of forums"] if any(audit.card.generic for audit in report.audits) else []
    return {
        "$schema": SCHEMA,
        "name": title,
        "description": f"{told} {under}.",
        "title": {
            "text": title,
            "subtitle": [*textwrap.wrap(told, 110), under, *classes],
            "anchor": "start",
            "fontSize": 15,
        },
        "background": "white",
        "padding": 12,
        "config": {"font": FONT, "view": {"stroke": None}},
        **body,
    }


def _name(report: Report, place: int) -> str:
    return mark(report.audits[place])
