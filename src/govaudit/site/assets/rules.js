// Rules, and what scales and tables make of what is known. As `rules/` and `scoring/scale.py`, `tables.py`. Needs rational.js.

"use strict";

(() => {
  const { Rational, least, greatest } = globalThis.govaudit.numbers;

  // Kleene's three-valued logic, in the words that reports print.

  const [TRUE, FALSE, UNKNOWN] = ["yes", "no", "unknown"];
  const truth = (value) => (value ? TRUE : FALSE);
  const negate = (value) => (value === UNKNOWN ? UNKNOWN : truth(value === FALSE));
  const conjoin = (values) => (values.includes(FALSE) ? FALSE : values.includes(UNKNOWN) ? UNKNOWN : TRUE);
  const disjoin = (values) => (values.includes(TRUE) ? TRUE : values.includes(UNKNOWN) ? UNKNOWN : FALSE);

  /** True if true for all, false if false for all, else unknown. There is at least one. */
  const agree = (values) => (values.every((value) => value === values[0]) ? truth(values[0]) : UNKNOWN);

  const atLeast = (count, values) => {
    if (values.filter((value) => value === TRUE).length >= count) return TRUE;
    return values.filter((value) => value !== FALSE).length >= count ? UNKNOWN : FALSE;
  };

  // Values. A number is a Rational, a date an ISO day, a set a list; the order of days is that of their letters.

  const NUMERIC = new Set(["integer", "number"]);
  const readValues = (values, type) => (NUMERIC.has(type) ? values.map(Rational.of) : values);
  const order = (a, b) => (a instanceof Rational ? a.compare(b) : a < b ? -1 : a > b ? 1 : 0);

  const UNCODED = { kind: "uncoded", values: [] };

  /** What is known of facts, each read when first asked for. */
  const reader = (plan, facts) => {
    const read = new Map();
    return (name) => {
      if (!read.has(name)) {
        const { kind, values } = Object.hasOwn(facts, name) ? facts[name] : UNCODED;
        read.set(name, { kind, values: readValues(values, plan.facts[name].type) });
      }
      return read.get(name);
    };
  };

  /** A rule with its operands read. */
  const readRule = (rule, facts) => {
    if (rule.all) return { all: rule.all.map((part) => readRule(part, facts)) };
    if (rule.of) return { at_least: rule.at_least, of: rule.of.map((part) => readRule(part, facts)) };
    if (rule.not) return { not: readRule(rule.not, facts) };
    if (!rule.test) return rule;
    return { ...rule, test: readTest(rule.test, "fact" in rule ? facts[rule.fact].type : "number") };
  };

  const readTest = (test, type) => {
    if (test.accepts) return { accepts: new Set(test.accepts) };
    if (test.count) return { op: test.op, count: readTest(test.count, "number") };
    return { op: test.op, operands: readValues(test.operands, type) };
  };

  /** Whether one value satisfies a comparison. */
  const passes = (test, value) => {
    if (test.accepts) return test.accepts.has(value);
    const { op, operands } = test;
    switch (op) {
      case "is":
      case "in":
        return operands.some((operand) => order(value, operand) === 0);
      case "at-least":
        return order(value, operands[0]) >= 0;
      case "at-most":
        return order(value, operands[0]) <= 0;
      case "above":
        return order(value, operands[0]) > 0;
      case "below":
        return order(value, operands[0]) < 0;
      case "between":
        return order(value, operands[0]) >= 0 && order(value, operands[1]) <= 0;
      case "contains":
      case "contains-all":
        return operands.every((operand) => value.includes(operand));
      case "contains-any":
        return operands.some((operand) => value.includes(operand));
      case "count":
        return passes(test.count, Rational.of(value.length));
      default:
        throw new TypeError(`expected a comparison; found ${op}`);
    }
  };

  /**
   * The truth of a rule. A view is what it may look at: `known` of a fact, `found` of a node that has been scored before, the
   * named `rules`, and the truth of those that were `judged` already. In a designation, `today`, questions about knowledge
   * answer yes or no; in a scored rule what is not known may be known tomorrow.
   */
  const judge = (rule, view) => {
    if (rule.all) return conjoin(rule.all.map((part) => judge(part, view)));
    if (rule.of) return atLeast(rule.at_least, rule.of.map((part) => judge(part, view)));
    if (rule.not) return negate(judge(rule.not, view));
    if ("rule" in rule) return judgeNamed(rule.rule, view);
    if ("asks" in rule) return ask(rule.asks, view.known(rule.fact).kind, view.today);
    if ("fact" in rule) return compareKnowledge(view.known(rule.fact), rule.test);
    if ("level" in rule) return compareLevels(view.found(rule.level), rule.test);
    return compareScore(view.found(rule.score), rule.test);
  };

  const judgeNamed = (name, view) => {
    if (!view.judged.has(name)) view.judged.set(name, judge(view.rules.get(name), view));
    return view.judged.get(name);
  };

  const compareKnowledge = ({ kind, values }, test) => {
    if (kind === "not-applicable") return FALSE;
    return values.length ? agree(values.map((value) => passes(test, value))) : UNKNOWN;
  };

  const ask = (asked, kind, today) => {
    if (asked === "not-applicable" || today) return truth(asked === kind);
    if (asked === "known") return kind === "known" ? TRUE : kind === "not-applicable" ? FALSE : UNKNOWN;
    return kind === "known" || kind === "not-applicable" ? FALSE : UNKNOWN;
  };

  /** A node that does not apply makes every comparison false. */
  const compareLevels = ({ applies, levels }, test) =>
    conjoin([applies, levels.length ? agree(levels.map((level) => passes(test, level))) : FALSE]);

  const compareScore = ({ applies, low, high }, test) => (low && high ? conjoin([applies, compareInterval(low, high, test)]) : FALSE);

  /** True if all of an interval satisfies the comparison, false if none of it does, else unknown. */
  const compareInterval = (low, high, test) => {
    if (low.equals(high)) return truth(passes(test, low));
    const { op, operands } = test;
    if (op === "is" || op === "in") {
      return operands.some((value) => low.compare(value) <= 0 && value.compare(high) <= 0) ? UNKNOWN : FALSE;
    }
    if (op === "between") {
      if (passes(test, low) && passes(test, high)) return TRUE;
      return high.compare(operands[0]) < 0 || low.compare(operands[1]) > 0 ? FALSE : UNKNOWN;
    }
    return agree([passes(test, low), passes(test, high)]);
  };

  // Scales: what an indicator may score, given what is known. Possible levels stand best first.

  const readScale = (scale, facts) => {
    if (scale.levels) {
      const levels = scale.levels.map(({ id, score, when }) => ({ id, score: Rational.of(score), when: when && readRule(when, facts) }));
      return { levels };
    }
    if (scale.points) return { fact: scale.fact, points: scale.points.map(([value, score]) => [value, Rational.of(score)]) };
    const [start, end] = scale.goalposts.map(([value, score]) => ({ value: Rational.of(value), score: Rational.of(score) }));
    const ends = [start.value, end.value].sort(order);
    const bounds = [facts[scale.fact].least, facts[scale.fact].greatest].map(Rational.of);
    return { ...scale, start, end, ends, bounds };
  };

  const reach = (scale, view) => {
    if (scale.levels) return reachLevels(scale.levels, view);
    return scale.points ? reachPoints(scale, view.known(scale.fact).values) : reachLine(scale, view.known(scale.fact).values);
  };

  /** A walk from the top: a false rule is skipped, an unknown one is possible, a true one ends the walk. */
  const reachLevels = (levels, view) => {
    const possible = [];
    for (const level of levels) {
      const holds = level.when ? judge(level.when, view) : TRUE;
      if (holds !== FALSE) possible.push(level);
      if (holds === TRUE) break;
    }
    return { low: possible[possible.length - 1].score, high: possible[0].score, levels: possible.map(({ id }) => id) };
  };

  const reachPoints = ({ points }, values) => {
    const rows = points.filter(([value]) => !values.length || values.includes(value));
    const scores = rows.map(([, score]) => score);
    return { low: least(scores), high: greatest(scores), levels: rows.map(([value]) => String(value)) };
  };

  /** An unknown number ranges over its declared bounds, as far as they lie between the goalposts. */
  const reachLine = (line, values) => {
    if (line.open) throw unscorable("open-goalposts", `expected goalposts of ${line.fact} with numbers; found none`);
    const ends = values.length ? values : line.bounds.map((bound) => clamp(bound, line.ends));
    const scores = ends.map((value) => position(line, value));
    return { low: least(scores), high: greatest(scores), levels: [] };
  };

  const clamp = (value, [low, high]) => least([greatest([value, low]), high]);

  /** The score of a number between the goalposts. */
  const position = (line, value) => {
    const inside = clamp(value, line.ends);
    if (!line.clamp && !inside.equals(value)) {
      throw unscorable("outside-goalposts", `expected a value of ${line.fact} between its goalposts; found ${value}`);
    }
    const { start, end } = line;
    const share = inside.minus(start.value).over(end.value.minus(start.value));
    return start.score.plus(share.times(end.score.minus(start.score)));
  };

  /** What cannot be scored; the code is the slug of a problem of `docs/reference/problems.md`. */
  const unscorable = (code, message) => Object.assign(new Error(message), { code });

  // Tables over scores: bands and steps. The last entry takes all that is left.

  const readTable = (entries) =>
    entries.map((entry) => ({
      id: entry.id,
      value: entry.value && Rational.of(entry.value),
      atLeast: entry.at_least && Rational.of(entry.at_least),
      atMost: entry.at_most && Rational.of(entry.at_most),
    }));

  /** The place of the first entry whose threshold a score meets. */
  const entryAt = (entries, score) =>
    entries.findIndex(({ atLeast: from, atMost: to }) => (from ? score.compare(from) >= 0 : to ? score.compare(to) <= 0 : true));

  /** The places of every entry that some score of an interval meets, in the order of the table. */
  const entriesOver = (entries, low, high) => {
    const [first, last] = [entryAt(entries, low), entryAt(entries, high)].sort((a, b) => a - b);
    return [...entries.keys()].slice(first, last + 1);
  };

  /** The place of a band under a cap on the band: the lower of the two. */
  const ceiling = (bands, place, cap) => {
    const limit = bands.findIndex(({ id }) => id === cap);
    return bands[0].atLeast ? Math.max(place, limit) : Math.min(place, limit);
  };

  globalThis.govaudit.rules = {
    ...{ TRUE, FALSE, UNKNOWN, conjoin, disjoin, reader, readRule, judge },
    ...{ readScale, reach, readTable, entryAt, entriesOver, ceiling },
  };
})();
