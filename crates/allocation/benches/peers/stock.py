"""OR-tools' SimpleMinCostFlow, or HiGHS' linear programs, on the graphs of `allocation graph`.

usage: stock.py ortools|highs FILE RUNS    prints one JSON line
"""
import json
import sys
import time

import numpy as np


def read(path):
    numbers = np.fromfile(path, dtype="<i8")
    nodes, arcs, supply, unit = (int(number) for number in numbers[:4])
    return nodes, supply, unit, numbers[4:].reshape(arcs, 4)


def ortools(nodes, supply, unit, arcs):
    from ortools.graph.python import min_cost_flow

    start = time.process_time()
    flow = min_cost_flow.SimpleMinCostFlow()
    tail, head, capacity, cost = (np.ascontiguousarray(arcs[:, at]) for at in range(4))
    flow.add_arcs_with_capacity_and_unit_cost(tail.astype(np.int32), head.astype(np.int32), capacity, cost)
    flow.set_nodes_supplies(np.array([0, nodes - 1], dtype=np.int32), np.array([supply, -supply]))
    built = time.process_time() - start
    start = time.process_time()
    assert flow.solve() == flow.OPTIMAL
    took = time.process_time() - start
    total = flow.optimal_cost()
    weight = (-total + unit - 1) // unit
    return took, built, weight, weight * unit + total


def highs(nodes, supply, unit, arcs):
    """Most weight, then least fit on the optimal face: what has a price stays where it is."""
    import highspy

    start = time.process_time()
    tail, head, capacity, cost = (arcs[:, at] for at in range(4))
    weight = -(cost // unit)  # fits are below a unit: -(0) for them
    fit = np.where(weight == 0, cost, 0)
    many = len(arcs)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = many, nodes
    program.col_cost_ = -weight.astype(float)
    program.col_lower_, program.col_upper_ = np.zeros(many), capacity.astype(float)
    balance = np.zeros(nodes)
    balance[0], balance[-1] = supply, -supply
    program.row_lower_ = program.row_upper_ = balance
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(0, 2 * many + 1, 2, dtype=np.int32)
    program.a_matrix_.index_ = np.column_stack([tail, head]).ravel().astype(np.int32)
    program.a_matrix_.value_ = np.tile([1.0, -1.0], many)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(program)
    built = time.process_time() - start
    start = time.process_time()
    solver.run()
    solution = solver.getSolution()
    value, price = np.round(solution.col_value), np.array(solution.col_dual)
    index = np.flatnonzero(np.abs(price) > 0.5).astype(np.int32)  # weights are whole, and so are prices
    solver.changeColsBounds(len(index), index, value[index], value[index])
    solver.changeColsCost(many, np.arange(many, dtype=np.int32), fit.astype(float))
    solver.run()
    took = time.process_time() - start
    value = np.round(solver.getSolution().col_value).astype(np.int64)
    return took, built, int(weight @ value), int(fit @ value)


def peak_mb():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM:"))


def main():
    question = read(sys.argv[2])
    runs = []
    while len(runs) < int(sys.argv[3]) and not (runs and runs[0][0] > 10):
        runs.append({"ortools": ortools, "highs": highs}[sys.argv[1]](*question))
    took, built, weight, fit = sorted(runs)[len(runs) // 2]
    print(json.dumps({"ms": took * 1000, "build_ms": built * 1000, "w": weight, "fit": fit, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
