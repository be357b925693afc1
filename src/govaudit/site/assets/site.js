// What the live views share: the data of the page, its words, numbers as reports print them, and a state that stands in the
// address, so that a view can be cited. Leaves one frozen object, `site`.

"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const NONE = "–";

  /** A text of the catalogue, its places filled. */
  const words = (key, values = {}) => data.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const local = (text) => text.replace(".", data.words["number.decimal"]);
  const number = (exact) => (exact ? local(exact.toFixed(1)) : NONE);
  const span = (low, high) => (low && !low.equals(high) ? `${number(low)}${NONE}${number(high)}` : number(low));

  /** A share of whole numbers. */
  const percent = (part, whole) => `${govaudit.number(`${part * 100}/${whole}`).toFixed(0)}\u00a0%`;

  // The state, as pairs after the `#`. A hash without `=` is a place on the page and says nothing of the state.

  const hash = () => location.hash.slice(1);
  const read = () => new URLSearchParams(hash().includes("=") ? hash() : "");

  /** Put pairs into the address, leaving out those that are empty. A choice is a step of the history; a slider on its way is none. */
  const write = (pairs, step) => {
    const text = `${new URLSearchParams(pairs.filter(([, value]) => value))}`;
    if (text !== `${read()}`) history[step ? "pushState" : "replaceState"](null, "", `#${text}`);
  };

  /** Call `restore` now, and whenever the address is another. */
  const follow = (restore) => {
    addEventListener("popstate", () => {
      if (!hash() || hash().includes("=")) restore();
    });
    restore();
  };

  // Elements. Texts are set as texts; nothing is ever read as HTML.

  const make = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const shape = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  /** Where a score lies between the least and the greatest, from 0 to 100; for drawing alone. */
  const place = (exact, [least, greatest]) => {
    const share = (Number(exact.toFixed(6)) - least) / (greatest - least || 1);
    return Math.round(Math.min(Math.max(share, 0), 1) * 10000) / 100;
  };

  /** Draw bounds and point into a bar, as the macro `bar` of the templates does. */
  const draw = (bar, { low, point, high }, range) => {
    const across = { y: "10%", height: "80%" };
    const upright = (name, at, from, to) => shape("line", { class: name, x1: `${at}%`, x2: `${at}%`, y1: from, y2: to });
    const shapes = [shape("rect", { class: "track", x: 0, width: "100%", ...across })];
    if (low) {
      const [from, to] = [place(low, range), place(high, range)];
      shapes.push(shape("rect", { class: "certain", x: 0, width: `${from}%`, ...across }));
      if (to !== from) {
        shapes.push(shape("rect", { class: "possible", x: `${from}%`, width: `${to - from}%`, ...across, fill: "url(#hatch)" }));
        shapes.push(upright("edge", to, "10%", "90%"));
      }
      if (point) shapes.push(upright("point", place(point, range), 0, "100%"));
    }
    bar.replaceChildren(...shapes);
    const ends = { point: number(point), low: number(low), high: number(high), greatest: `${Math.round(range[1])}` };
    bar.setAttribute("aria-label", low ? words("score.bar", ends) : words("score.bar-none"));
    return bar;
  };

  const bar = () => shape("svg", { class: "bar", role: "img" });

  /** A text with its language, if it is not the page's. */
  const spoken = ([text, lang], attributes = {}) => make("span", { ...attributes, ...(lang ? { lang } : {}) }, text);

  /** Data of a script beside the pages, loaded when first asked for: `live/NAME.js` puts them into `live[NAME]`. */
  const loading = new Map();
  const load = (name) => {
    if (!loading.has(name)) loading.set(name, inserted(name));
    return loading.get(name);
  };

  const inserted = (name) =>
    new Promise((resolve, reject) => {
      const script = make("script", { src: `live/${name}.js` });
      script.addEventListener("load", () => resolve(globalThis.live[name]));
      script.addEventListener("error", () => reject(new Error(`cannot load ${name}`)));
      document.head.append(script);
    });

  const api = { data, words, number, span, percent, read, write, follow, make, spoken, bar, draw, load, NONE };
  Object.defineProperty(globalThis, "site", { value: Object.freeze(api) });
})();
