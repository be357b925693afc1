"""An integer program handed to HiGHS, through scipy: Q. Huangfu & J. A. J. Hall, Parallelizing the dual revised simplex method, Mathematical Programming Computation 10, 2018, doi:10.1007/s12532-017-0130-5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from govaudit.analysis.planning.program import Program, Row

INFEASIBLE = 2


def minimise(program: Program, aim: Mapping[int, Fraction], more: Sequence[Row] = ()) -> list[float] | None:
    """The values of the variables at a minimum, as HiGHS has them; None if no values satisfy all rows.

    Raises
    ------
    ArithmeticError
        If it finds neither.
    """
    count, rows = len(program.lower), [*program.rows, *more]
    if not count:
        return None if any(row.least > 0 for row in rows) else []
    goal = np.zeros(count)
    for variable, coefficient in aim.items():
        goal[variable] = float(coefficient)
    entries = [(i, variable, float(value)) for i, row in enumerate(rows) for variable, value in row.terms.items()]
    places, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csr_array((values, (places, columns)), shape=(len(rows), count))
    for presolve in (True, False):  # without it, what it could not tell apart is told apart
        found = milp(
            goal,
            integrality=np.array(program.whole, dtype=int),
            bounds=Bounds([float(end) for end in program.lower], [float(end) for end in program.upper]),
            constraints=LinearConstraint(matrix, np.array([float(row.least) for row in rows]), np.inf) if rows else (),
            options={"mip_rel_gap": 0, "presolve": presolve},
        )
        if found.status == 0:
            return [float(value) for value in found.x]
        if found.status == INFEASIBLE:
            return None
    raise ArithmeticError(found.message)
