// The evaluator: down the plan's list, from knowledge to a result for every node. As `scoring/evaluate.py`, `scorecard.py` and
// `analysis/ranking.py`. Needs rational.js and rules.js before it, and leaves one frozen object, `govaudit`:
//
// evaluate(plan, facts, {missing, weights, given})
//     The results of all nodes, by id. `plan` is a document `govaudit.compiled/1`, `facts` what `facts_json` writes. `missing` is
//     a policy that overrides all those stated in the framework; `weights` are weights of members, by id, that override those of
//     their groups (in derived nodes nothing). With `given`, results that are known already, by id, only the nodes above are
//     worked out: those that depend on a given one, and what else these need.
// designations(plan, facts, results)
//     yes, no or unknown of each designation, by id. `results` has every node that they read.
// rank(scores)
//     [{id, rank, rank_low, rank_high}] of [{id, point, low, high}]: best first, ties share the better rank and stand by id, those
//     without a point come last. `rank_low` and `rank_high` are the best and the worst rank that the bounds allow.
// number(value)
//     An exact number of a whole number or of text ("1/3", "0.25"); it has compare, equals, toFixed (rounded half away from
//     zero) and toString. Wherever the engine takes a number it takes these forms; what it gives are such numbers.
//
// A result is
//
// applies     yes, no or unknown: whether the node applies, the groups above it heeded
// counts      the same, whatever holds of the groups above: whether it counts in its parent
// low, high   the bounds; null is no score
// point       the point to be shown: null where there is none, and where it is withheld for want of coverage
// earned      the point, withheld or not: what counts in the parent
// coverage    the share that is settled, from 0 to 1
// levels      the possible levels of an indicator, best first
// band, bands the band of the point, and all possible bands
// withheld    whether the point is withheld
// caps        whether each cap holds, in their order
//
// A given result is one of these, or what `given_json` writes: applies, counts, low, high, earned, coverage and levels. It holds
// under the same policy and the same weights; above all, `earned` differs from policy to policy, and is null under `exclude`
// where the member is left out.
//
// Plans and given results are read once and remembered with the object they stand in: they must not be changed afterwards.

"use strict";

