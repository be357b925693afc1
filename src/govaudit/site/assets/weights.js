// Your weights: the ranking follows the sliders, the policy for the unknown, and the year. All scores come from engine.js.

"use strict";

(() => {
  const { data, words, number, span, percent, read, write, follow, draw, load, spoken, NONE } = site;
  const { root, criteria, range, policies, design } = data;
  const form = document.getElementById("weighing");
  const table = document.getElementById("ranking");
  const said = document.getElementById("said");
  const agreeing = document.getElementById("agreement");
  const sliders = [...form.querySelectorAll("[data-criterion]")];
  const year = document.getElementById("year");
  const rows = new Map([...table.tBodies[0].rows].map((row) => [row.dataset.forum, row]));
  const names = new Map([...rows].map(([id, row]) => [id, row.cells[1].querySelector("a").textContent]));
  const last = data.years.length - 1;
  const exact = govaudit.number;
  const unit = exact(data.unit);

  // What is known of the forums: on the day, or at the end of a year.

  /** What the criteria of a forum came to under a policy, as the engine takes it. */
  const given = (rowsOfNodes, policy) =>
    Object.fromEntries(
      data.given.map((id, place) => {
        const row = rowsOfNodes[place];
        const result = Object.fromEntries(data.row.map((key, index) => [key, row[index]]));
        const read = (text) => (text === null ? null : exact(text));
        const [low, high, coverage] = [result.low, result.high, result.coverage].map(read);
        return [id, { ...result, low, high, coverage, earned: read(row[data.row.length + policy]) }];
      }),
    );

  const states = ({ facts, forums }, pick, policy) =>
    Object.entries(forums).flatMap(([id, entry]) => {
      const state = pick(entry);
      return state ? [{ id, facts: facts[state[0]], given: given(state.slice(1), policy) }] : [];
    });

  /** The forums that live at the end of a year, by policy and year; for the last year, on the day. */
  const living = new Map();
  const forumsOf = async (policy, position) => {
    const key = `${policy} ${position}`;
    if (!living.has(key)) {
      const past = position < last;
      const known = past ? await load("years") : data.now;
      const pick = past ? ({ states: each, at }) => (at[position] === null ? null : each[at[position]]) : (state) => state;
      living.set(key, states(known, pick, policies.indexOf(policy)));
    }
    return living.get(key);
  };

  const evaluated = (forums, missing, weights) =>
    forums.map(({ id, facts, given: known }) => ({
      id,
      ...govaudit.evaluate(data.plan, facts, { missing: missing || null, weights, given: known })[root],
    }));

  const ranksOf = (scores) => new Map(govaudit.rank(scores).map((place) => [place.id, place]));

  // The state: weights as exact texts, a policy, a year.

  const weighed = (weights) => Object.fromEntries(criteria.map((id, place) => [id, weights[place]]));
  const framework = data.presets[0];
  let state = null;

  const onSlider = (slider) => exact(Number(slider.value)).times(unit).toString();
  const position = (weight) => exact(weight).over(unit).toFixed(0);
  const decimal = (weight) => {
    const text = exact(weight);
    return text.equals(exact(text.toFixed(2))) ? text.toFixed(2).replace(/\.?0+$/, "") : `${text}`;
  };

  /** Show the state in the controls. */
  const showControls = () => {
    const total = state.weights.map(exact).reduce((sum, weight) => sum.plus(weight), exact(0));
    sliders.forEach((slider, place) => {
      const weight = state.weights[place];
      const share = total.isZero ? NONE : `${exact(weight).times(exact(100)).over(total).toFixed(0)}\u00a0%`;
      const text = words("weights.weight", { weight: decimal(weight).replace(".", words("number.decimal")), share });
      slider.value = position(weight);
      slider.setAttribute("aria-valuetext", text);
      form.querySelector(`output[for="${slider.id}"]`).textContent = text;
    });
    form.elements.missing.value = state.missing;
    year.value = state.year;
    const text = state.year < last ? words("weights.end-of", { year: data.years[state.year] }) : words("head.as-of", { day: data.day });
    year.setAttribute("aria-valuetext", text);
    form.querySelector('output[for="year"]').textContent = text;
    const { preset } = form.elements;
    if (preset) preset.value = [...data.presets.keys()].find((place) => sameWeights(data.presets[place])) ?? "";
  };

  const sameWeights = (weights) => state.weights.every((weight, place) => exact(weight).equals(exact(weights[place])));

  const pairs = () => [
    ...criteria.map((id, place) => {
      return [`weight.${id}`, exact(state.weights[place]).equals(exact(framework[place])) ? "" : state.weights[place]];
    }),
    ["missing", state.missing === data.policy ? "" : state.missing || "own"],
    ["year", state.year === last ? "" : `${data.years[state.year]}`],
  ];

  // The ranking.

  const signed = (moved) => (moved > 0 ? `+${moved}` : moved < 0 ? `−${-moved}` : "0");
  const place = ({ rank, rank_low: best, rank_high: worst }) =>
    rank === null ? NONE : best === worst ? `${rank}` : `${rank} (${best}${NONE}${worst})`;

  const showRow = (row, score, standing, before) => {
    const [rank, , bar, point, bounds, band, moved] = row.cells;
    rank.textContent = place(standing);
    draw(bar.firstElementChild, score, range);
    point.textContent = number(score.point);
    bounds.textContent = span(score.low, score.high);
    band.replaceChildren(score.band === null ? "" : spoken(data.bands[score.band]));
    const known = standing.rank !== null && before.rank !== null;
    moved.textContent = known ? signed(before.rank - standing.rank) : NONE;
  };

  const showRanking = (scores, ranks, before) => {
    const scored = new Map(scores.map((score) => [score.id, score]));
    for (const [id, row] of rows) row.hidden = !scored.has(id);
    for (const [id, standing] of ranks) showRow(rows.get(id), scored.get(id), standing, before.get(id));
    const order = [...ranks.keys()].map((id) => rows.get(id));
    if (order.some((row, index) => table.tBodies[0].rows[index] !== row)) table.tBodies[0].prepend(...order);
  };

  const summary = (ranks, before) => {
    const first = [...ranks.values()].filter(({ rank }) => rank === 1).map(({ id }) => names.get(id));
    const moved = [...ranks.values()].filter(({ id, rank }) => rank !== before.get(id).rank).length;
    return words("weights.told", { first: first.join(", ") || NONE, moved, all: ranks.size });
  };

  // How many of all weightings agree; begun when nothing has moved for a while. What the design gives does not depend on the
  // weights, so it is kept for the forums and the policy.

  const PAUSE = 250;
  const MOST = 2 ** 18; // scores; a large field is held against the beginning of the design
  let [stop, waiting, telling] = [() => {}, 0, 0];
  const designs = new Map();

  const size = (count) => Math.min(design.size, Math.max(design.size / 16, 2 ** Math.floor(Math.log2(MOST / Math.max(count, 1)))));

  const agree = (forums, missing, ranks) => {
    stop();
    clearTimeout(waiting);
    const ids = forums.map(({ id }) => id);
    if (!designs.has(forums)) designs.set(forums, []);
    const kept = designs.get(forums);
    const ranked = (weighting, index) => {
      kept[index] ??= ((found) => ids.map((id) => found.get(id).rank ?? 0))(ranksOf(evaluated(forums, missing, weighed(weighting))));
      return kept[index];
    };
    const mine = ids.map((id) => ranks.get(id).rank ?? 0);
    const begin = () => {
      stop = agreement({ ...design, size: size(ids.length) }, ranked, mine, (found) => tell(found, ids));
    };
    for (const id of ids) rows.get(id).cells[7].textContent = "…";
    waiting = setTimeout(begin, PAUSE);
  };

  const tell = ({ done, size: all, first, pairs: alike, same }, ids) => {
    const possible = (ids.length * (ids.length - 1)) / 2 || 1;
    const shares = { first: percent(first, done), pairs: ids.length > 1 ? percent(alike, done * possible) : NONE };
    document.getElementById("agreed").textContent = words("weights.agreed", { ...shares, count: done });
    document.getElementById("progress").textContent = done < all ? words("weights.progress", { done, all }) : "";
    ids.forEach((id, place) => (rows.get(id).cells[7].textContent = percent(same[place], done)));
  };

  const withoutAgreement = () => {
    stop();
    clearTimeout(waiting);
    agreeing.hidden = true;
    for (const row of rows.values()) row.cells[7].textContent = "";
  };

  let latest = 0;

  /** Work out the ranking of the state. */
  const show = async () => {
    const turn = (latest += 1);
    showControls();
    let forums = [];
    try {
      forums = await forumsOf(state.missing, state.year);
    } catch {
      said.textContent = words("live.cannot-load");
      return;
    }
    if (turn !== latest) return;
    const weights = sliders.length ? weighed(state.weights) : {};
    const scores = evaluated(forums, state.missing, weights);
    const [ranks, before] = [ranksOf(scores), ranksOf(evaluated(forums, state.missing, {}))];
    showRanking(scores, ranks, before);
    const nothing = sliders.length > 0 && state.weights.every((weight) => exact(weight).isZero);
    clearTimeout(telling);
    telling = setTimeout(() => (said.textContent = nothing ? words("weights.nothing") : summary(ranks, before)), PAUSE);
    if (!agreeing) return;
    if (nothing) withoutAgreement();
    else {
      agreeing.hidden = false;
      agree(forums, state.missing, ranks);
    }
  };

  let frame = 0;
  const soon = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(show);
  };

  const change = (parts, step) => {
    state = { ...state, ...parts };
    write(pairs(), step);
    soon();
  };

  /** A weight out of the address, if it is a number that is not negative. */
  const readWeight = (text, usual) => {
    try {
      return text !== null && exact(text).compare(exact(0)) >= 0 ? text : usual;
    } catch {
      return usual;
    }
  };

  const restore = () => {
    const asked = read();
    const missing = asked.get("missing") === "own" ? "" : (asked.get("missing") ?? data.policy);
    const asOf = data.years.indexOf(Number(asked.get("year")));
    state = {
      weights: criteria.map((id, index) => readWeight(asked.get(`weight.${id}`), framework[index])),
      missing: policies.includes(missing) ? missing : data.policy,
      year: asOf === -1 ? last : asOf,
    };
    show();
  };

  /** What a control now says. */
  const parts = (control) => {
    if (control === year) return { year: Number(year.value) };
    if (control.name === "missing") return { missing: control.value };
    if (control.name === "preset") return control.value === "" ? {} : { weights: data.presets[control.value] };
    const index = sliders.indexOf(control);
    return { weights: state.weights.map((weight, other) => (other === index ? onSlider(control) : weight)) };
  };

  // While a slider is dragged only the page follows; where it is let go is a step of the history.
  form.addEventListener("input", ({ target }) => {
    state = { ...state, ...parts(target) };
    showControls();
    soon();
  });
  form.addEventListener("change", ({ target }) => change(parts(target), true));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    change({ weights: framework, missing: data.policy, year: last }, true);
  });
  table.classList.add("live");
  form.hidden = false;
  follow(restore);
})();
