// How many of all weightings agree with a ranking. The weightings are a fixed design, spread evenly over all that are possible;
// it begins alike however many of it are taken. Worked out in slices, so that the page stays quick. Leaves one function:
//
// agreement({steps, bits, size}, ranked, mine, tell)
//     `ranked(weighting)` is the rank of each forum (0 without one) under whole numbers that weigh the criteria, `mine` the ranks
//     to compare with. `tell` is called now and then, and at the end, with {done, size, first, pairs, same}: of `done`
//     weightings, how many put the same forums first, the sum over all of them of the pairs of forums in the same order, and for
//     each forum how many give it the same rank. Returns a function that stops it.

"use strict";

(() => {
  const SLICE = 12; // milliseconds, less than a frame
  const PAUSE = 300;

  /** The gaps between sorted points that lie evenly in [0, 1], as whole numbers. As `weighting` in site/live.py. */
  const weighting = (place, { steps, bits }) => {
    const size = 2 ** bits;
    const points = steps.map((step) => (size / 2 + (place + 1) * step) % size).sort((a, b) => a - b);
    return [...points, size].map((point, index) => point - (points[index - 1] ?? 0));
  };

  /** A rank of 0 is none, and worse than any. */
  const last = (ranks) => ranks.map((rank) => rank || ranks.length + 1);

  /** Pairs of forums in the same order in both rankings. */
  const alike = (mine, other) => {
    let count = 0;
    for (let one = 1; one < mine.length; one += 1) {
      for (let two = 0; two < one; two += 1) {
        if (Math.sign(mine[one] - mine[two]) === Math.sign(other[one] - other[two])) count += 1;
      }
    }
    return count;
  };

  const agreement = (design, ranked, mine, tell) => {
    const ours = last(mine);
    const found = { done: 0, size: design.size, first: 0, pairs: 0, same: ours.map(() => 0) };
    let [timer, told] = [0, performance.now()];
    const step = () => {
      const other = last(ranked(weighting(found.done, design), found.done));
      found.done += 1;
      found.first += ours.every((rank, index) => (rank === 1) === (other[index] === 1)) ? 1 : 0;
      found.pairs += alike(ours, other);
      ours.forEach((rank, index) => {
        if (rank === other[index]) found.same[index] += 1;
      });
    };
    const slice = () => {
      const start = performance.now();
      while (found.done < design.size && performance.now() - start < SLICE) step();
      const ready = found.done >= design.size;
      if (ready || performance.now() - told > PAUSE) {
        told = performance.now();
        tell(found);
      }
      if (!ready) timer = setTimeout(slice);
    };
    timer = setTimeout(slice);
    return () => clearTimeout(timer);
  };

  Object.defineProperty(globalThis, "agreement", { value: agreement });
})();