(() => {
  const { Rational, ZERO, ONE, least, greatest, takesWeights, isMean, weightedMean, aggregate, bound } = globalThis.govaudit.numbers;
  const { TRUE, FALSE, UNKNOWN, conjoin, disjoin, reader, readRule, judge } = globalThis.govaudit.rules;
  const { readScale, reach, readTable, entryAt, entriesOver, ceiling } = globalThis.govaudit.rules;

  const NONE = Object.freeze({
    ...{ applies: FALSE, counts: FALSE, low: null, high: null, earned: null, coverage: null },
    ...{ levels: Object.freeze([]), caps: Object.freeze([]) },
  });

  const POLICIES = new Set([null, "zero-credit", "full-credit", "exclude"]);

  // Plans, each read once.

  const plans = new WeakMap();

  const readPlan = (document) => {
    if (document.schema !== "govaudit.compiled/1") throw new TypeError(`expected govaudit.compiled/1; found ${document.schema}`);
    if (!plans.has(document)) {
      const { facts } = document;
      const nodes = document.nodes.map((node) => readNode(node, facts));
      const rules = new Map(Object.entries(document.rules).map(([name, rule]) => [name, readRule(rule, facts)]));
      const designations = document.designations.map(({ id, when }) => ({ id, when: readRule(when, facts) }));
      plans.set(document, { facts, rules, nodes, designations, byId: new Map(nodes.map((node) => [node.id, node])), above: new Map() });
    }
    return plans.get(document);
  };

  const readNode = (node, facts) => {
    const shared = { ...node, gate: node.applies_when && readRule(node.applies_when, facts), bands: readTable(node.bands) };
    if (node.scale) return { ...shared, scale: readScale(node.scale, facts), caps: [] };
    return {
      ...shared,
      members: node.members.map(([id, weight]) => ({ id, weight: Rational.of(weight) })),
      steps: readTable(node.steps),
      caps: node.caps.map(({ when, at_most: limit, band }) => {
        return { when: readRule(when, facts), atMost: limit === null ? null : Rational.of(limit), band };
      }),
      minCoverage: Rational.of(node.min_coverage),
    };
  };

  /** The nodes that are to be worked out: all; or those above the given ones, and what else they need. */
  const wanted = (plan, given) => {
    const ids = Object.keys(given);
    const key = ids.join(" ");
    if (!ids.length) return plan.nodes;
    if (!plan.above.has(key)) plan.above.set(key, above(plan, new Set(ids)));
    return plan.above.get(key);
  };

  const above = (plan, given) => {
    const needed = new Set();
    const touched = new Set(given);
    const fresh = plan.nodes.filter(({ id }) => !given.has(id));
    for (const { id, depends } of fresh) if (depends.some((name) => touched.has(name))) touched.add(id);
    for (const { id, depends } of [...fresh].reverse()) {
      if (touched.has(id) || needed.has(id)) [id, ...depends].forEach((name) => needed.add(name));
    }
    return fresh.filter(({ id }) => needed.has(id));
  };

  // Given results, each read once.

  const givens = new WeakMap();

  const readGiven = (id, result) => {
    if (!givens.has(result)) {
      const read = { ...result };
      for (const key of ["low", "high", "earned", "coverage"]) {
        if (result[key] === undefined) throw new TypeError(`expected ${key} of the given ${id}; found none`);
        read[key] = result[key] === null ? null : Rational.of(result[key]);
      }
      givens.set(result, read);
    }
    return givens.get(result);
  };

  const readWeight = (id, value) => {
    const weight = Rational.of(value);
    if (weight.compare(ZERO) < 0) throw new RangeError(`expected a weight of ${id} that is not negative; found ${weight}`);
    return weight;
  };

  /** What rules may look at. */
  const viewOf = (plan, facts, results, today) => {
    const found = (name) => results.get(name);
    return { known: reader(plan, facts), found, rules: plan.rules, judged: new Map(), today };
  };

  /** Results of a plan for what is known of one forum. */
  class Evaluation {
    constructor(plan, facts, { missing = null, weights = {}, given = {} } = {}) {
      if (!POLICIES.has(missing)) throw new TypeError(`expected a policy; found ${missing}`);
      this.plan = plan;
      this.missing = missing;
      this.weights = new Map(Object.entries(weights).map(([id, value]) => [id, readWeight(id, value)]));
      this.given = given;
      this.results = new Map(Object.entries(given).map(([id, result]) => [id, readGiven(id, result)]));
      this.gates = new Map([[null, TRUE]]);
      this.view = viewOf(plan, facts, this.results, false);
    }

    run() {
      const nodes = wanted(this.plan, this.given);
      for (const node of nodes) this.results.set(node.id, this.node(node));
      return Object.fromEntries(nodes.map((node) => [node.id, shown(node, this.results.get(node.id), this.policy(node))]));
    }

    policy(node) {
      return this.missing ?? node.missing;
    }

    own(node) {
      return node.gate ? judge(node.gate, this.view) : TRUE;
    }

    /** Whether the node and all groups above it apply, as far as `applies-when` says. */
    gate(id) {
      if (!this.gates.has(id)) {
        const node = this.plan.byId.get(id);
        this.gates.set(id, conjoin([this.own(node), this.gate(node.parent)]));
      }
      return this.gates.get(id);
    }

    node(node) {
      const own = this.own(node);
      const result = node.scale ? this.indicator(node, own) : this.group(node, own);
      return result.counts === FALSE || result.applies === FALSE ? NONE : result;
    }

    indicator(node, own) {
      if (own === FALSE || this.excused(node)) return NONE;
      const applies = conjoin([own, this.gate(node.parent)]);
      const { low, high, levels } = reach(node.scale, this.view);
      const settled = applies === TRUE && low.equals(high);
      const policy = this.policy(node);
      const point = policy === "full-credit" ? high : low;
      const earned = !settled && policy === "exclude" ? null : point;
      return { applies, counts: own, low, high, earned, coverage: settled ? ONE : ZERO, levels, caps: [] };
    }

    /** Whether the facts of an indicator, one or more, are all not applicable, and it does not ask for that. */
    excused(node) {
      const idle = (fact) => this.view.known(fact).kind === "not-applicable";
      return node.facts.length > 0 && !node.asks_not_applicable && node.facts.every(idle);
    }

    group(node, own) {
      const derived = node.kind === "derived";
      const members = node.members.map(({ id, weight }) => {
        const result = this.results.get(id);
        const counts = derived ? result.applies : result.counts;
        return { id, weight: (!derived && this.weights.get(id)) || weight, counts, result };
      });
      const counting = members.filter(({ weight }) => !weight.isZero || !isMean(node.aggregation));
      const counts = conjoin([own, disjoin(counting.map((member) => member.counts))]);
      if (counts === FALSE) return NONE;
      const certain = counting.filter((member) => member.counts === TRUE);
      const doubtful = counting.filter((member) => member.counts === UNKNOWN);
      const scored = this.capped(node, stepped(node, this.aggregated(node, certain, doubtful)));
      const applies = derived ? counts : conjoin([counts, this.gate(node.id)]);
      return { applies, counts, ...scored, coverage: coverage(node, members), levels: [] };
    }

    aggregated(node, certain, doubtful) {
      const how = node.aggregation;
      const lowest = bound(how, at("low", certain), at("low", doubtful), 1);
      const highest = bound(how, at("high", certain), at("high", doubtful), -1);
      const inside = (member, position) => {
        const policy = this.policy(this.plan.byId.get(member.id));
        return policy !== "exclude" && (policy === "zero-credit" ? lowest : highest).chosen.has(position);
      };
      const points = at("earned", [...certain, ...doubtful.filter(inside)]);
      return { low: lowest.score, high: highest.score, earned: points.length ? aggregate(how, points) : null };
    }

    /** A cap that holds lowers all; one that may hold lowers the low, and the point under zero-credit. */
    capped(node, { low, high, earned }) {
      const caps = node.caps.map(({ when }) => judge(when, this.view));
      node.caps.forEach(({ atMost }, index) => {
        if (atMost === null || caps[index] === FALSE) return;
        const holds = caps[index] === TRUE;
        low = least([low, atMost]);
        if (holds) high = least([high, atMost]);
        if (earned && (holds || this.policy(node) === "zero-credit")) earned = least([earned, atMost]);
      });
      return { low, high, earned, caps };
    }
  }

  /** Pairs of weight and score of the members that have one. */
  const at = (key, members) => members.filter(({ result }) => result[key]).map(({ weight, result }) => [weight, result[key]]);

  /** The same scores through a table that replaces them. */
  const stepped = ({ steps }, { low, high, earned }) => {
    if (!steps.length) return { low, high, earned };
    const values = entriesOver(steps, low, high).map((place) => steps[place].value);
    return { low: least(values), high: greatest(values), earned: earned && steps[entryAt(steps, earned)].value };
  };

  /** The mean of the members' coverages by weight, over all not known to be inapplicable. */
  const coverage = (node, members) => {
    const weighted = takesWeights(node.aggregation);
    const counted = members.filter(({ result }) => result.applies !== FALSE && result.coverage);
    return weightedMean(counted.map(({ weight, result }) => [weighted ? weight : ONE, result.coverage]));
  };

  /** A result as it is handed out: with its bands, and without a point that is withheld. */
  const shown = (node, result, policy) => {
    const withheld = Boolean(node.members && result.coverage && result.coverage.compare(node.minCoverage) < 0);
    const [first, ...bands] = bandsOf(node, result, policy);
    const point = withheld ? null : result.earned;
    return { ...result, point, withheld, band: point && first ? first : null, bands };
  };

  /** The band shown, then every possible band; a cap on the band lowers them. Empty if there are none. */
  const bandsOf = ({ bands, caps }, { low, high, earned, caps: held }, policy) => {
    if (!bands.length || !low) return [];
    let possible = entriesOver(bands, low, high);
    let first = entryAt(bands, earned ?? low);
    caps.forEach(({ band }, index) => {
      if (band === null || held[index] === FALSE) return;
      const lowered = possible.map((place) => ceiling(bands, place, band));
      possible = held[index] === TRUE ? lowered : [...possible, ...lowered];
      if (held[index] === TRUE || policy === "zero-credit") first = ceiling(bands, first, band);
    });
    return [bands[first].id, ...bands.filter((_, place) => possible.includes(place)).map(({ id }) => id)];
  };

  const evaluate = (plan, facts, options) => new Evaluation(readPlan(plan), facts, options).run();

  const designations = (document, facts, results) => {
    const plan = readPlan(document);
    const read = new Map(Object.entries(results).map(([id, result]) => [id, readGiven(id, result)]));
    const view = viewOf(plan, facts, read, true);
    return Object.fromEntries(plan.designations.map(({ id, when }) => [id, judge(when, view)]));
  };

  /** How many numbers of a list, greatest first, lie above one. */
  const countAbove = (sorted, number) => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sorted[middle].compare(number) > 0) from = middle + 1;
      else to = middle;
    }
    return from;
  };

  const rank = (scores) => {
    const number = (value) => (value === null ? null : Rational.of(value));
    const read = scores.map(({ id, point, low, high }) => ({ id, point: number(point), low: number(low), high: number(high) }));
    const ranked = read.filter(({ point }) => point);
    const [points, lows, highs] = ["point", "low", "high"].map((key) => ranked.map((one) => one[key]).sort((a, b) => b.compare(a)));
    const places = read.map(({ id, point, low, high }) => {
      if (!point) return { id, rank: null, rank_low: null, rank_high: null };
      const itself = high.compare(low) > 0 ? 1 : 0; // its own high is no other's
      return {
        id,
        rank: 1 + countAbove(points, point),
        rank_low: 1 + countAbove(lows, high),
        rank_high: 1 + countAbove(highs, low) - itself,
      };
    });
    const last = scores.length + 1;
    return places.sort((a, b) => (a.rank ?? last) - (b.rank ?? last) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  };

  const api = Object.freeze({ evaluate, designations, rank, number: Rational.of });
  Object.defineProperty(globalThis, "govaudit", { value: api, enumerable: true, writable: false, configurable: false });
})();
