// Exact numbers, and what is made of several: means, sums, bounds. As `scoring/aggregate.py`, `bounds.py` and `roots.py`.

"use strict";

(() => {
  const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
  const NUMBER = /^(-?)(\d+)(?:\/(\d+)|\.(\d+))?$/;

  /** The greatest common divisor; in machine numbers as soon as both are small, which is many times faster. */
  const gcd = (a, b) => {
    while (b && (a > SAFE || b > SAFE)) [a, b] = [b, a % b];
    if (!b) return a;
    let [x, y] = [Number(a), Number(b)];
    while (y) [x, y] = [y, x % y];
    return BigInt(x);
  };

  /** A fraction in lowest terms, its denominator above 0. */
  class Rational {
    constructor(numerator, denominator = 1n) {
      const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator);
      this.numerator = divisor === 1n ? numerator : numerator / divisor;
      this.denominator = divisor === 1n ? denominator : denominator / divisor;
      Object.freeze(this);
    }

    /** A whole number, or text: `7`, `"-1/3"`, `"0.25"`. A machine float is refused, for nobody knows what it meant. */
    static of(value) {
      if (value instanceof Rational) return value;
      if (typeof value === "bigint" || Number.isSafeInteger(value)) return new Rational(BigInt(value));
      const [, sign, whole, below, decimals = ""] = (typeof value === "string" && NUMBER.exec(value)) || [];
      const denominator = below === undefined ? 10n ** BigInt(decimals.length) : BigInt(below);
      if (whole === undefined || !denominator) throw new TypeError(`expected an exact number; found ${String(value)}`);
      const amount = BigInt(whole + decimals);
      return new Rational(sign ? -amount : amount, denominator);
    }

    plus(other) {
      const [a, b, c, d] = [this.numerator, this.denominator, other.numerator, other.denominator];
      return new Rational(a * d + c * b, b * d);
    }

    minus(other) {
      return this.plus(new Rational(-other.numerator, other.denominator));
    }

    times(other) {
      return new Rational(this.numerator * other.numerator, this.denominator * other.denominator);
    }

    over(other) {
      const [above, below] = [this.numerator * other.denominator, this.denominator * other.numerator];
      return below < 0n ? new Rational(-above, -below) : new Rational(above, below);
    }

    power(exponent) {
      const size = BigInt(Math.abs(exponent));
      const raised = new Rational(this.numerator ** size, this.denominator ** size);
      return exponent < 0 ? ONE.over(raised) : raised;
    }

    get isZero() {
      return !this.numerator;
    }

    equals(other) {
      return this.numerator === other.numerator && this.denominator === other.denominator;
    }

    /** Below 0, 0 or above 0, as this number is less than, equal to or greater than the other. */
    compare(other) {
      const [left, right] = [this.numerator * other.denominator, other.numerator * this.denominator];
      return left < right ? -1 : left > right ? 1 : 0;
    }

    toString() {
      return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
    }

    toJSON() {
      return this.toString();
    }

    /** For people: rounded once, half away from zero, never `-0`. */
    toFixed(digits) {
      const size = this.numerator < 0n ? -this.numerator : this.numerator;
      const whole = nearest(size * 10n ** BigInt(digits), this.denominator);
      const text = `${whole}`.padStart(digits + 1, "0");
      const point = text.length - digits;
      return (this.numerator < 0n && whole ? "-" : "") + text.slice(0, point) + (digits ? `.${text.slice(point)}` : "");
    }
  }

  const ZERO = new Rational(0n);
  const ONE = new Rational(1n);
  const TWO = new Rational(2n);

  /** The whole number nearest to a fraction that is not negative; of a half, the greater. */
  const nearest = (above, below) => (2n * above + below) / (2n * below);
  const least = (numbers) => numbers.reduce((best, one) => (one.compare(best) < 0 ? one : best));
  const greatest = (numbers) => numbers.reduce((best, one) => (one.compare(best) > 0 ? one : best));

  // Roots. Logarithms and powers of e are whole numbers of units of 2⁻ᵇⁱᵗˢ. Their error stays far below SLACK units, however
  // many are added up; if the rounding is not the same at both ends of what they allow, everything is done with twice the bits.

  const GRID = 10n ** 30n;
  const [START, STOP, SLACK, HALVINGS] = [256n, 4096n, 64n, 16n];

  /** `∏ baseᵢ ** exponentᵢ` to the nearest 10⁻³⁰; of an exact tie, one of the two. No base is below 0. */
  const roundedProduct = (powers) => {
    if (powers.some(([base]) => base.isZero)) return ZERO;
    for (let bits = START; ; bits *= 2n) {
      const [value, shift] = exponential(sumOfLogarithms(powers, bits), bits);
      const slack = value >> (bits - SLACK);
      const [low, here, high] = [value - slack, value, value + slack].map((size) =>
        shift < 0n ? nearest(size * GRID, 1n << -shift) : (size << shift) * GRID,
      );
      if (low === high || bits >= STOP) return new Rational(here, GRID);
    }
  };

  const sumOfLogarithms = (powers, bits) =>
    powers.reduce((sum, [base, exponent]) => {
      return sum + (logarithm(base, bits) * exponent.numerator) / exponent.denominator;
    }, 0n);

  const length = (number) => BigInt(number.toString(2).length);

  /** `ln x = k ln 2 + 2 artanh((m - 1) / (m + 1))` where `x = m 2ᵏ` and m lies between a half and two. */
  const logarithm = ({ numerator, denominator }, bits) => {
    const shift = length(numerator) - length(denominator);
    const above = shift < 0n ? numerator << -shift : numerator;
    const below = shift > 0n ? denominator << shift : denominator;
    return 2n * artanh(above - below, above + below, bits) + shift * 2n * artanh(1n, 3n, bits);
  };

  const artanh = (above, below, bits) => {
    const first = (above << bits) / below;
    const square = (first * first) >> bits;
    let [sum, power] = [0n, first];
    for (let odd = 1n; power; odd += 2n) {
      sum += power / odd;
      power = (power * square) / (1n << bits);
    }
    return sum;
  };

  /** `e ** x`, as a whole number and how many places of 2 it is to be shifted. */
  const exponential = (x, bits) => {
    const unit = 2n * artanh(1n, 3n, bits);
    const shift = x / unit - (x < 0n ? 1n : 0n);
    const rest = (x - shift * unit) >> HALVINGS;
    let [sum, term] = [0n, 1n << bits];
    for (let count = 1n; term; count += 1n) {
      sum += term;
      term = (term * rest) / (count << bits);
    }
    for (let count = 0n; count < HALVINGS; count += 1n) sum = (sum * sum) >> bits;
    return [sum, shift - bits];
  };

  // Aggregations of members, each a pair of weight and score.

  const UNWEIGHTED = new Set(["product", "minimum", "maximum", "median"]);

  /** Whether weights mean anything to this aggregation. */
  const takesWeights = (how) => !UNWEIGHTED.has(how);

  /** Whether it is a weighted mean, in which a member of weight 0 counts for nothing. */
  const isMean = (how) => takesWeights(how) && how !== "sum";

  /** `∑ wᵢ xᵢ` and `∑ wᵢ`, as whole numbers over one common denominator. */
  const sums = (members) => {
    let [amount, total, denominator] = [0n, 0n, 1n];
    for (const [weight, score] of members) {
      const below = weight.denominator * score.denominator;
      const factor = below / gcd(denominator, below);
      if (factor !== 1n) {
        amount *= factor;
        total *= factor;
        denominator *= factor;
      }
      const share = weight.numerator * (denominator / below);
      amount += share * score.numerator;
      total += share * score.denominator;
    }
    return { amount, total, denominator };
  };

  const weightedSum = (members) => {
    const { amount, denominator } = sums(members);
    return new Rational(amount, denominator);
  };

  /** `∑ wᵢ xᵢ / ∑ wᵢ`; null where the weights come to nothing. */
  const weightedMean = (members) => {
    const { amount, total } = sums(members);
    return total ? new Rational(amount, total) : null;
  };

  /** One score of several; there is a member, and a mean has members of positive weight only. A mean lies between its members. */
  const aggregate = (how, members) => {
    if (how === "mean") return weightedMean(members);
    if (how === "sum") return weightedSum(members);
    const scores = members.map(([, score]) => score);
    if (how === "product") return scores.reduce((product, score) => product.times(score), ONE);
    if (how === "minimum") return least(scores);
    if (how === "maximum") return greatest(scores);
    if (how === "median") return median(scores.sort((a, b) => a.compare(b)));
    const total = weightedSum(members.map(([weight]) => [weight, ONE]));
    const mean = how === "geometric" ? geometric(members, total) : powerMean(how === "harmonic" ? -1 : how, members, total);
    return least([greatest([mean, least(scores)]), greatest(scores)]);
  };

  const median = (sorted) => {
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : sorted[middle - 1].plus(sorted[middle]).over(TWO);
  };

  const geometric = (members, total) => roundedProduct(members.map(([weight, score]) => [score, weight.over(total)]));

  /** `(∑ wᵢ xᵢᵖ / W)^(1/p)`; of a negative power, 0 if a member is 0. */
  const powerMean = (power, members, total) => {
    if (power < 0 && members.some(([, score]) => score.isZero)) return ZERO;
    const inner = weightedSum(members.map(([weight, score]) => [weight, score.power(power)])).over(total);
    if (Math.abs(power) === 1) return inner.power(power);
    return roundedProduct([[inner, ONE.over(Rational.of(power))]]);
  };

  /**
   * The lowest (or highest) score over every choice of doubtful members, at least one member in; and which are in at it.
   *
   * They come in by prefixes of a sorted list, and the extreme over all prefixes is exact. Of equal prefixes the longest
   * counts: members alike go together.
   */
  const bound = (how, certain, doubtful, sign) => {
    const key = ([weight, score]) => (how === "sum" ? weight.times(score) : score);
    const order = (a, b) => sign * key(doubtful[a]).compare(key(doubtful[b])) || doubtful[a][0].compare(doubtful[b][0]);
    const sorted = [...doubtful.keys()].sort(order);
    const members = [...certain];
    let best = certain.length ? { score: aggregate(how, certain), size: 0 } : null;
    sorted.forEach((position, index) => {
      members.push(doubtful[position]);
      const score = aggregate(how, members);
      if (!best || sign * score.compare(best.score) <= 0) best = { score, size: index + 1 };
    });
    return { score: best.score, chosen: new Set(sorted.slice(0, best.size)) };
  };

  globalThis.govaudit = { numbers: { Rational, ZERO, ONE, least, greatest, takesWeights, isMean, weightedMean, aggregate, bound } };
})();
