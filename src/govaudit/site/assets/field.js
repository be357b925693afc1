// The map of the field: sorted by any column, filtered by groups, kind and name. Forums that do not live on the day stay last.

"use strict";

(() => {
  const { words, read, write, follow, make } = site;
  const table = document.getElementById("field");
  const form = document.getElementById("filter");
  const fields = ["q", "tag", "tag2", "without", "kind"];
  const rising = new Set(["_rank", "_forum"]); // read from the least on; ids of criteria hold no `_`

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...table.tBodies[0].rows].map((row, place) => ({
    row,
    place,
    name: row.cells[1].querySelector("a").textContent,
    text: plain(`${row.cells[1].textContent} ${row.dataset.also}`),
    tags: new Set(row.dataset.tags.split(" ")),
    kind: row.dataset.kind,
    absent: "absent" in row.dataset,
    keys: [...row.cells].map((cell) => (cell.dataset.keys ?? "").split(" ").filter(Boolean).map(Number)),
  }));

  const columns = new Map();
  for (const head of table.tHead.rows[0].cells) {
    const button = make("button", { type: "button" }, head.textContent);
    head.replaceChildren(button);
    columns.set(head.dataset.column, head);
    button.addEventListener("click", () => {
      const same = head.hasAttribute("aria-sort");
      const down = same ? head.getAttribute("aria-sort") === "ascending" : !rising.has(head.dataset.column);
      show({ ...chosen(), sort: head.dataset.column, down }, true);
    });
  }

  /** Points first, then bounds; a cell without any comes after all others, whichever way the column is sorted. */
  const byNumbers = (index, sign) => (a, b) => {
    const [left, right] = [a, b].map(({ keys }) => keys[index] ?? []);
    if (!left.length || !right.length) return right.length - left.length;
    for (let part = 0; part < Math.min(left.length, right.length); part += 1) {
      if (left[part] !== right[part]) return sign * (left[part] - right[part]);
    }
    return 0;
  };

  const order = (sort, down) => {
    const sign = down ? -1 : 1;
    if (sort === "_rank") return (a, b) => sign * (a.place - b.place);
    if (sort === "_forum") return (a, b) => sign * a.name.localeCompare(b.name, document.documentElement.lang);
    return byNumbers(columns.get(sort).cellIndex, sign);
  };

  const passes = (one, { q, tag, tag2, without, kind }) =>
    (!q || one.text.includes(plain(q))) &&
    (!tag || one.tags.has(tag)) &&
    (!tag2 || one.tags.has(tag2)) &&
    (!without || !one.tags.has(without)) &&
    (!kind || one.kind === kind);

  /** The state as the page shows it. */
  const chosen = () => {
    const [head] = [...columns.values()].filter((cell) => cell.hasAttribute("aria-sort"));
    const filters = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
    return { ...filters, sort: head.dataset.column, down: head.getAttribute("aria-sort") === "descending" };
  };

  const show = (state, step) => {
    for (const [name, head] of columns) {
      if (name === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const compare = order(state.sort, state.down);
    const sorted = [...rows].sort((a, b) => a.absent - b.absent || compare(a, b) || a.place - b.place);
    table.tBodies[0].append(...sorted.map(({ row }) => row));
    let count = 0;
    for (const one of rows) {
      one.row.hidden = !passes(one, state);
      count += one.row.hidden ? 0 : 1;
    }
    const column = columns.get(state.sort).textContent;
    const sorting = words(state.down ? "field.falling" : "field.rising", { column });
    document.getElementById("shown").textContent = `${words("field.shown", { count, all: rows.length })} ${sorting}`;
    const usual = state.down !== rising.has(state.sort);
    const sort = `${state.sort}${usual ? "" : ":back"}`;
    write([...fields.map((name) => [name, state[name]]), ["sort", sort === "_rank" ? "" : sort]], step);
  };

  /** The state of the address. What is not there to choose is not chosen. */
  const restore = () => {
    const asked = read();
    for (const name of fields) {
      const field = form.elements[name];
      field.value = asked.get(name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    const [sort, back] = (asked.get("sort") ?? "").split(":");
    const known = columns.has(sort) ? sort : "_rank";
    const filters = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]));
    show({ ...filters, sort: known, down: !rising.has(known) !== Boolean(back) }, false);
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => show(chosen(), event.target.name !== "q"));
  form.addEventListener("reset", () => setTimeout(() => show({ ...chosen(), sort: "_rank", down: false }, true)));
  form.hidden = false;
  follow(restore);
})();
