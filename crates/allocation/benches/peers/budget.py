#!/usr/bin/env python3
"""Reference answer of an instance by a general MILP solver (pip: highspy, scipy, numpy). Slow and honest.

usage: budget.py FOLDER [--stock-only] [--rule count|strict] [--limit SECONDS]
Prints one JSON line: served per tier, score, cost in cents, spread (cents x flexibility), fit; "open" names the stages not proved in time.
"""
import argparse, csv, hashlib, json, os, time
from collections import Counter, defaultdict
import numpy as np, scipy.sparse as sp, highspy

split = lambda text: [x for x in text.split("|") if x]
cents = lambda text: round(float(text) * 100)
read = lambda folder, name: list(csv.DictReader(open(os.path.join(folder, name), encoding="utf-8")))


def admits(rule, need):
    flags = set(split(need["flags"]))
    return ((not rule["communes"] or need["commune"] in split(rule["communes"]))
            and (not rule["levels"] or need["level"] in split(rule["levels"]))
            and set(split(rule["requires"])) <= flags and not set(split(rule["refuses"])) & flags)


def accepts(need, condition, mode=""):
    ok = split(need["accepts"])
    return (condition != "refurbished" or "refurbished" in ok) and (mode != "loan" or "loan" in ok)


class Model:
    """classes -> options; columns x[class, leg, option], s[group], q[fund, item], y[item ordered]"""
    def __init__(self, folder, stock_only):
        self.needs = read(folder, "needs.csv"); lots = read(folder, "lots.csv")
        funds = [] if stock_only else read(folder, "funds.csv"); items = [] if stock_only else read(folder, "catalogue.csv")
        key = lambda n: (n["asks"], n["commune"], n["level"], n["flags"], n["accepts"])
        classes = {}
        for n in self.needs: classes.setdefault(key(n), len(classes))
        sample = {classes[key(n)]: n for n in self.needs}
        self.groups = Counter((classes[key(n)], int(n["tier"]), int(n["score"])) for n in self.needs)
        self.group_list = sorted(self.groups); self.group_of = {g: i for i, g in enumerate(self.group_list)}
        self.need_group = [self.group_of[(classes[key(n)], int(n["tier"]), int(n["score"]))] for n in self.needs]
        pairs = [(f, i) for f in range(len(funds)) for i in range(len(items)) if not funds[f]["categories"] or items[i]["category"] in split(funds[f]["categories"])]
        nl = len(lots); X = []                                    # (class, rank, part, option, fit)
        for c, n in sample.items():
            alts = [a.split("+") for a in n["asks"].split(">")]
            for o, lot in enumerate(lots):
                if not (admits(lot, n) and accepts(n, lot["condition"], lot["mode"])): continue
                X += [(c, r, k, o, (100 * r if k == 0 else 0) + int(lot["penalty"])) for r, parts in enumerate(alts) for k, kind in enumerate(parts) if kind == lot["kind"]]
            for p, (f, i) in enumerate(pairs):
                if not (admits(funds[f], n) and accepts(n, items[i]["condition"])): continue
                X += [(c, r, k, nl + p, (100 * r if k == 0 else 0) + int(items[i]["penalty"])) for r, parts in enumerate(alts) for k, kind in enumerate(parts) if kind == items[i]["kind"]]
        nx, ns, nq, ny = len(X), len(self.group_list), len(pairs), len(items)
        self.nx, self.S, self.Q, self.Y = nx, nx, nx + ns, nx + ns + nq; nv = self.Y + ny
        rows, cols, vals, lo, up = [], [], [], [], []
        def row(entries, low, high):
            for col, val in entries: rows.append(len(lo)); cols.append(col); vals.append(val)
            lo.append(low); up.append(high)
        leg = defaultdict(list); cap = defaultdict(list)
        for j, (c, r, k, o, fit) in enumerate(X): leg[c, r, k].append(j); cap[o].append(j)
        of_class = defaultdict(list)
        for g, (c, t, s) in enumerate(self.group_list): of_class[c].append(g)
        for c, n in sample.items():                              # every part of an alternative as often as its first part
            alts = [a.split("+") for a in n["asks"].split(">")]
            row([(j, 1) for r in range(len(alts)) for j in leg[c, r, 0]] + [(self.S + g, -1) for g in of_class[c]], 0, 0)
            for r, parts in enumerate(alts):
                for k in range(1, len(parts)): row([(j, 1) for j in leg[c, r, k]] + [(j, -1) for j in leg[c, r, 0]], 0, 0)
        for o, lot in enumerate(lots): row([(j, 1) for j in cap[o]], -np.inf, int(lot["units"]))
        for p in range(nq): row([(j, 1) for j in cap[nl + p]] + [(self.Q + p, -1)], -np.inf, 0)
        self.price = np.array([cents(items[i]["price"]) for f, i in pairs], float)
        for f, fund in enumerate(funds): row([(self.Q + p, self.price[p] / 100) for p in range(nq) if pairs[p][0] == f], -np.inf, cents(fund["available"]) / 100)
        for i, item in enumerate(items):
            m = int(item["minimum_order"])
            if m:
                mine = [p for p in range(nq) if pairs[p][1] == i]; most = sum(cents(funds[pairs[p][0]]["available"]) // cents(item["price"]) for p in mine)
                row([(self.Q + p, 1) for p in mine] + [(self.Y + i, -m)], 0, np.inf); row([(self.Q + p, 1) for p in mine] + [(self.Y + i, -most)], -np.inf, 0)
        self.A = sp.csc_matrix((vals, (rows, cols)), shape=(len(lo), nv)); self.lo, self.up = np.array(lo, float), np.array(up, float)
        self.ub = np.full(nv, np.inf); self.ub[self.S:self.Q] = [self.groups[g] for g in self.group_list]
        if nq: self.ub[self.Q:self.Y] = [cents(funds[f]["available"]) // cents(items[i]["price"]) for f, i in pairs]
        self.ub[self.Y:] = 1; self.nv = nv
        self.fit = np.zeros(nv); self.fit[:nx] = [x[4] for x in X]
        self.cost = np.zeros(nv); self.cost[self.Q:self.Y] = self.price / 100
        self.spread = np.zeros(nv); self.spread[self.Q:self.Y] = [self.price[p] / 100 * int(funds[pairs[p][0]]["flexibility"]) for p in range(nq)]
        self.score = np.zeros(nv); self.score[self.S:self.Q] = [s for c, t, s in self.group_list]
        self.tier = {t: np.array([0.] * nx + [float(g[1] == t) for g in self.group_list] + [0.] * (nq + ny)) for t in sorted({g[1] for g in self.group_list})}

    def solver(self, limit):
        h = highspy.Highs(); h.setOptionValue("output_flag", False); h.setOptionValue("threads", 1); h.setOptionValue("mip_rel_gap", 0.); h.setOptionValue("mip_abs_gap", .5); h.setOptionValue("time_limit", limit)
        lp = highspy.HighsLp(); lp.num_col_, lp.num_row_ = self.nv, self.A.shape[0]; lp.col_cost_ = np.zeros(self.nv); lp.col_lower_ = np.zeros(self.nv); lp.col_upper_ = self.ub
        lp.row_lower_, lp.row_upper_ = self.lo, self.up; lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise; lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = self.A.indptr, self.A.indices, self.A.data
        lp.integrality_ = [highspy.HighsVarType.kInteger] * self.nv; h.passModel(lp); return h


def optimise(h, m, c, sense, limit, gap=.5):
    h.setOptionValue("mip_abs_gap", gap)                         # .5 is exact only for whole-number objectives
    index = np.arange(m.nv, dtype=np.int32); h.changeColsCost(m.nv, index, -c if sense == "max" else c); h.setOptionValue("time_limit", h.getRunTime() + limit); h.run()
    done = h.getModelStatus() == highspy.HighsModelStatus.kOptimal; x = np.round(np.array(h.getSolution().col_value)); return float(c @ x), x, done


def main():
    a = argparse.ArgumentParser(); a.add_argument("folder"); a.add_argument("--stock-only", action="store_true"); a.add_argument("--rule", default="count"); a.add_argument("--limit", type=float, default=600.); a = a.parse_args()
    start = time.process_time(); m = Model(a.folder, a.stock_only); h = m.solver(a.limit); opened = []; x = None
    keep = lambda c, low, high: h.addRow(low, high, int((c != 0).sum()), np.flatnonzero(c).astype(np.int32), c[c != 0])
    if a.rule == "count":
        for t, c in m.tier.items():
            v, x, ok = optimise(h, m, c, "max", a.limit); keep(c, round(v), np.inf); opened += [] if ok else [f"tier {t}"]
        v, x, ok = optimise(h, m, m.score, "max", a.limit); keep(m.score, round(v), np.inf); opened += [] if ok else ["score"]
    else:  # strict: in the order (tier, score down, draw), a need is served iff that is possible together with all those served before
        draw = lambda n: hashlib.sha256(("0:" + n["need"]).encode()).hexdigest()
        order = sorted(range(len(m.needs)), key=lambda i: (int(m.needs[i]["tier"]), -int(m.needs[i]["score"]), draw(m.needs[i])))
        low = np.zeros(m.nv); refused = set(); x = np.zeros(m.nv); zero = np.zeros(m.nv)
        for i in order:
            g = m.S + m.need_group[i]
            if g in refused: continue                    # same class and rank: refused once, refused for ever
            low[g] += 1
            if x[g] >= low[g]: h.changeColBounds(int(g), low[g], m.ub[g]); continue
            h.changeColBounds(int(g), low[g], m.ub[g]); v, new, ok = optimise(h, m, zero, "min", a.limit)
            if h.getModelStatus() == highspy.HighsModelStatus.kInfeasible: low[g] -= 1; refused.add(g); h.changeColBounds(int(g), low[g], m.ub[g])
            elif ok: x = new
            else: opened.append(m.needs[i]["need"]); low[g] -= 1; refused.add(g); h.changeColBounds(int(g), low[g], m.ub[g])
        for g in range(m.S, m.Q): h.changeColBounds(g, low[g], low[g])
    v, x, ok = optimise(h, m, m.cost, "min", a.limit, .004); keep(m.cost, -np.inf, v + .001); opened += [] if ok else ["cost"]
    v, x, ok = optimise(h, m, m.spread, "min", a.limit, .004); keep(m.spread, -np.inf, v + .001); opened += [] if ok else ["spread"]
    v, x, ok = optimise(h, m, m.fit, "min", a.limit); opened += [] if ok else ["fit"]
    print(json.dumps({"instance": os.path.basename(os.path.normpath(a.folder)), "rule": a.rule, "stock_only": a.stock_only, "needs": len(m.needs), "classes": len({g[0] for g in m.group_list}),
        "served": {t: int(c @ x) for t, c in m.tier.items()}, "score": int(m.score @ x), "cost_cents": round(float(m.cost @ x) * 100), "spread_cents": round(float(m.spread @ x) * 100), "fit": int(m.fit @ x), "open": opened, "seconds": round(time.process_time() - start, 1)}))


if __name__ == "__main__":
    main()
