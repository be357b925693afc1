"""From knowledge to scores: the plan of a framework, bounds, aggregation, tables, contributions."""
